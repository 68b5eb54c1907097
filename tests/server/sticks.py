"""Sticks of plain laptops: keys, and bundles of their ops as a program writes them."""

from dataclasses import dataclass, field
from typing import Any

from cdadesk.server import carrying
from cdadesk.server.exchange import Answer
from cdadesk.wire import bundle
from cdadesk.wire.bundle import About, Bundle, Layer
from cdadesk.wire.frames import Frame, FrameType, pack, unpack
from cdadesk.wire.keys import Keys, PublicKeys
from cdadesk.wire.messages import Apart, Batch, Envelope, Outcomes
from cdadesk.wire.pages import Page
from tests.server.laptops import NOON, House, Laptop


@dataclass
class Writer:
    """A laptop that knows how to write a stick."""

    laptop: Laptop
    keys: Keys
    server: PublicKeys

    def stick(self, first: int = 1, last: int = 0, room: int = 100_000, apart: tuple[int, ...] = ()) -> bytes:
        """Return the payload of a bundle with the ops from first to last; none if first is 0."""
        laptop = self.laptop
        end = (last or len(laptop.entries)) if first else 0
        made = (len(laptop.entries), laptop.h(len(laptop.entries)))
        envelope = Envelope(laptop.replica, "", "", laptop.cursors, made, room, floors=laptop.floors)
        frames = [Frame(FrameType.envelope, envelope.plain())]
        if first:
            batch = Batch(laptop.h(first - 1), laptop.h(end), tuple(laptop.entries[first - 1 : end]))
            hidden = {each.n: each for each in batch.entries if each.n in apart}
            frames.append(Frame(FrameType.batch, bundle.batch_apart(batch, hidden).plain()))
            if hidden:
                frames.append(Frame(FrameType.apart, Apart(tuple(hidden.values())).plain()))
        about = About(str(laptop.replica), NOON, first=first, last=end)
        return bundle.make(about, [Layer(frames, {bundle.SERVER: self.server})], self.keys)


@dataclass
class Reply:
    """What a carrier gets back, and what the sender finds in it."""

    status: int
    outcomes: Outcomes | None = None
    returned: Bundle | None = None
    inside: dict[FrameType, Any] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        """Return the news for the sender."""
        return Page.read(self.inside[FrameType.page])


def writer(house: House, login: str) -> Writer:
    """Return an enrolled laptop with keys."""
    keys = Keys.new()
    laptop = house.laptop(login, keys=keys.public)
    assert laptop.grants.server is not None
    return Writer(laptop, keys, laptop.grants.server)


def carry(house: House, carrier: Laptop, payload: bytes) -> Answer:
    """Let a laptop bring a bundle to the server."""
    envelope = Envelope(carrier.replica, carrier.token, "", {}, (0, ""), 0)
    return carrying.answer_carry(
        house.database,
        house.objects,
        pack(Frame(FrameType.envelope, envelope.plain()), Frame(FrameType.bundle, payload)),
    )


def read(answer: Answer, sender: Writer) -> Reply:
    """Read the answer as carrier and, what is sealed in it, as sender."""
    if answer.status != 200:
        return Reply(answer.status)
    bodies = {frame.type: frame.body for frame in unpack(answer.body)}
    returned = bundle.read(bodies[FrameType.bundle])
    assert returned.is_signed(sender.server)
    outcomes = Outcomes.read(bodies[FrameType.outcomes]) if FrameType.outcomes in bodies else None
    return Reply(200, outcomes, returned, returned.open(str(sender.laptop.replica), sender.keys))
