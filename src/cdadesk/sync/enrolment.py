"""The first meeting of a laptop with its server: name and password once, a token from then on."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cdadesk.sync.http import HttpCarrier
from cdadesk.sync.troubles import NonsenseAnswer
from cdadesk.wire.author import AuthorProof
from cdadesk.wire.enrol import Enrolled, Enrolment, Former
from cdadesk.wire.frames import BadFrames
from cdadesk.wire.keys import PublicKeys


@dataclass(frozen=True)
class Laptop:
    """What a laptop tells of itself: its replica, its name for people, its author id, the clusters it made offline.

    `proof` shows that the author id is its own.
    """

    replica: UUID
    name: str
    author: str
    clusters: Mapping[str, str]
    keys: PublicKeys | None = None
    proof: AuthorProof | None = None


@dataclass(frozen=True)
class Proof:
    """By what a laptop shows who signs in: a password, or the token of the replica whose place it takes."""

    user: str = ""
    password: str = ""
    token: str = ""
    former: Former | None = None


def enrol(carrier: HttpCarrier, proof: Proof, laptop: Laptop) -> Enrolled:
    """Sign the laptop in; raises a Trouble when the server refuses or cannot be reached, or Cancelled."""
    asked = Enrolment(
        user=proof.user,
        password=proof.password,
        replica=laptop.replica,
        laptop=laptop.name,
        author=laptop.author,
        clusters=laptop.clusters,
        former=proof.former,
        token=proof.token,
        keys=laptop.keys,
        proof=laptop.proof,
    )
    try:
        return Enrolled.read(carrier.post("/enrol", asked.pack()))
    except BadFrames as error:
        raise NonsenseAnswer from error
