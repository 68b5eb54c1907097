"""Findings: what looks wrong or is still missing. Shown, never blocking."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How a finding is shown: `missing` greys a field, `odd` asks, `broken` blocks the approval of a settlement."""

    missing = "missing"
    odd = "odd"
    broken = "broken"


@dataclass(frozen=True)
class Finding:
    """One thing to look at; `path` is a leaf path of the record, or empty for the whole record."""

    path: str
    sentence: str
    weight: Weight = Weight.odd
    why: str = ""

    @property
    def code(self) -> str:
        """Return the key under which a person may say "leave it so"; without slashes, as one step of a leaf path."""
        return self.path.replace("/", ".") or "record"
