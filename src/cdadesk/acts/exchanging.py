"""Meeting the server: signing the laptop in, exchanging what waits on both sides, and what became of it each time."""

import datetime as dt
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from cdadesk.acts import file_lane
from cdadesk.acts.illustration import check_knows_inventions, is_invented, keep_inventions_here
from cdadesk.clock import Clock, instant_text, read_instant
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.forking import Successor
from cdadesk.store.store import Store
from cdadesk.sync import carrying, troubles
from cdadesk.sync import exchange as rounds
from cdadesk.sync.address import checked_address
from cdadesk.sync.carrier import Cancelled
from cdadesk.sync.enrolment import Laptop, Proof, enrol
from cdadesk.sync.exchange import Progress, check_server
from cdadesk.sync.files import FileProgress
from cdadesk.sync.http import HttpCarrier, never
from cdadesk.wire.keys import Keys
from cdadesk.wire.messages import Grants

__all__ = ["Cancelled", "NotSignedIn", "Past", "Progress", "ServerLine", "exchange", "go_on", "line", "past", "sign_in"]

SKEW_SHOWN = dt.timedelta(minutes=5)
_LOGIN = "login"
_PAST = "past_exchanges"
_UNDER_WAY = "exchange_under_way"
_KEPT = 20
_SAYS_THE_SAME: dict[str, Callable[[], Trouble]] = {
    kind.__name__: kind
    for kind in (
        troubles.AnotherServer,
        troubles.LineBroke,
        troubles.LineTooSlow,
        troubles.NonsenseAnswer,
        troubles.NotOurServer,
        troubles.NotSafe,
        troubles.NotUnderstoodThere,
        troubles.ProxyWantsPassword,
        troubles.ServerAway,
        troubles.TokenRefused,
    )
}


class NotSignedIn(Trouble):
    """The laptop was never signed in to a server."""

    def __init__(self) -> None:
        super().__init__(_("This laptop was not signed in to a server yet. Do that first, under Exchange."))


@dataclass(frozen=True)
class ServerLine:
    """Where this profile exchanges: the server's address, the name to sign in with, whether it must sign in (again)."""

    server: str
    login: str
    open: bool


@dataclass(frozen=True)
class Past:
    """One exchange that is over: when, how many records went and came, the sentence of what went wrong, if anything.

    `skew` is how much the server's clock was ahead of the laptop's, None if it did not tell; `code` names the trouble.
    `erased` counts changes of which something was not kept, because it had been erased at somebody's wish meanwhile.
    Several in a row that came to the same nothing count as one, `times` of them since the first at `since`.
    """

    at: dt.datetime
    sent: int
    received: int
    trouble: str = ""
    code: str = ""
    skew: dt.timedelta | None = None
    times: int = 1
    since: dt.datetime | None = None
    erased: int = 0

    @property
    def clock_is_off(self) -> bool:
        """Say whether the two clocks were so far apart that people would wonder at the times they read."""
        return self.skew is not None and abs(self.skew) > SKEW_SHOWN

    def plain(self) -> dict[str, Any]:
        """Return the exchange as a setting."""
        return {
            "at": instant_text(self.at),
            "sent": self.sent,
            "received": self.received,
            "trouble": self.trouble,
            "code": self.code,
            "skew": None if self.skew is None else round(self.skew.total_seconds()),
            "times": self.times,
            "since": None if self.since is None else instant_text(self.since),
            "erased": self.erased,
        }

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Past":
        """Read the setting."""
        skew = None if plain["skew"] is None else dt.timedelta(seconds=plain["skew"])
        told = (plain["sent"], plain["received"], plain["trouble"], plain["code"])
        since = plain.get("since")
        again = (plain.get("times", 1), read_instant(since) if since else None)
        return cls(read_instant(plain["at"]), *told, skew, *again, plain.get("erased", 0))

    @property
    def sentence(self) -> str:
        """Return what went wrong in the language in use, where the trouble says the same each time."""
        kind = _SAYS_THE_SAME.get(self.code)
        return str(kind()) if kind is not None else self.trouble

    def after(self, before: "Past") -> "Past":
        """Return this one as it stands in the list after another: together with it if both came to the same nothing."""
        same = (self.trouble, self.code) == (before.trouble, before.code)
        if same and not any((self.sent, self.received, before.sent, before.received)):
            return replace(self, times=before.times + 1, since=before.since or before.at)
        return self


def line(store: Store) -> ServerLine:
    """Return where this profile exchanges; all empty before the laptop was signed in."""
    link = store.link()
    newest = past(store)[:1]
    refused = any(each.code == troubles.TokenRefused.__name__ for each in newest)
    return ServerLine(
        link.server, store.settings.get(_LOGIN, ""), open=bool(link.server and link.token) and not refused
    )


def past(store: Store) -> list[Past]:
    """Return the last exchanges, the newest first."""
    return [Past.read(each) for each in store.settings.get(_PAST, [])]


def sign_in(store: Store, address: str, user: str, password: str, stopped: Callable[[], bool] = never) -> None:
    """Sign this laptop in to a server; raises a Trouble, or Cancelled. The password is sent once and kept nowhere.

    A profile of which the server knows another history takes a new id by it.
    """
    keep_inventions_here(store, checked_address(address))
    if store.is_forked():
        _go_on(store, address, Proof(user, password, former=store.newest_in_common()), stopped)
    else:
        with HttpCarrier(address, stopped=stopped) as carrier:
            enrolled = enrol(carrier, Proof(user, password), _laptop(store, store.replica, store.sticks.keys()))
            address = carrier.address
        _check_server(store, enrolled.grants)
        store.link_to(address, enrolled.token)
        store.take(enrolled.grants)
    store.settings.put(_LOGIN, user)
    _forget_refusal(store)


def go_on(store: Store, stopped: Callable[[], bool] = never) -> None:
    """Let a profile that was restored or cloned go on under a new id; nobody types a password again for it.

    Raises a Trouble, TokenRefused among them when the laptop was shut out meanwhile, or Cancelled: all is as before.
    """
    link = store.link()
    if not link.server or not link.token:
        raise NotSignedIn
    _go_on(store, link.server, Proof(token=link.token, former=store.newest_in_common()), stopped)


def _go_on(store: Store, address: str, proof: Proof, stopped: Callable[[], bool]) -> None:
    heir = store.heir()
    with HttpCarrier(address, stopped=stopped) as carrier:
        enrolled = enrol(carrier, proof, _laptop(store, heir.replica, heir.keys))
    _check_server(store, enrolled.grants)
    store.become(Successor(heir.replica, enrolled.token, enrolled.grants))


def _laptop(store: Store, replica: UUID, keys: Keys) -> Laptop:
    # Invented clusters are never brought to a server: only one that was started for the demo knows them already.
    brought = [] if is_invented(store) else store.find(Cluster)
    clusters = {str(held.record.id): held.record.title() for held in brought}
    author, proof = store.first_author(replica)
    return Laptop(replica, platform.node() or "laptop", author, clusters, keys.public, proof)


def _check_server(store: Store, grants: Grants) -> None:
    check_server(store, grants)
    check_knows_inventions(store, grants)


def exchange(
    store: Store,
    watch: Callable[[Progress], None],
    stopped: Callable[[], bool],
    clock: Clock | None = None,
    watch_files: Callable[[FileProgress], None] = file_lane.nobody,
    *,
    files_wait: bool = False,
) -> Progress:
    """Exchange with the server until nothing waits, and note how it went; photos and papers follow the records.

    With `files_wait` they stay for another time, as on a line that costs money by the byte.

    Raises NotSignedIn, a Trouble of line or server, or Cancelled; nothing is lost by any of them.
    """
    clock = clock or Clock()
    link = store.link()
    if not link.server or not link.token:
        raise NotSignedIn
    keep_inventions_here(store, link.server)
    _tell_of_a_cut(store)
    store.settings.put(_UNDER_WAY, instant_text(clock.now()))
    so_far = [Progress()]

    def note(progress: Progress) -> None:
        so_far.append(progress)
        watch(progress)

    with HttpCarrier(link.server, clock, stopped) as carrier:
        went = _Went(store, clock, carrier)
        try:
            done = rounds.exchange(store, carrier, note, stopped)
            if carrying.carry(store, carrier, stopped):  # after our own words, so that the answers bring them along
                news = rounds.exchange(store, carrier, note, stopped)
                done = replace(news, sent=done.sent + news.sent, received=done.received + news.received)
            if not files_wait:
                file_lane.send_ready(store, carrier, watch_files, stopped)
        except Trouble as trouble:
            went.note(so_far[-1], str(trouble), type(trouble).__name__)
            raise
        except Cancelled:
            went.note(so_far[-1], _("You stopped it. What had gone out by then is with the server."))
            raise
        went.note(done)
    return done


@dataclass(frozen=True)
class _Went:
    """Notes how an exchange went."""

    store: Store
    clock: Clock
    carrier: HttpCarrier

    def note(self, progress: Progress, trouble: str = "", code: str = "") -> None:
        """Put it at the head of the list."""
        told = (len(progress.went), progress.received, trouble, code, self.carrier.heard.skew)
        newest, kept = Past(self.clock.now(), *told, erased=progress.erased), past(self.store)
        whole = newest.after(kept[0]) if kept else newest
        kept = [whole, *(kept[1:] if whole.times > 1 else kept)]
        self.store.settings.put(_PAST, [each.plain() for each in kept[:_KEPT]])
        self.store.settings.put(_UNDER_WAY, None)


def _tell_of_a_cut(store: Store) -> None:
    """Note an exchange that never came to its end, since the program did."""
    began = store.settings.get(_UNDER_WAY, None)
    if began:
        told = _("The program ended in the middle of it. Nothing is lost; what had not gone out went or goes later.")
        cut = Past(read_instant(began), 0, 0, told)
        store.settings.put(_PAST, [cut.plain(), *store.settings.get(_PAST, [])][:_KEPT])


def _forget_refusal(store: Store) -> None:
    """Let the refusal of an old token stand in the list, and no longer close the line."""
    kept = store.settings.get(_PAST, [])
    if kept and kept[0]["code"] == troubles.TokenRefused.__name__:
        store.settings.put(_PAST, [kept[0] | {"code": ""}, *kept[1:]])
