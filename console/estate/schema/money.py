"""Budgets: amounts of money with their currency, for a part of the estate and a period."""

from enum import StrEnum

from pydantic import Field

from console.estate.schema.base import EstateModel, Key


class Money(EstateModel):
    """An amount with its ISO 4217 currency."""

    amount: float = Field(ge=0, le=1e15)
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="Three capital letters, e.g. USD, JPY, EUR.")


class Period(StrEnum):
    """What a budget lasts for."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Budget(EstateModel):
    """What may be spent in a period; empty lists do not restrict, so that none at all means the whole estate."""

    key: Key
    title: str = ""
    limit: Money
    period: Period = Period.MONTH
    cells: tuple[Key, ...] = ()
    services: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    teams: tuple[Key, ...] = ()
    warning_at: float = Field(
        default=0.8, gt=0, le=1, description="Share of the limit from which savings are proposed."
    )
