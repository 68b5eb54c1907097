"""Moving a demand along its way: forward through the gates, back only with a reason."""

import datetime as dt
from uuid import UUID

from cdadesk.domain.diagnostic.demand import DemandArticulation, StageMove
from cdadesk.domain.diagnostic.gates import STAGES, DemandStage, in_words, lacking_up_to
from cdadesk.domain.kernel.ordering import between
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _


class GateShut(Trouble):
    """A demand cannot be called that yet; the sentence names what is missing."""

    def __init__(self, to: DemandStage, lacks: str) -> None:
        super().__init__(_("It cannot stand at “{stage}” yet. Missing: {what}.").format(stage=_(to.label), what=lacks))


class ReasonMissing(Trouble):
    """A way back is told with its reason."""

    def __init__(self) -> None:
        super().__init__(_("Say why it goes back: what turned out to be otherwise?"))


def goes_back(demand: DemandArticulation, to: DemandStage) -> bool:
    """Say whether a stage lies before the one at which the demand stands."""
    return STAGES.index(to) < STAGES.index(demand.stands_at())


def moved(
    demand: DemandArticulation, to: DemandStage, on: dt.date, new_key: UUID, reason: str = ""
) -> DemandArticulation:
    """Return the demand at another stage, with the move noted; raises GateShut, or ReasonMissing on the way back."""
    now = demand.stands_at()
    if to is now:
        return demand
    if goes_back(demand, to):
        if not reason.strip():
            raise ReasonMissing
    elif lacks := lacking_up_to(demand, to):
        raise GateShut(to, in_words(DemandArticulation, lacks))
    last = max((line.order for line in demand.moves.values()), default="")
    move = StageMove(moved_on=on, from_stage=now, to_stage=to, reason=reason.strip() or None, order=between(last, ""))
    return demand.changed(stage=to, moves={**demand.moves, str(new_key): move})
