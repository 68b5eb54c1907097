"""The address of a server: as a person types it, and as it is spoken to. Only a safe line leaves this machine."""

from urllib.parse import SplitResult, urlsplit

from cdadesk.sync.troubles import BadAddress, OpenLine

_ON_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_SPOKEN = {"http", "https"}


def checked_address(typed: str) -> str:
    """Return the address with its scheme and without a last slash; raises BadAddress or OpenLine."""
    typed = typed.strip()
    parts = _parts(typed if "://" in typed else f"https://{typed}")
    if parts.scheme != "https" and parts.hostname not in _ON_THIS_MACHINE:
        raise OpenLine
    return parts.geturl().rstrip("/")


def host_of(address: str) -> str:
    """Return the name of the machine in an address, for people; empty if there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def is_on_this_machine(address: str) -> bool:
    """Say whether an address leads to this very machine."""
    return host_of(address) in _ON_THIS_MACHINE


def _parts(address: str) -> SplitResult:
    """Take an address apart; raises BadAddress for what is none, or hides more than a place."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in _SPOKEN and _is_host(parts.hostname or "") and parts.port != 0
    except ValueError as error:  # a port that is no number, brackets that do not close
        raise BadAddress from error
    hides = parts.username is not None or parts.query or parts.fragment
    if not fits or hides or any(each.isspace() for each in address):
        raise BadAddress
    return parts


def _is_host(name: str) -> bool:
    try:
        encoded = name.encode("idna")
    except UnicodeError:
        return False
    return bool(encoded) and not encoded.startswith(b".")
