"""What the network's failures mean to a person: every error of the HTTP library becomes a Trouble, once and here."""

import datetime as dt
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import requests
from urllib3 import exceptions as urllib3

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.sync.troubles import (
    BadAddress,
    DateDoesNotFit,
    LineBroke,
    LineTooSlow,
    NotSafe,
    ProxyWantsPassword,
    ServerAway,
)

_OUT_OF_ITS_TIME = {9, 10}  # OpenSSL: not yet valid, expired
_NO_TUNNEL = "Tunnel connection failed: 407"  # in these words the standard library hands on a proxy's refusal
_NOBODY_THERE = (
    urllib3.NewConnectionError,
    urllib3.ConnectTimeoutError,
    urllib3.LocationValueError,
    urllib3.ProxyError,
)


@contextmanager
def told_apart(today: dt.date) -> Iterator[None]:
    """Turn what the HTTP library raises inside the block into a Trouble; `today` is what the laptop takes it for."""
    try:
        yield
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as error:
        raise BadAddress from error
    except (requests.exceptions.RequestException, urllib3.HTTPError) as error:
        raise _trouble(error, today) from error


def _trouble(error: BaseException, today: dt.date) -> Trouble:
    causes = list(_causes(error))
    if any(_NO_TUNNEL in str(each) for each in causes if isinstance(each, OSError)):
        return ProxyWantsPassword()
    if any(isinstance(each, ssl.SSLError | urllib3.SSLError) for each in causes):
        return _of_certificate(causes, today)
    if any(isinstance(each, _NOBODY_THERE) for each in causes):
        return ServerAway()
    if any(isinstance(each, urllib3.ReadTimeoutError | requests.exceptions.ReadTimeout) for each in causes):
        return LineTooSlow()
    return LineBroke()


def _of_certificate(causes: list[BaseException], today: dt.date) -> Trouble:
    refused = [each for each in causes if isinstance(each, ssl.SSLCertVerificationError)]
    if any(each.verify_code in _OUT_OF_ITS_TIME for each in refused):
        return DateDoesNotFit(today)
    if not refused and any(isinstance(each, ssl.SSLEOFError | ssl.SSLZeroReturnError) for each in causes):
        return LineBroke()
    return NotSafe()


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all that it wraps, wherever the libraries keep it."""
    waiting, seen = [error], set()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inside = [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]
        waiting += [cause for cause in inside if isinstance(cause, BaseException)]
