"""Moving an articulated demand along its way."""

import datetime as dt

from cdadesk.clock import new_id
from cdadesk.domain.diagnostic.demand import DemandArticulation
from cdadesk.domain.diagnostic.gates import DemandStage
from cdadesk.domain.diagnostic.stage_moves import moved
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit, Saved


def move(store: Store, held: Held[DemandArticulation], to: DemandStage, on: dt.date, reason: str = "") -> Saved:
    """Save a demand at another stage, with the move noted; raises GateShut or ReasonMissing."""
    after = moved(held.record, to, on, new_id(), reason)
    return store.save(Edit(held.record, after, held.base))
