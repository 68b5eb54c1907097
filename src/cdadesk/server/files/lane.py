"""The second lane: requests about files, answered frame by frame as they come; what came before a break is kept."""

from collections.abc import Iterator

from cdadesk.server import devices, first_downloads
from cdadesk.server.accounts import Member
from cdadesk.server.database import Database
from cdadesk.server.files.holding import Held, Keeper, named_by, told_of
from cdadesk.server.files.objects import Objects
from cdadesk.wire.blobs import NO_ATTACHMENT, PIECE, Have, Part, Want, pack
from cdadesk.wire.frames import HEAD, BadFrames, Frame, FrameType, read_head, read_messages
from cdadesk.wire.messages import OLDEST_PROTOCOL, PROTOCOL, Envelope
from cdadesk.wire.rights import Doing

LANE_MOST = 4 * 1024 * 1024
PLAIN_MOST = 256 * 1024
ROOM_MOST = 4 * 1024 * 1024
_PAYLOAD_MOST = PIECE + 8 * 1024
_MISFITS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Incoming:
    """Takes a request apart while it comes."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._frames = 0
        self._has_end = False

    @property
    def is_whole(self) -> bool:
        """Say whether a request ends here: after its end, or after the one frame that it is made of."""
        return not self._waiting and (self._has_end or self._frames == 1)

    def feed(self, some: bytes) -> Iterator[Frame | Part]:
        """Yield the messages and parts that are complete now; raises BadFrames or TooLarge."""
        self._waiting += some
        while len(self._waiting) >= HEAD:
            kind, length = self._head()
            if len(self._waiting) < HEAD + length:
                return
            payload = bytes(self._waiting[HEAD : HEAD + length])
            del self._waiting[: HEAD + length]
            self._frames += 1
            yield from self._read(kind, payload)

    def rest(self) -> Part | None:
        """Return what came of a part on which the line broke, None if there is nothing of use."""
        if len(self._waiting) <= HEAD:
            return None
        try:
            kind, _length = self._head()
            part = Part.read(bytes(self._waiting[HEAD:])) if kind is FrameType.blob_part else None
        except BadFrames:
            return None
        return part if part is not None and part.contents else None

    def _read(self, kind: FrameType, payload: bytes) -> Iterator[Frame | Part]:
        if kind is FrameType.blob_part:
            yield Part.read(payload)
        elif kind is FrameType.messages:
            yield from read_messages(payload, limit=PLAIN_MOST)[0]
        elif kind is FrameType.end and not payload:
            self._has_end = True
        else:
            raise BadFrames("a frame that is none of files")

    def _head(self) -> tuple[FrameType, int]:
        kind, length = read_head(bytes(self._waiting[:HEAD]))
        if self._has_end or length > _PAYLOAD_MOST:
            raise BadFrames("more than a request may hold")
        return kind, length


class Lane:
    """One request about files, from its envelope to its end."""

    def __init__(self, database: Database, objects: Objects) -> None:
        self._database = database
        self._keeper = Keeper(database, objects)
        self._member: Member | None = None
        self._holdings: dict[str, dict[str, Held]] = {}
        self._parts: list[Part] = []
        self._room = ROOM_MOST

    def answered(self, received: bytes) -> bytes | None:
        """Do what a request asks, as far as it came; return what goes back, None if not all of it came.

        Raises BadFrames, or a Refused for whoever shows no token that is known.
        """
        incoming = Incoming()
        for told in incoming.feed(received):
            self.take(told)
        rest = incoming.rest()
        if rest is not None:
            self.take(rest)
        return self.answer() if incoming.is_whole else None

    def take(self, told: Frame | Part) -> None:
        """Do what one message asks; raises BadFrames, or UnknownToken if the envelope shows none that is known."""
        try:
            self._take(told)
        except _MISFITS as error:
            raise BadFrames("the messages do not fit") from error

    def answer(self) -> bytes:
        """Return what goes back."""
        told = [told_of(scope, held) for scope, held in self._holdings.items()]
        return pack([Frame(FrameType.blob_have, each.plain()) for each in told], self._parts)

    def _take(self, told: Frame | Part) -> None:
        if self._member is None:
            self._member = self._greet(told)
        elif isinstance(told, Part):
            self._take_part(self._member, told)
        elif told.type is FrameType.blob_have:
            self._tell(self._member, Have.read(told.body))
        elif told.type is FrameType.blob_want:
            self._give(self._member, Want.read(told.body))
        else:
            raise BadFrames("no message about files")

    def _greet(self, frame: Frame | Part) -> Member:
        if isinstance(frame, Part) or frame.type is not FrameType.envelope:
            raise BadFrames("no envelope")
        envelope = Envelope.read(frame.body)
        if not OLDEST_PROTOCOL <= envelope.protocol <= PROTOCOL:
            raise BadFrames("another protocol")
        self._room = min(max(envelope.room, 0), ROOM_MOST)
        return devices.greet(self._database, envelope.token).member

    def _take_part(self, member: Member, part: Part) -> None:
        with self._database.reading() as session:
            named = named_by(session, member, Doing.carry, (part.scope, part.record, part.sha256))
        if named is not None and named.size == part.total:
            self._note(part.scope, part.sha256, self._keeper.take(named, part))

    def _tell(self, member: Member, have: Have) -> None:
        self._holdings.setdefault(have.scope, {})
        for sha256, record in have.files.items():
            with self._database.reading() as session:
                named = named_by(session, member, Doing.read, (have.scope, record, sha256))
            if named is not None:
                self._note(have.scope, sha256, self._keeper.settled(named))

    def _give(self, member: Member, want: Want) -> None:
        if want.record == NO_ATTACHMENT:
            self._give_first(member, want)
            return
        with self._database.reading() as session:
            named = named_by(session, member, Doing.read, (want.scope, want.record, want.sha256))
        if named is None:
            return
        most = min(want.most, PIECE, self._room)
        try:
            contents = self._keeper.read(named, want.offset, most)
        except FileNotFoundError:
            self._note(want.scope, want.sha256, self._keeper.held(named))
            return
        self._room -= len(contents)
        if contents:
            self._parts.append(Part(want.scope, want.record, want.sha256, want.offset, named.size, contents))

    def _give_first(self, member: Member, want: Want) -> None:
        """Give some bytes of a first download to who may read its scope; of one that is gone nothing is said."""
        if want.scope not in member.readable():
            return
        with self._database.reading() as session:
            lies = first_downloads.lying_at(session, want.scope, want.sha256)
        if lies is None:
            return
        name, size = lies
        try:
            contents = self._keeper.read_object(
                name, want.offset, min(want.most, PIECE, self._room, size - want.offset)
            )
        except FileNotFoundError:  # its store was put back, or emptied
            self._database.write(lambda session: first_downloads.abandon(session, want.scope, name))
            return
        self._room -= len(contents)
        if contents:
            self._parts.append(Part(want.scope, NO_ATTACHMENT, want.sha256, want.offset, size, contents))

    def _note(self, scope: str, sha256: str, held: Held) -> None:
        self._holdings.setdefault(scope, {})[sha256] = held
