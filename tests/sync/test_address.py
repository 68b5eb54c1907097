"""Whether addresses as people type them lead to the server, and never over an open line."""

import pytest

from cdadesk.sync.address import checked_address, host_of
from cdadesk.sync.troubles import BadAddress, OpenLine


@pytest.mark.parametrize(
    ("typed", "spoken"),
    [
        ("cdadesk.example.org", "https://cdadesk.example.org"),
        ("  https://cdadesk.example.org/ ", "https://cdadesk.example.org"),
        ("https://example.org/cda//", "https://example.org/cda"),
        ("cdadesk.example.org:8443", "https://cdadesk.example.org:8443"),
        ("http://localhost:8391", "http://localhost:8391"),
        ("http://127.0.0.1:8391/", "http://127.0.0.1:8391"),
        ("https://विकास.example", "https://विकास.example"),
    ],
)
def test_an_address_is_taken_as_it_is_typed(typed: str, spoken: str) -> None:
    assert checked_address(typed) == spoken


@pytest.mark.parametrize("typed", ["http://cdadesk.example.org", "http://192.168.1.5:8000", "http://localhost.example"])
def test_an_open_line_to_another_machine_is_refused(typed: str) -> None:
    with pytest.raises(OpenLine, match="https://"):
        checked_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "https://",
        "ftp://example.org",
        "my server",
        "https://example.org:port",
        "https://example.org:99999",
        "https://asha:secret@example.org",
        "https://example.org/?token=1",
        "https://example.org/#here",
        "https://[::1",
        "https://" + "x" * 300 + ".org",
        "https://.org",
    ],
)
def test_what_is_no_address_is_told(typed: str) -> None:
    with pytest.raises(BadAddress, match="administrator"):
        checked_address(typed)


@pytest.mark.parametrize(
    ("address", "host"), [("https://portal.example/login", "portal.example"), ("/login", ""), ("http://[::", "")]
)
def test_the_machine_of_an_address_is_named_for_people(address: str, host: str) -> None:
    assert host_of(address) == host
