"""What an advisor would ask about a plan and only other records can tell; concerns are shown and never block."""

from collections.abc import Collection, Iterator
from uuid import UUID

from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.i18n import _

_OWN_FEET = 2
"""From this revision on a line belongs to somebody of the cluster."""


def plan_concerns(plan: ActionPlan, agents: Collection[UUID], issues: Collection[UUID]) -> Iterator[Finding]:
    """Look at a plan with the people who are agents, and the issues that are in use."""
    for key, line in in_order(plan.lines):
        if (plan.revision or 1) >= _OWN_FEET and line.responsible in agents:
            yield Finding(
                f"lines/{key}/responsible",
                _("Only the agent is responsible for this line."),
                why=_("From the second revision on a line belongs to an actor of the cluster."),
            )
        if line.issue is not None and line.issue not in issues:
            yield Finding(f"lines/{key}/issue", _("The issue behind this line is no longer there."))
