"""Whether every misfortune on the way gets its own sentence, and loses nothing."""

import threading
import time
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.store.store import Store, Transport
from cdadesk.sync import exchange as rounds
from cdadesk.sync.exchange import Cancelled, Progress
from cdadesk.sync.http import HttpCarrier
from cdadesk.sync.troubles import (
    AnotherServer,
    DateDoesNotFit,
    LedElsewhere,
    LineBroke,
    LineTooSlow,
    NonsenseAnswer,
    NotOurServer,
    NotSafe,
    NotUnderstoodThere,
    ProxyWantsPassword,
    RefusedThere,
    ServerAway,
    ServerBusy,
    ServerTroubled,
    SignInRefused,
    TokenRefused,
)
from cdadesk.wire.frames import Frame, FrameType, pack
from cdadesk.wire.messages import Outcome, Outcomes, Refusal, Result
from cdadesk.wire.ops import NOTHING_SEEN, Seen
from cdadesk.wire.pages import Change, Page, Row, Slice
from tests.builders import SCOPE, HandClock
from tests.sync import hostile
from tests.sync.conftest import GRANTS
from tests.sync.hostile import CERTIFICATES, a_server, frames, html, raw, refusal, told

QUICK = (2.0, 0.3)
ALL_TAKEN = Outcomes(1, 1, (Outcome(1, Result.ok, Seen(1, 1)),))
NONE_OF_IT = Outcomes(1, 1, (Outcome(7, Result.ok),))
SOME = pack(Frame(FrameType.page, Page().plain()))


def exchanged(store: Store, address: str, clock: HandClock | None = None) -> Progress:
    with HttpCarrier(address, (clock or HandClock()).clock, timeout=QUICK) as carrier:
        return rounds.exchange(store, carrier, lambda _progress: None, lambda: False)


def a_change(**other: object) -> Change:
    values = {"seen": Seen(1, 1), "replica": "r", "author": "ta", "fields": {"name": "X"}}
    times = {"made_at": "2026-03-14T09:12:33.120Z", "received_at": "2026-03-14T09:12:33.120Z"}
    return Change(**(values | times | other))  # type: ignore[arg-type]


def a_page(change: Change, head: int = 1, seq: int = 1) -> Page:
    row = Row(seq, "actor", UUID(int=7), (change,))
    return Page((Slice(SCOPE, (row,), Seen(1, 1), Seen(1, head)),))


MISFORTUNES = {
    "a captive portal's page": (html(), NotOurServer),
    "a captive portal that leads elsewhere": (html(302, Location="http://portal.example/login"), LedElsewhere),
    "a redirect to nowhere": (html(302), NotOurServer),
    "a page that is not there": (html(404), NotOurServer),
    "a portal that wants a password": (html(401), NotOurServer),
    "nonsense of our own type": (raw(b"nonsense"), NonsenseAnswer),
    "an empty answer": (raw(b""), NonsenseAnswer),
    "half an answer that looks whole": (raw(SOME[: len(SOME) // 2]), NonsenseAnswer),
    "an answer in another packing": (raw(SOME, Content_Encoding="gzip"), NonsenseAnswer),
    "few bytes that unpack to many": (hostile.bomb(), NonsenseAnswer),
    "an answer without end": (hostile.without_end, NonsenseAnswer),
    "half an answer": (hostile.half(SOME), LineBroke),
    "a line that breaks at once": (hostile.hang_up, LineBroke),
    "a server that says nothing": (hostile.silence, LineTooSlow),
    "a server that stops in the middle": (hostile.stall, LineTooSlow),
    "an expired token": (refusal(401, "token"), TokenRefused),
    "a wrong password": (refusal(403, "sign_in"), SignInRefused),
    "a refusal with its reason": (refusal(403, "cluster", "Jaipur is not yours."), RefusedThere),
    "a refusal that cannot be read": (raw(b"?", 403), RefusedThere),
    "a server of another protocol": (raw(b"", 400), NotUnderstoodThere),
    "a proxy that wants a password": (html(407, Proxy_Authenticate="Basic"), ProxyWantsPassword),
    "too many tries": (refusal(429, "too_many_tries", Retry_After="90"), ServerBusy),
    "a server that is being repaired": (html(503), ServerBusy),
    "a mistake of the server": (html(500), ServerTroubled),
    "a gateway without its server": (html(502), ServerTroubled),
    "no answer to what was sent": (told(), NonsenseAnswer),
    "an answer to nothing of it": (told(outcomes=Outcomes(1, 1)), NonsenseAnswer),
    "an answer to something else": (told(outcomes=NONE_OF_IT), NonsenseAnswer),
    "a gap that never ends": (told(outcomes=Outcomes(1, 0, (), Refusal.gap)), NonsenseAnswer),
    "news that never come": (
        told(a_page(a_change(), 9), NONE_OF_IT),
        NonsenseAnswer,
    ),
    "a time that is none": (told(a_page(a_change(made_at="yesterday"))), NonsenseAnswer),
    "a number beyond all numbers": (told(a_page(a_change(), seq=2**70)), NonsenseAnswer),
    "a page that is none": (frames(Frame(FrameType.page, {"slices": 7})), NonsenseAnswer),
    "another account's grants": (told(grants=replace(GRANTS, user="u2", hash="g2")), NonsenseAnswer),
}


@pytest.mark.parametrize("what", MISFORTUNES)
def test_a_misfortune_is_told_and_loses_nothing(laptop: Store, what: str) -> None:
    answer, expected = MISFORTUNES[what]
    before = laptop.standing()
    with a_server(answer) as server, pytest.raises(expected) as met:
        exchanged(laptop, server.address)
    assert str(met.value).endswith(".")
    assert laptop.standing() == before
    assert laptop.next_to_send(10**6) is not None
    assert {request.path for request in server.requests} == {"/sync"}


def test_nobody_at_the_address_is_told(laptop: Store) -> None:
    with pytest.raises(ServerAway, match="stays saved here"):
        exchanged(laptop, hostile.nobody())


def test_a_name_that_no_machine_has_is_told(laptop: Store) -> None:
    with pytest.raises(ServerAway):
        exchanged(laptop, "https://cdadesk.invalid")


def test_nothing_follows_a_redirect(laptop: Store) -> None:
    with a_server(told()) as elsewhere:
        leads_there = html(307, Location=f"{elsewhere.address}/sync")
        with a_server(leads_there) as portal, pytest.raises(LedElsewhere, match="localhost"):
            exchanged(laptop, portal.address)
    assert elsewhere.requests == []


def test_a_server_that_asks_to_wait_is_not_asked_again(laptop: Store) -> None:
    answer = refusal(429, "too_many_tries", Retry_After="90")
    with a_server(answer) as server, pytest.raises(ServerBusy, match="in 2 minutes"):
        exchanged(laptop, server.address)
    assert len(server.requests) == 1


def test_the_words_of_a_refusal_are_shown(laptop: Store) -> None:
    answer = refusal(403, "cluster", "Jaipur is not yours")
    with a_server(answer) as server, pytest.raises(RefusedThere, match="Jaipur is not yours"):
        exchanged(laptop, server.address)


def test_another_persons_account_is_told_before_anything_is_taken(laptop: Store) -> None:
    other = replace(GRANTS, user="u2", hash="g2")
    answer = told(a_page(a_change()), ALL_TAKEN, other)
    with a_server(answer) as server, pytest.raises(AnotherServer):
        exchanged(laptop, server.address)
    assert laptop.standing().waiting == 1
    assert laptop.me.id == "u1"
    assert laptop.cursors()[SCOPE] == NOTHING_SEEN


def test_a_fork_is_told_even_when_nothing_was_sent(laptop: Store) -> None:
    taken = told(outcomes=ALL_TAKEN)
    forked = told(outcomes=Outcomes(1, 9, (), Refusal.fork))
    with a_server(taken, forked) as server:
        exchanged(laptop, server.address)
        with pytest.raises(Trouble, match="copied or restored"):
            exchanged(laptop, server.address)


# proxies


def test_the_systems_proxy_is_used_and_one_that_wants_a_password_is_told(
    laptop: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_server(html(407, Proxy_Authenticate="Basic")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        with pytest.raises(ProxyWantsPassword, match="a name and a password of its own"):
            exchanged(laptop, "https://cdadesk.example.org")
    assert [request.path for request in proxy.requests] == ["cdadesk.example.org:443"]
    assert laptop.standing().waiting == 1


def test_a_proxy_that_is_away_is_told_like_a_server_that_is(laptop: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", hostile.nobody())
    with pytest.raises(ServerAway):
        exchanged(laptop, "https://cdadesk.example.org")


# certificates


def test_a_certificate_that_nobody_vouches_for_sends_nothing(laptop: Store) -> None:
    with a_server(told(), certificate="localhost.pem") as server, pytest.raises(NotSafe):
        exchanged(laptop, server.address)
    assert server.requests == []


def test_a_certificate_of_another_server_sends_nothing(laptop: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "localhost.pem"))
    with a_server(told(), certificate="localhost.pem") as server, pytest.raises(NotSafe):
        exchanged(laptop, server.address.replace("localhost", "127.0.0.1"))
    assert server.requests == []


def test_a_certificate_out_of_its_time_speaks_of_the_date(laptop: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "expired.pem"))
    with a_server(told(), certificate="expired.pem") as server, pytest.raises(DateDoesNotFit, match="14 Mar 2026"):
        exchanged(laptop, server.address)


def test_a_server_without_a_safe_line_gets_nothing(laptop: Store) -> None:
    with a_server(told()) as server, pytest.raises(NotSafe):
        exchanged(laptop, server.address.replace("http:", "https:"))
    assert server.requests == []


def test_a_good_certificate_carries_an_exchange(laptop: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "localhost.pem"))
    taken = told(outcomes=ALL_TAKEN)
    with a_server(taken, certificate="localhost.pem") as server:
        assert exchanged(laptop, server.address).sent == 1
    assert laptop.standing().all_sent


# cancelling


@pytest.mark.parametrize("answer", [hostile.silence, hostile.stall])
def test_cancel_cuts_a_line_that_says_nothing(laptop: Store, answer: hostile.Answer) -> None:
    wish = threading.Event()
    with a_server(answer) as server, HttpCarrier(server.address, stopped=wish.is_set) as carrier:
        waiting = threading.Thread(target=lambda: (server.asked.wait(10), wish.set()))
        waiting.start()
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            rounds.exchange(laptop, carrier, lambda _progress: None, lambda: False)
        waiting.join()
    assert time.monotonic() - begun < 5
    assert laptop.standing().waiting == 1
    assert {held.transport for held in laptop.find(Actor)} == {Transport.not_sent}


# clocks


@pytest.mark.parametrize("years", [-2, 2])
def test_a_clock_that_is_off_by_years_is_measured_and_does_not_matter(
    laptop: Store, clock: HandClock, years: int
) -> None:
    clock.advance(days=365 * years)
    taken = told(outcomes=ALL_TAKEN, Date="Sat, 14 Mar 2026 09:12:33 GMT")
    with a_server(taken) as server:
        progress = exchanged(laptop, server.address, clock)
    assert progress.skew is not None
    assert abs(progress.skew + timedelta(days=365 * years)) < timedelta(seconds=2)
    assert laptop.standing().all_sent


@pytest.mark.parametrize("date", ["", "tomorrow", "Sat, 99 Mar 2026 09:12:33 GMT"])
def test_a_server_that_tells_no_time_is_no_trouble(laptop: Store, date: str) -> None:
    with a_server(told(outcomes=ALL_TAKEN, Date=date)) as server:
        assert exchanged(laptop, server.address).skew is None
    assert laptop.standing().all_sent


def test_another_server_that_knows_the_same_person_is_told_before_anything_is_taken(laptop: Store) -> None:
    laptop.take(replace(GRANTS, identity="this server"))
    other = replace(GRANTS, identity="another server", hash="g2")
    with a_server(told(a_page(a_change()), ALL_TAKEN, other)) as server, pytest.raises(AnotherServer):
        exchanged(laptop, server.address)
    assert laptop.standing().waiting == 1
    assert laptop.link().identity == "this server"
