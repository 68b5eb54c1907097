"""Money: whole minor units of one currency. Never a float, never a decimal column."""

import datetime as dt
from fractions import Fraction
from math import floor
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

_LARGEST = 10**15


class Money(BaseModel):
    """An amount in minor units (paise), with the rate and its day when it was not in rupees.

    `rate` is rupees for one unit of the foreign currency, as an exact "numerator/denominator".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    minor: Annotated[int, Field(strict=True, ge=-_LARGEST, le=_LARGEST)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "INR"
    rate: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,17}/[1-9][0-9]{0,17}$")] | None = None
    rate_on: dt.date | None = None

    @property
    def paise(self) -> int | None:
        """Return the worth in whole paise, rounded down; None for a foreign amount without a rate."""
        if self.currency == "INR":
            return self.minor
        return floor(self.minor * Fraction(self.rate)) if self.rate else None

    def plain(self) -> dict[str, Any]:
        """Return the value as the wire carries it."""
        return self.model_dump(mode="json", exclude_none=True)

    @classmethod
    def rupees(cls, minor: int) -> Self:
        """Return so many paise."""
        return cls(minor=minor)
