"""Enrolment: the two messages with which a laptop gets its token."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cdadesk.wire.frames import BadFrames, Frame, FrameType, pack, unpack
from cdadesk.wire.messages import Grants


@dataclass(frozen=True)
class Enrolment:
    """What a laptop asks with: a user's name and password, and what it is.

    `clusters` maps the ids of clusters that were made offline to their names.
    """

    user: str
    password: str
    replica: UUID
    laptop: str
    author: str
    clusters: Mapping[str, str]

    def pack(self) -> bytes:
        """Return the frames of the request."""
        body = {
            "user": self.user,
            "password": self.password,
            "replica": str(self.replica),
            "laptop": self.laptop,
            "author": self.author,
            "clusters": dict(self.clusters),
        }
        return pack(Frame(FrameType.enrol, body))

    @classmethod
    def read(cls, packed: bytes) -> "Enrolment":
        """Read the frames of a request; raises BadFrames when they are none."""
        body = _only(packed, FrameType.enrol)
        try:
            clusters = {str(UUID(key)): str(name)[:200] for key, name in body["clusters"].items()}
            texts = {name: str(body[name])[:200] for name in ("user", "password", "laptop", "author")}
            return cls(replica=UUID(body["replica"]), clusters=clusters, **texts)
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


def _only(packed: bytes, kind: FrameType) -> Any:
    frames = unpack(packed)
    if [frame.type for frame in frames] != [kind]:
        raise BadFrames(f"expected one {kind.name}")
    return frames[0].body
