"""Budgets: amounts of money with their currency, for a part of the estate and a period."""

from enum import StrEnum

from pydantic import Field

from console.estate.schema.base import EstateModel, Key


class Money(EstateModel):
    """An amount with its ISO 4217 currency."""

    amount: float = Field(ge=0, le=1e15)
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="Three capital letters, e.g. USD, JPY, EUR.")


class NodePrice(EstateModel):
    """What a core and a GiB of memory cost for an hour, where no metric tells it: an average over the nodes."""

    cpu_core_hour: float = Field(gt=0, le=1e6)
    memory_gib_hour: float = Field(gt=0, le=1e6)
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    source: str = Field(min_length=1, description="Where the prices are from, e.g. a price list with its date.")


class CostSource(StrEnum):
    """Whose bill it is: of the clusters, of language models by call, of the edge provider."""

    CLUSTERS = "clusters"
    MODELS = "models"
    EDGE = "edge"


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
    sources: tuple[CostSource, ...] = Field(
        default=(CostSource.CLUSTERS,), min_length=1, description="Which bills it covers."
    )
    cells: tuple[Key, ...] = ()
    services: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    teams: tuple[Key, ...] = ()
    warning_at: float = Field(
        default=0.8, gt=0, le=1, description="Share of the limit from which savings are proposed."
    )
