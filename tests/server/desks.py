"""A laptop that speaks about files with the server, frame by frame, and may move and erase what it hung up."""

import hashlib
from typing import Any
from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.server.files.dropping import drop_gone
from cdadesk.server.files.lane import Lane
from cdadesk.server.files.objects import Objects
from cdadesk.wire.blobs import PIECE, Have, Holding, Part, Want, unpack
from cdadesk.wire.frames import Frame, FrameType
from cdadesk.wire.messages import Envelope
from cdadesk.wire.ops import Act
from tests.server.laptops import Change, House, Laptop

PHOTO = bytes(range(256)) * 3000
HASH = hashlib.sha256(PHOTO).hexdigest()


class Desk:
    """A laptop that speaks about files, frame by frame."""

    def __init__(self, house: House, laptop: Laptop, objects: Objects) -> None:
        self.house, self.laptop, self.objects = house, laptop, objects
        house.database.after_erasing(lambda: drop_gone(house.database, objects))

    def names(self, scope: str, sha256: str = HASH, size: int = len(PHOTO), **values: Any) -> UUID:
        """Make an attachment that names a file, and send it."""
        record = new_id()
        fields = {"sha256": sha256, "size": size, "about_kind": "meeting", "media_type": "image/jpeg"} | values
        self.laptop.save(Change(record, fields, scope, "attachment"))
        assert self.laptop.push(len(self.laptop.entries)).results() == ["ok"]
        return record

    def lane(self) -> Lane:
        """Begin a request."""
        lane = Lane(self.house.database, self.objects)
        laptop = self.laptop
        lane.take(Frame(FrameType.envelope, Envelope(laptop.replica, laptop.token, "", {}, (0, ""), 10**6).plain()))
        return lane

    def ask(self, *frames: Frame) -> list[Frame]:
        """Make one request."""
        return self.answered(*frames)[0]

    def answered(self, *told: Frame | Part) -> tuple[list[Frame], list[Part]]:
        """Make one request, and return what comes back."""
        lane = self.lane()
        for each in told:
            lane.take(each)
        return unpack(lane.answer())

    def holds(self, scope: str, record: UUID, sha256: str = HASH) -> Holding:
        """Ask what is there."""
        (answer,) = self.ask(Frame(FrameType.blob_have, Have(scope, {sha256: record}).plain()))
        return Holding.read(answer.body)

    def sends(self, part: Part) -> Holding:
        """Send one part."""
        answer, _parts = self.answered(part)
        return Holding.read(answer[0].body) if answer else Holding(part.scope)

    def sends_all(self, scope: str, record: UUID, contents: bytes = PHOTO, sha256: str = HASH) -> Holding:
        """Send a whole file, piece by piece."""
        held = Holding(scope)
        for at in range(0, len(contents), PIECE):
            held = self.sends(Part(scope, record, sha256, at, len(contents), contents[at : at + PIECE]))
        return held

    def fetches(self, scope: str, record: UUID, offset: int = 0, most: int = PIECE, sha256: str = HASH) -> bytes:
        """Fetch some bytes; none if the server gives none."""
        _told, parts = self.answered(Frame(FrameType.blob_want, Want(scope, record, sha256, offset, most).plain()))
        return b"".join(each.contents for each in parts)

    def changes(self, scope: str, record: UUID, kind: str = "attachment", act: Act = Act.set, **fields: Any) -> None:
        """Change a record as it was last seen."""
        self._does(scope, record, kind, act, fields)

    def moves(self, scope: str, record: UUID, kind: str, to: str) -> None:
        """Move a record to another cluster."""
        self._does(scope, record, kind, Act.move, {"scope": to})

    def _does(self, scope: str, record: UUID, kind: str, act: Act, fields: dict[str, Any]) -> None:
        base = self.laptop.base(scope, record, kind)
        [op] = self.laptop.save(Change(record, fields, scope, kind, base, act))
        assert self.laptop.push(op.n).results() == ["ok"]

    def erases(self, scope: str, record: UUID, *paths: str) -> None:
        """Erase an attachment, or some of it."""
        named = paths or ("caption", "file_name", "sha256", "original_sha256", "thumbnail")
        self.changes(scope, record, act=Act.erase, **dict.fromkeys(named))
