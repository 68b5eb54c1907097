"""Action plans: revisions, validation and approval in a meeting, and what an advisor would ask about them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.domain.actors.person import Person, ProgrammeRole
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.kernel.troubles import RecordIsClosed, Trouble
from cdadesk.domain.plan.action_plan import ActionPlan, PlanStatus
from cdadesk.domain.plan.approval import check_code
from cdadesk.domain.plan.concerns import plan_concerns
from cdadesk.domain.plan.revising import Difference, difference, next_revision, wished_otherwise
from cdadesk.domain.plan.vision import Vision
from cdadesk.i18n import _
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held
from cdadesk.store.store import Store, Transport
from cdadesk.store.writing import Edit, Saved


class NothingPlanned(Trouble):
    """A plan without lines is nothing to agree to."""

    def __init__(self) -> None:
        super().__init__(_("There is no line in this plan yet, so nobody can agree to it."))


class AnotherIsOpen(Trouble):
    """There is a later revision already."""

    def __init__(self, other: ActionPlan) -> None:
        super().__init__(_("There is a later one already: {plan}. Go on with it.").format(plan=other.title()))


@dataclass(frozen=True)
class Agreement:
    """In which meeting a plan was looked at, by which decision, and what the meeting wanted otherwise."""

    meeting: UUID
    on: dt.date
    decision: str | None = None
    changes: str = ""


def plans_of(store: Store, scope: str) -> list[Held[ActionPlan]]:
    """Return the revisions of a cluster's plan, the newest first."""
    return store.find(ActionPlan, Ask(scopes=[scope], order=("-revision", "-made_on")))


def standing_plan(store: Store, scope: str) -> ActionPlan | None:
    """Return the plan by which the cluster works: the last that was approved, or else the last there is."""
    plans = [held.record for held in plans_of(store, scope)]
    return next((each for each in plans if each.is_closed), plans[0] if plans else None)


def standing_vision(store: Store, scope: str) -> Vision | None:
    """Return the last revision of the vision."""
    found = store.find(Vision, Ask(scopes=[scope], order=("-revision",), limit=1))
    return found[0].record if found else None


def begin_revision(store: Store, plan: ActionPlan, on: dt.date) -> ActionPlan:
    """Save a copy of a plan as the next revision, and return it; raises AnotherIsOpen.

    What the server refused in it because it was approved meanwhile goes into the copy and leaves the plan itself.
    """
    later = [held.record for held in plans_of(store, plan.scope) if (held.record.revision or 1) > (plan.revision or 1)]
    if later:
        raise AnotherIsOpen(later[0])
    made = next_revision(plan, new_id(), on)
    store.save(Edit(None, made), *_without_refused(store, plan))
    return made


def lacks_agreement(store: Store, plan: ActionPlan) -> bool:
    """Say whether something stands in a closed plan here that the server refused, as it came after the approval."""
    return plan.is_closed and bool(_without_refused(store, plan))


def put_back(store: Store, plan: ActionPlan) -> Saved:
    """Let a plan be as it was approved: what the server refused in it stands in its history alone."""
    return store.save(*_without_refused(store, plan))


def _without_refused(store: Store, plan: ActionPlan) -> list[Edit]:
    held = store.get(ActionPlan, plan.id)
    if held is None or held.transport is not Transport.needs_you:
        return []
    agreed = store.without_refused(held.record)
    return [Edit(held.record, agreed, held.base)] if agreed != held.record and agreed.is_closed else []


def validate(store: Store, held: Held[ActionPlan], agreement: Agreement) -> Saved:
    """Note in which meeting the draft was read out, and what was changed; raises RecordIsClosed or NothingPlanned."""
    _check_open(held.record)
    validated = held.record.changed(
        status=PlanStatus.validated,
        validated_in=agreement.meeting,
        validated_on=agreement.on,
        changes_made=agreement.changes or held.record.changes_made,
    )
    return store.save(Edit(held.record, validated, held.base))


def approve(store: Store, held: Held[ActionPlan], agreement: Agreement) -> Saved:
    """Close the plan as it stands, with its check code; raises RecordIsClosed or NothingPlanned."""
    _check_open(held.record)
    approved = held.record.changed(
        status=PlanStatus.approved,
        approved_in=agreement.meeting,
        approved_on=agreement.on,
        decision=agreement.decision,
    )
    approved = approved.changed(check_code=check_code(approved))
    return store.save(Edit(held.record, approved, held.base))


def concerns_of(store: Store, plan: ActionPlan) -> list[Finding]:
    """Return what only other records can tell of a plan."""
    agents = {
        held.record.id
        for held in store.find(Person, Ask(scopes=[plan.scope]))
        if ProgrammeRole.cda in held.record.programme_roles
    }
    issues = set(store.find_ids(Issue, Ask(scopes=[plan.scope])))
    return list(plan_concerns(plan, agents, issues))


def previous(store: Store, plan: ActionPlan) -> ActionPlan | None:
    """Return the revision that a plan was copied from; None if it is the first, or not on this laptop."""
    held = store.get(ActionPlan, plan.replaces) if plan.replaces is not None else None
    return held.record if held is not None else None


def changed_since_previous(store: Store, plan: ActionPlan) -> Difference | None:
    """Return what changed from the revision before; None where there is none to compare with."""
    before = previous(store, plan)
    return difference(before, plan) if before is not None else None


def wished_otherwise_than_before(store: Store, vision: Vision) -> Difference | None:
    """Return what changed from the vision that this one replaces; None where there is none to compare with."""
    held = store.get(Vision, vision.replaces) if vision.replaces is not None else None
    return wished_otherwise(held.record, vision) if held is not None else None


def replaced_by(plan: ActionPlan, plans: Sequence[ActionPlan]) -> ActionPlan | None:
    """Return the later approved revision that took the place of a plan."""
    later = [each for each in plans if each.is_closed and (each.revision or 1) > (plan.revision or 1)]
    return min(later, key=lambda each: each.revision or 1, default=None)


def _check_open(plan: ActionPlan) -> None:
    if plan.is_closed:
        raise RecordIsClosed
    if not in_order(plan.lines):
        raise NothingPlanned
