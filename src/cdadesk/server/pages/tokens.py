"""Tokens in forms: only a page that we gave to this browser can send a form in its name."""

import hashlib
import hmac
import secrets

_SALT = 12


def issue(secret: str) -> str:
    """Return a token that belongs to the secret of a browser; another one each time, so that packing tells nothing."""
    salt = secrets.token_urlsafe(_SALT)
    return f"{salt}.{_sealed(salt, secret)}"


def fits(token: str, secret: str) -> bool:
    """Say whether a token was issued to this secret."""
    salt, _dot, seal = token.partition(".")
    return secret != "" and hmac.compare_digest(seal.encode(errors="replace"), _sealed(salt, secret).encode())


def _sealed(salt: str, secret: str) -> str:
    return hmac.new(secret.encode(errors="replace"), salt.encode(errors="replace"), hashlib.sha256).hexdigest()
