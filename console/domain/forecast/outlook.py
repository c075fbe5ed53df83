"""Row of one demand ahead: small enough to be kept, enough to shape every scenario and campaign from it."""

from __future__ import annotations

from dataclasses import dataclass

from console.domain.forecast.backtest import Backtest
from console.domain.forecast.campaign_effect import CampaignEffect
from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.forecast_note import ForecastNote
from console.domain.resource import ResourceRef
from console.domain.unit import Unit

TOPIC = "outlooks"


@dataclass(frozen=True, slots=True)
class LevelsAhead:
    """The level of each day ahead on the additive scale, by scenario."""

    expected: tuple[float, ...] = ()
    level: tuple[float, ...] = ()
    growth: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SpreadAhead:
    """See ``console.domain.forecast.spread.Spread``."""

    noise: tuple[float, ...] = ()
    peak_noise: float = 0.0
    doubt: float = 0.0
    hours: tuple[float, ...] = ()
    peaks: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a series says of the next ``horizon_d`` days; 0 when it is too short to say anything.

    ``at_s`` is where the past ends (unix seconds), ``history_d`` how many days of it are learnt from. ``past_peaks``
    are the highest steps of the days up to it, the first of which is ``past_day`` (days since 1 January 1970, local);
    ``None`` is a day without data. ``shape`` are seven days of slots from Monday on. ``signed`` and ``offset`` are the
    additive scale, ``content`` what it was made from.
    """

    ref: ResourceRef
    key: DemandKey
    unit: Unit
    zone: str
    at_s: float
    step_s: int
    horizon_d: int
    history_d: int
    provider: str
    backtest: Backtest
    growth_per_year: float | None = None
    effects: tuple[CampaignEffect, ...] = ()
    notes: tuple[ForecastNote, ...] = ()
    past_day: int = 0
    past_peaks: tuple[float | None, ...] = ()
    source: str = ""
    content: str = ""
    signed: bool = False
    offset: float = 0.0
    shape: tuple[float, ...] = ()
    levels: LevelsAhead = LevelsAhead()
    spread: SpreadAhead = SpreadAhead()
