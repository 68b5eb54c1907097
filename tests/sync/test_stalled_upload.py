"""A line that takes nothing more in the middle of an upload is given up in its time, and told as what it is."""

import os
import socket
import time

import pytest

from cdadesk.sync.http import HttpCarrier
from cdadesk.sync.troubles import LineBroke, LineTooSlow

MORE_THAN_ANY_BUFFER = 32 * 1024 * 1024


def test_an_upload_that_stalls_does_not_hold_the_laptop_for_ever() -> None:
    """The write is bounded by the first figure of the time-out, not by the one for answers."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        begun = time.monotonic()
        with HttpCarrier(address, timeout=(0.5, 600)) as carrier, pytest.raises((LineBroke, LineTooSlow)):
            carrier.post("/sync", os.urandom(MORE_THAN_ANY_BUFFER))
    assert time.monotonic() - begun < 60
