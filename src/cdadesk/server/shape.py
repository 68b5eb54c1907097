"""The shape of an op: type, size and limits. Rules of the trade are none of the server's business."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.closing import closed_paths
from cdadesk.domain.kernel.erasure import may_be_erased
from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.scopes import cluster_scope, is_private
from cdadesk.domain.registry import ENTITIES
from cdadesk.i18n import _
from cdadesk.wire import canonical
from cdadesk.wire.merge import VOID, Copy, Writer, effects
from cdadesk.wire.ops import GROUP_BYTES, GROUP_OPS, RECORD_BYTES, Act, Op

LONGEST_PATH = 300
_KIND = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL keeps no zero byte, UTF-8 no half character


class Rejected(Exception):
    """One op cannot be taken: a code for programs, a sentence for the person who made it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def check_group(ops: Sequence[Op]) -> None:
    """Refuse a group over the limits; one op alone is bounded by what a record may hold."""
    alone = len(ops) == 1
    if len(ops) > GROUP_OPS or (not alone and sum(op.size() for op in ops) > GROUP_BYTES):
        raise Rejected("size", _("Too much was saved at once."))


def check(op: Op) -> None:
    """Refuse an op whose fields no record of its kind can hold."""
    if not _KIND.fullmatch(op.kind) or not all(is_path(path) for path in op.fields) or not _fits_act(op):
        raise _misshapen()
    if any(_holds_no_text(value) for value in op.fields.values()):
        raise Rejected("shape", _("A text holds characters that cannot be kept. Write it anew."))
    entity = ENTITIES.get(op.kind)
    if entity is not None:
        _check_known(entity, op)


def check_size(copy: Copy) -> None:
    """Refuse what would make a record too large."""
    if not _is_surely_small(copy) and len(canonical.encode(copy.values)) > RECORD_BYTES:
        raise Rejected("size", _("This record is too large to be sent. Shorten its longest text, then save again."))


def _is_surely_small(copy: Copy) -> bool:
    """Say whether a record is small without writing it down: no character of a text takes more than six bytes."""
    texts = [value for value in copy.values.values() if isinstance(value, str)]
    others = len(copy.values) - len(texts)
    return others == 0 and 6 * (sum(map(len, texts)) + sum(map(len, copy.values)) + len(texts)) < RECORD_BYTES


def check_written_once(op: Op, copy: Copy | None, writer: Writer) -> None:
    """Refuse changes of what is only ever made: a large one may come in pieces, but from one hand and path by path."""
    entity = ENTITIES.get(op.kind)
    if copy is None or entity is None or not entity.create_only:
        return
    if op.act in (Act.erase, Act.move) or (entity.may_go and op.act in (Act.void, Act.restore)):
        return
    made_here = all(by.replica == writer.replica or seen in writer.kin for seen, by in copy.writers.items())
    if not made_here or op.act is not Act.set or op.fields.keys() & copy.stamps.keys():
        raise Rejected("create_only", _("What was said once stays as it was said. Write a new one."))


def check_open(op: Op, copy: Copy | None) -> None:
    """Refuse to change what was agreed to; to move it elsewhere, and to erase a name in it, change no agreement."""
    entity = ENTITIES.get(op.kind)
    if copy is None or entity is None or op.act in (Act.erase, Act.move):
        return
    if closed_paths(entity, copy.values, effects(op)):
        said = _(
            "This was approved before the change arrived, and stays so. Begin a new revision: the change joins it."
        )
        raise Rejected("closed", said)


def _check_known(entity: type[Record], op: Op) -> None:
    if entity.private and not is_private(op.scope):
        raise Rejected("private", _("Confidential answers may only lie in the cluster's confidential part."))
    if op.act is Act.erase and not all(may_be_erased(entity, path) for path in op.fields):
        raise Rejected("kept", _("Accounts, dates and counts cannot be erased: others rely on them."))
    misfits = payload.misfits(entity, op.fields)
    if misfits:
        first = min(misfits)
        info = describe(entity).get(first.split("/")[0])
        label = _(info.label) if info else first
        raise Rejected("shape", _("The answer at “{label}” does not fit there.").format(label=label))


def _fits_act(op: Op) -> bool:
    match op.act:
        case Act.void:
            return isinstance(op.fields.get(VOID), dict)
        case Act.restore:
            return op.fields in ({}, {VOID: None})
        case Act.move:
            return op.fields.keys() == {"scope"} and _is_cluster(op.fields["scope"]) and not op.resolves
        case Act.erase:
            return bool(op.fields) and all(value is None for value in op.fields.values()) and not op.gone
    return True


def _is_cluster(scope: Any) -> bool:
    try:
        return isinstance(scope, str) and cluster_scope(UUID(scope)) == scope
    except ValueError:
        return False


def is_path(path: str) -> bool:
    """Say whether a path is one that can be kept."""
    return 0 < len(path) <= LONGEST_PATH and path.isprintable() and "" not in path.split("/")


def hold_no_text(values: Sequence[Any]) -> bool:
    """Say whether one of many values holds characters that cannot be kept."""
    if set(map(type, values)) != {str}:
        return any(map(_holds_no_text, values))
    joined = "".join(values)
    try:
        joined.encode()
    except UnicodeEncodeError:
        return True
    return "\0" in joined


def _holds_no_text(value: Any) -> bool:
    if isinstance(value, str):
        return _NOT_TEXT.search(value) is not None
    if isinstance(value, dict):
        return any(_holds_no_text(each) for pair in value.items() for each in pair)
    return isinstance(value, list) and any(_holds_no_text(each) for each in value)


def _misshapen() -> Rejected:
    return Rejected("shape", _("The program wrote something that is no change of a record. Tell the administrator."))
