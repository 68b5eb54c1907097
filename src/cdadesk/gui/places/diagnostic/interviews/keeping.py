"""What is typed in an interview and not saved yet, as drafts.

Each half has one of its own, so that what is erased in one of them everywhere goes from its draft, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cdadesk.acts.interviews import Opened
from cdadesk.acts.sitting import Halves
from cdadesk.domain.diagnostic.interview import Interview, InterviewPrivate
from cdadesk.domain.kernel import payload
from cdadesk.gui.desk import Desk
from cdadesk.gui.records.drafted import body_of_new, key_of
from cdadesk.store.drafts import Draft
from cdadesk.wire.ops import Seen, difference

Bases = tuple[Seen | None, Seen | None]


@dataclass(frozen=True)
class Kept:
    """What was typed on another day: both halves with it, what was seen of them then, and what was only half typed."""

    halves: Halves
    bases: Bases
    half_typed: Mapping[str, Any]
    chosen_set: str
    draft: Draft


def keep_new(desk: Desk, now: Halves, head: Mapping[str, Any], chosen: str) -> None:
    """Keep an interview that was never saved, with the set that is chosen for it."""
    body = {"head": head, "set": chosen, "private": payload.leaves(now.private)}
    desk.drafts.keep(key_of(now.shared), None, body_of_new(now.shared, body))


def keep(desk: Desk, before: Opened, now: Halves, bases: Bases, head: Mapping[str, Any]) -> None:
    """Keep what differs from what was saved, one draft a half; nothing for nothing."""
    known = before.halves
    shared: dict[str, Any] = {"head": head["shared"]} if head.get("shared") else {}
    private: dict[str, Any] = {"head": head["private"]} if head.get("private") else {}
    for body, old, new, base in (
        (shared, known.shared, now.shared, bases[0]),
        (private, known.private, now.private, bases[1]),
    ):
        changed = difference(payload.leaves(old), payload.leaves(new))
        desk.drafts.keep(key_of(new), base, body | ({"leaves": changed} if changed else {}))


def forget(desk: Desk, halves: Halves) -> None:
    """Forget what was typed in both halves."""
    for half in (halves.shared, halves.private):
        desk.drafts.drop(key_of(half))


def recall(desk: Desk, opened: Opened) -> Kept | None:
    """Return what was typed in a saved interview and not saved; None if nothing was."""
    halves = opened.halves
    shared, private = (desk.drafts.of(key_of(half)) for half in (halves.shared, halves.private))
    newest = shared or private
    if newest is None:
        return None
    typed = Halves(_with(Interview, halves.shared, shared), _with(InterviewPrivate, halves.private, private))
    bases = (shared.base if shared else opened.shared.base, private.base if private else _private_base(opened))
    heads = {"shared": _head(shared), "private": _head(private)}
    return Kept(typed, bases, heads, "", newest)


def recall_new(draft: Draft, blank: Halves) -> Kept:
    """Return a new interview that was begun and never saved."""
    private = payload.read(
        InterviewPrivate, blank.private.scope, blank.private.id, draft.body.get("private", {})
    ).record
    head = draft.body.get("head", {})
    return Kept(Halves(blank.shared, private), (None, None), head, str(draft.body.get("set", "")), draft)


def bases_of(opened: Opened) -> Bases:
    """Return what is seen of both halves when they are opened."""
    return opened.shared.base, _private_base(opened)


def _private_base(opened: Opened) -> Seen | None:
    return opened.private.base if opened.private is not None else None


def _head(draft: Draft | None) -> Mapping[str, Any]:
    return draft.body.get("head", {}) if draft is not None else {}


def _with(entity: Any, half: Any, draft: Draft | None) -> Any:
    """Return a half with what a draft changes of it."""
    if draft is None:
        return half
    leaves = {**payload.leaves(half), **draft.body.get("leaves", {})}
    return payload.read(entity, half.scope, half.id, leaves).record
