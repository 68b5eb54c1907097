"""Money: whole minor units of one currency. Never a float, never a decimal column."""

import datetime as dt
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

_LARGEST = 10**15


class Money(BaseModel):
    """An amount in minor units (paise), with the rate and its day when it was not in rupees.

    `rate` is rupees for one unit of the foreign currency, as an exact "numerator/denominator".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    minor: Annotated[int, Field(strict=True, ge=-_LARGEST, le=_LARGEST)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "INR"
    rate: Annotated[str, Field(max_length=40)] | None = None
    rate_on: dt.date | None = None

    @field_validator("rate")
    @classmethod
    def _rate_is_exact(cls, rate: str | None) -> str | None:
        if rate is not None and Fraction(rate) <= 0:
            raise ValueError("rate")
        return rate

    def plain(self) -> dict[str, Any]:
        """Return the value as the wire carries it."""
        return self.model_dump(mode="json", exclude_none=True)

    @classmethod
    def rupees(cls, minor: int) -> Self:
        """Return so many paise."""
        return cls(minor=minor)
