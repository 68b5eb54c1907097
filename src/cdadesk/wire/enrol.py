"""Enrolment: the two messages with which a laptop gets its token."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cdadesk.wire.author import AuthorProof
from cdadesk.wire.frames import PLAIN_LIMIT, BadFrames, Frame, FrameType, pack, unpack
from cdadesk.wire.keys import PublicKeys
from cdadesk.wire.messages import Grants
from cdadesk.wire.ops import Origin

Former = Origin
ENROLMENT_MOST = 64 * 1024  # anybody may send one, and it is unpacked before a password is looked at
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


@dataclass(frozen=True)
class Enrolment:
    """What a laptop asks with: a user's name and password, and what it is.

    `clusters` maps the ids of clusters that were made offline to their names. A replica that takes the place of another
    names it as `former`, with the newest op that both have in common, `(id, n, h_n)`; the token of the former one then
    stands for the password. `proof` shows that the author id is the laptop's own.
    """

    user: str
    password: str
    replica: UUID
    laptop: str
    author: str
    clusters: Mapping[str, str]
    former: Former | None = None
    token: str = ""
    keys: PublicKeys | None = None
    proof: AuthorProof | None = None

    def pack(self) -> bytes:
        """Return the frames of the request; what is not told is left out."""
        body: dict[str, Any] = {
            "user": self.user,
            "password": self.password,
            "replica": str(self.replica),
            "laptop": self.laptop,
            "author": self.author,
            "clusters": dict(self.clusters),
        }
        if self.former:
            body["former"] = list(self.former)
        if self.token:
            body["token"] = self.token
        body |= {"keys": self.keys.plain()} if self.keys else {}
        body |= {"proof": self.proof.plain()} if self.proof else {}
        return pack(Frame(FrameType.enrol, body))

    @classmethod
    def read(cls, packed: bytes) -> "Enrolment":
        """Read the frames of a request; raises BadFrames when they are none."""
        body = _only(packed, FrameType.enrol, ENROLMENT_MOST)
        try:
            clusters = {str(UUID(key)): _line(name) for key, name in body["clusters"].items()}
            texts = {name: _line(body[name]) for name in ("user", "laptop", "author")}
            password = _whole_text(body["password"])
            replica, former = UUID(body["replica"]), _former(body.get("former"))
            token = _whole_text(body.get("token", ""))
            keys = PublicKeys.read(body["keys"]) if "keys" in body else None
            proof = AuthorProof.read(body["proof"]) if "proof" in body else None
            shown = (clusters, former, token, keys, proof)
            return cls(texts["user"], password, replica, texts["laptop"], texts["author"], *shown)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadFrames("not an enrolment") from error


@dataclass(frozen=True)
class Enrolled:
    """What the server gives: the token that stands for the password from now on, and what the account may see."""

    token: str
    grants: Grants

    def pack(self) -> bytes:
        """Return the frames of the answer."""
        return pack(Frame(FrameType.enrolled, {"token": self.token, "grants": self.grants.plain()}))

    @classmethod
    def read(cls, packed: bytes) -> "Enrolled":
        """Read the frames of an answer; raises BadFrames when they are none."""
        body = _only(packed, FrameType.enrolled)
        try:
            return cls(str(body["token"]), Grants.read(body["grants"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadFrames("not an answer to an enrolment") from error


@dataclass(frozen=True)
class Refused:
    """Why the server refused: a code for programs, a sentence for the person."""

    code: str
    sentence: str

    def pack(self) -> bytes:
        """Return the frames of the answer."""
        return pack(Frame(FrameType.refused, self.plain()))

    def plain(self) -> dict[str, str]:
        """Return the refusal as the wire carries it."""
        return {"code": self.code, "sentence": self.sentence}

    @classmethod
    def read(cls, packed: bytes) -> "Refused":
        """Read the frames of an answer; raises BadFrames when they are none."""
        body = _only(packed, FrameType.refused)
        try:
            return cls(str(body["code"]), str(body["sentence"]))
        except (KeyError, TypeError) as error:
            raise BadFrames("not a refusal") from error


def _line(text: Any) -> str:
    """Return a name as people write one: no line breaks, no hidden signs but the joiners of Indic scripts."""
    return "".join(each for each in str(text) if each.isprintable() or each in _JOINERS)[:200]


def _former(told: Any) -> Former | None:
    if told is None:
        return None
    replica, n, h = told
    if not 0 <= int(n) < 2**53:
        raise ValueError("former")
    return str(UUID(replica)), int(n), str(h)[:64]


def _whole_text(text: Any) -> str:
    if not isinstance(text, str) or len(text) > 200:
        raise ValueError("text")
    text.encode()
    return text


def _only(packed: bytes, kind: FrameType, limit: int = PLAIN_LIMIT) -> Any:
    frames = unpack(packed, limit=limit)
    if [frame.type for frame in frames] != [kind]:
        raise BadFrames(f"expected one {kind.name}")
    return frames[0].body
