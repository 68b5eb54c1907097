"""What all papers of one cluster share: its name, the programme, the day of printing, and who is who."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cdadesk.reports.measures import Lettering
from cdadesk.reports.paper import Paper

DASH = "–"
"""Stands in a cell of which nothing is recorded; zero is written as a figure."""


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Names of programme and cluster, names of records by their id, and the day of printing."""

    programme: str
    cluster: str
    made_on: dt.date
    illustrative: bool = False
    names: Mapping[UUID, str] = field(default_factory=dict)

    def name_of(self, who: UUID | None) -> str:
        """Return a record's name; blank if none is meant, a dash if it is not known here."""
        return self.names.get(who, DASH) if who else ""

    def paper(self, title: str, period: str, lettering: Lettering = Lettering.USUAL) -> Paper:
        """Return the head and foot of one paper."""
        return Paper(
            title=title,
            programme=self.programme,
            cluster=self.cluster,
            period=period,
            made_on=self.made_on,
            lettering=lettering,
            illustrative=self.illustrative,
        )
