"""Indicators beside the plan and the interviews: which lines are to show in them, and consent that is taken back."""

from collections.abc import Iterator

from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.indicators.indicator import Indicator
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store
from cdadesk.store.writing import Erase


def plan_lines_for(store: Store, indicator: Indicator) -> list[str]:
    """Return the activities of the newest plan that name an indicator, in their order."""
    newest = store.find(ActionPlan, Ask(scopes=[indicator.scope], order=("-revision", "-id"), limit=1))
    lines = [line for held in newest for _key, line in in_order(held.record.lines)]
    return [line.activity for line in lines if line.indicator == indicator.id and line.activity]


def without_their_sources(store: Store, interview: Interview) -> Iterator[Erase]:
    """Yield what erases who said so with the figures of an interview; the figures stay, as counts do."""
    for held in store.find(Indicator, Ask(scopes=[interview.scope], with_void=True)):
        theirs = (key for key, line in held.record.figures.items() if line.interview == interview.id and line.source)
        paths = tuple(f"figures/{key}/source" for key in theirs)
        if paths:
            yield Erase(held.record, paths, held.base)
