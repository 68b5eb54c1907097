"""The stick in: what colleagues wrote is shown and kept for the server; what the server answered empties the outbox."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cdadesk.acts.stick_photos_in import CamePhotos, Taking
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.store import Store
from cdadesk.sync import sticks
from cdadesk.sync.carrier import answer_of
from cdadesk.wire import bundle
from cdadesk.wire.blobs import Holding
from cdadesk.wire.bundle import Bundle, NotSealedToUs
from cdadesk.wire.frames import BadFrames, FrameType
from cdadesk.wire.messages import (
    Answer,
    Batch,
    Colleague,
    Envelope,
    Grants,
)
from cdadesk.wire.ops import NOTHING_SEEN, chain_after
from cdadesk.wire.pages import Page, Slice

_MISFITS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class NobodyKnown(Trouble):
    """The laptop was never enrolled: it knows no seal."""

    def __init__(self) -> None:
        super().__init__(_("Exchange with the server once first. Then this laptop knows the seals of your colleagues."))


class UnknownSender(Trouble):
    """A stick of somebody who is not in the grants."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Part of this stick comes from a laptop that this one does not know. Exchange with the server, so that "
                "it hears of new colleagues; then read the stick again."
            )
        )


class WrongSeal(Trouble):
    """The signature does not belong to what is there."""

    def __init__(self) -> None:
        super().__init__(_("Part of this stick was changed after it was written. Nothing of that part was taken."))


class DamagedInside(Trouble):
    """Rightly signed, and nonsense all the same."""

    def __init__(self) -> None:
        super().__init__(_("Part of this stick cannot be read. Nothing of that part was taken; ask for a new stick."))


class TwoUnderOneNumber(Trouble):
    """Two copies of a colleague's profile wrote other changes under the same numbers."""

    def __init__(self, name: str) -> None:
        said = _(
            "{name}: two laptops write as one, because a profile was copied or restored. What came first is shown. "
            "Both go to the server; the laptop whose changes arrive second sends them again. Nothing is lost."
        )
        super().__init__(said.format(name=name))


class AnswerForTwin(Trouble):
    """The server's answer to another copy of this profile, which has other changes under the same numbers."""

    def __init__(self) -> None:
        super().__init__(
            _("This stick brings an answer for another copy of your profile. It says nothing about what waits here.")
        )


@dataclass
class Found:
    """What a stick brought.

    `shown` counts new changes by the name of who made them; `answered` are own changes of which the server has told;
    `kept` bundles wait for the server, `known` were here already, `others` are for somebody else, `missing` wait for
    an earlier part.
    """

    shown: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    news: int = 0
    kept: int = 0
    known: int = 0
    own: int = 0
    others: int = 0
    missing: int = 0
    troubles: list[str] = field(default_factory=list)
    photos: CamePhotos = field(default_factory=CamePhotos)

    @property
    def brought_nothing(self) -> bool:
        """Say whether nothing here is otherwise than before."""
        came = self.shown or self.answered or self.news or self.kept or self.photos.whole or self.photos.wait
        return not (came or self.troubles)


def read(store: Store, path: Path) -> Found:
    """Read all that is on a stick; twice is once, and a part that is wrong does not hold up the others.

    Raises NobodyKnown, or a Trouble of the stick when nothing can be read at all.
    """
    grants = store.sticks.grants()
    if grants is None or grants.server is None:
        raise NobodyKnown
    reading = _Reading(store, grants)
    came = _Stick(reading.found)
    for file in sticks.found(path):
        came.look_into(file)
    for each in sorted(came.bundles, key=_place):
        reading.take(each)
    reading.lay_what_waited()
    for file in came.with_photos():
        for each in came.look_again(file):
            reading.take_photos(each)
    return reading.found


class _Stick:
    """What lies on a stick. Photos are read again, file by file, when all records are known: they may be many."""

    def __init__(self, found: Found) -> None:
        self.bundles: list[Bundle] = []
        self._found = found
        self._photos: dict[Path, tuple[str, dt.datetime, int]] = {}

    def look_into(self, file: Path) -> None:
        """Read a file, and tell what is wrong with it."""
        came = self.look_again(file)
        self.bundles += [each for each in came if not _holds_photos(each)]
        of_photos = [each.about for each in came if _holds_photos(each)]
        if of_photos:
            self._photos[file] = min((each.sender, each.made_at, each.part) for each in of_photos)

    def look_again(self, file: Path) -> list[Bundle]:
        """Return the bundles of a file; nothing where something is wrong with it, and that is told."""
        try:
            return sticks.read(file)
        except Trouble as trouble:
            self._found.troubles.append(str(trouble))
            return []

    def with_photos(self) -> list[Path]:
        """Return the files that hold photos, in the order in which they were written."""
        return sorted(self._photos, key=lambda file: self._photos[file])


def _holds_photos(came: Bundle) -> bool:
    """Say whether parts of files lie in a bundle; the server's word on them is small, and is read with its answers."""
    return bool(came.about.files) and came.about.sender != bundle.SERVER


def _place(came: Bundle) -> tuple[bool, str, int, str]:
    return came.about.sender == bundle.SERVER, came.about.sender, came.about.first, came.id


class _Reading:
    """One stick as it is read."""

    def __init__(self, store: Store, grants: Grants) -> None:
        self._store = store
        self._grants = grants
        self._colleagues: Mapping[str, Colleague] = {str(each.replica): each for each in grants.colleagues}
        self.found = Found()
        self._photos = Taking(store, grants)
        self.found.photos = self._photos.found

    def take(self, came: Bundle) -> None:
        """Take one bundle; what is wrong with it is told."""
        try:
            if came.about.sender == bundle.SERVER:
                self._take_answer(came)
            elif came.about.sender == str(self._store.replica):
                self.found.own += 1
            else:
                self._take_colleague(came)
        except Trouble as trouble:
            self._tell(trouble)

    def take_photos(self, came: Bundle) -> None:
        """Take the parts of files in a bundle; what is not for this laptop waits for the server."""
        if not _holds_photos(came) or came.about.sender == str(self._store.replica):
            return
        try:
            self._take_photos(came)
        except Trouble as trouble:
            self._tell(trouble)

    def _take_photos(self, came: Bundle) -> None:
        colleague = self._checked(came)
        if str(self._store.replica) not in came.receivers:
            self._keep(came)
            return
        try:
            parts = came.parts_of_files(str(self._store.replica), self._store.sticks.keys())
        except BadFrames as error:
            raise DamagedInside from error
        self._photos.take(colleague, parts)

    def lay_what_waited(self) -> None:
        """Lay what waited for an earlier part, as long as anything fits on."""
        waiting = self._waiting()
        while [each for each in waiting if self._lay(each)]:
            waiting = self._waiting()
        self.found.missing = len(waiting)

    def _waiting(self) -> list[Bundle]:
        """Return what is for us, kept here, and not laid yet."""
        kept = (bundle.read(each) for each in self._store.sticks.payloads(laid=False))
        me = str(self._store.replica)
        return [each for each in kept if each.about.first and me in each.receivers and self._knows(each)]

    def _knows(self, came: Bundle) -> bool:
        return came.about.sender in self._colleagues

    def _take_answer(self, came: Bundle) -> None:
        if self._grants.server is None or not came.is_signed(self._grants.server):
            raise WrongSeal
        if str(self._store.replica) not in came.receivers:
            self.found.others += 1
            return
        if came.about.files:
            self._take_word_on_photos(came)
            return
        asked, answer = self._answer(came)
        before = self._store.standing().waiting
        if answer.outcomes is not None:
            self._store.settle(answer.outcomes)
        if answer.grants is not None and _is_newer(answer.grants, self._grants):
            self._store.take(answer.grants)
            self._grants = answer.grants  # an older answer on the same stick must not take its place
        self.found.news += len(self._store.apply(_fitting(self._store, asked, answer.page)))
        self.found.answered += max(before - self._store.standing().waiting, 0)

    def _take_word_on_photos(self, came: Bundle) -> None:
        """Note which of this laptop's photos the server has whole."""
        try:
            told = Holding.read(self._open(came)[FrameType.blob_have])
        except _MISFITS as error:
            raise DamagedInside from error
        for sha256 in told.whole:
            self._store.blobs.note_whole_there(told.scope, sha256)

    def _answer(self, came: Bundle) -> tuple[Envelope, Answer]:
        bodies = dict(self._open(came))
        try:
            asked = Envelope.read(bodies.pop(FrameType.envelope))
            answer = answer_of(bodies)
        except _MISFITS as error:
            raise DamagedInside from error
        if asked.replica != self._store.replica:
            raise DamagedInside
        if not self._store.made_as(*asked.made):
            raise AnswerForTwin
        return asked, answer

    def _take_colleague(self, came: Bundle) -> None:
        self._checked(came)
        is_mine = str(self._store.replica) in came.receivers
        if is_mine:
            self._batch(came)  # what cannot be read is not kept either
        self._keep(came)
        if is_mine:
            self._lay(came)

    def _checked(self, came: Bundle) -> Colleague:
        """Return whose bundle it is; raises UnknownSender or WrongSeal."""
        colleague = self._colleagues.get(came.about.sender)
        if colleague is None:
            raise UnknownSender
        if not came.is_signed(colleague.keys):
            raise WrongSeal
        return colleague

    def _keep(self, came: Bundle) -> None:
        if self._store.sticks.keep(came):
            self.found.kept += 1
        else:
            self.found.known += 1

    def _lay(self, came: Bundle) -> bool:
        colleague, batch = self._colleagues[came.about.sender], self._batch(came)
        if batch is None:
            return False
        laid = self._store.sticks.lay(came, colleague, batch)
        if laid is not None and laid.count:
            self.found.shown[colleague.name] += laid.count
        if laid is not None and laid.is_doubled:
            self._tell(TwoUnderOneNumber(colleague.name))
        return laid is not None

    def _tell(self, trouble: Trouble) -> None:
        if str(trouble) not in self.found.troubles:
            self.found.troubles.append(str(trouble))

    def _batch(self, came: Bundle) -> Batch | None:
        bodies = self._open(came)
        if FrameType.batch not in bodies:
            return None
        try:
            batch = Batch.read(bodies[FrameType.batch])
            fits = chain_after(batch.h_before, batch.entries) == batch.h_after
        except _MISFITS as error:
            raise DamagedInside from error
        if not fits or (batch.entries[0].n, batch.entries[-1].n) != (came.about.first, came.about.last):
            raise DamagedInside
        return batch

    def _open(self, came: Bundle) -> Mapping[FrameType, Any]:
        try:
            return came.open(str(self._store.replica), self._store.sticks.keys())
        except NotSealedToUs as error:
            raise WrongSeal from error
        except BadFrames as error:
            raise DamagedInside from error


def _is_newer(told: Grants, known: Grants) -> bool:
    """Say whether grants on a stick are newer than those that are known: it may come late."""
    return told.user == known.user and told.told_at > known.told_at


def _fitting(store: Store, asked: Envelope, page: Page) -> Page:
    """Return those slices that begin no later than this laptop has come: a restored one may have fallen behind."""
    cursors, floors = store.cursors(), store.floors()

    def fits(one: Slice) -> bool:
        from_here = asked.cursors.get(one.scope, NOTHING_SEEN)
        whole = asked.floors.get(one.scope, from_here)
        return from_here <= cursors.get(one.scope, NOTHING_SEEN) and whole <= floors.get(one.scope, NOTHING_SEEN)

    return Page(tuple(each for each in page.slices if fits(each)))
