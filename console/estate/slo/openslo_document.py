"""OpenSLO v1: objectives, with indicators that are written inside or beside them."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from math import fsum
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from console.domain.slo.calendar_window import DAYS, MONTHS, CalendarWindow
from console.domain.slo.duration import seconds_of
from console.domain.slo.slo import Indicator as DomainIndicator
from console.domain.slo.slo import Slo, SloAlerting
from console.estate.slo.openslo_indicator import (
    IndicatorSpec,
    OpenSloModel,
    Operator,
    Slices,
    composite_of,
    indicator_of,
    sign_of,
)
from console.kernel.i18n import t

SPEC = "openslo/v1"
_BAD_IN_NAME = re.compile(r"[^a-zA-Z0-9_]|^(?=[0-9])")
_CALENDAR_DAYS = {"w": 7, "M": 30, "m": 30, "Q": 90, "Y": 365, "y": 365}


class Metadata(OpenSloModel):
    """The name of an object, and labels whose values may be lists."""

    name: str = Field(pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", max_length=200)
    title: str = Field(default="", alias="displayName")
    labels: dict[str, str | list[str]] = Field(default_factory=dict)

    def flat_labels(self) -> dict[str, str]:
        """Return labels as Prometheus has them: one value each, legal names."""
        return {
            _BAD_IN_NAME.sub("_", name): value if isinstance(value, str) else ",".join(value)
            for name, value in self.labels.items()
        }


class Indicator(OpenSloModel):
    """An indicator that is written inside an objective."""

    metadata: Metadata | None = None
    spec: IndicatorSpec


class Calendar(OpenSloModel):
    """When the first window began, and in which zone days begin."""

    start: datetime = Field(alias="startTime")
    zone: str = Field(alias="timeZone")

    @field_validator("start", mode="before")
    @classmethod
    def _is_a_moment(cls, value: Any) -> datetime:
        """A moment by the clocks of the zone; YAML reads some spellings as a moment, others as text."""
        try:
            found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise ValueError(t("{text} is no moment such as 2026-01-01 00:00:00.", text=repr(value))) from None
        return found.replace(tzinfo=None)

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, KeyError):  # not there, or no zone at all
            raise ValueError(t("{text} is no time zone such as Asia/Tokyo.", text=repr(value))) from None
        return value


class TimeWindow(OpenSloModel):
    """How long an objective is looked at; ``m`` is a month where the window follows the calendar."""

    duration: str = Field(pattern=r"^\d+[a-zA-Z]$")
    rolling: bool = Field(default=False, alias="isRolling")
    calendar: Calendar | None = None

    def follows(self) -> CalendarWindow | None:
        """Return the calendar that the window follows; ``None`` for one that rolls."""
        unit = self.duration[-1]
        if self.rolling or self.calendar is None or unit not in {*DAYS, *MONTHS}:
            return None
        return CalendarWindow(self.calendar.start, self.calendar.zone, int(self.duration[:-1]), unit)

    def seconds(self) -> int:
        """Return the length, months as 30 and years as 365 days; raise ``ValueError`` for an unknown unit."""
        unit = self.duration[-1]
        if unit in _CALENDAR_DAYS and not (self.rolling and unit == "m"):
            return int(self.duration[:-1]) * _CALENDAR_DAYS[unit] * 86_400
        try:
            return seconds_of(self.duration)
        except ValueError:
            raise ValueError(t("the window {duration} is no duration.", duration=repr(self.duration))) from None


class Objective(OpenSloModel):
    """One target; ``target`` is a ratio, ``targetPercent`` the same in per cent."""

    title: str = Field(default="", alias="displayName")
    op: Operator | None = None
    value: float | None = None
    target: float | None = Field(default=None, gt=0, lt=1)
    target_percent: float | None = Field(default=None, alias="targetPercent", gt=0, lt=100)
    slice_target: float | None = Field(default=None, alias="timeSliceTarget", gt=0, le=1)
    slice_window: str | None = Field(default=None, alias="timeSliceWindow", pattern=r"^\d+[smhdw]$")
    indicator: Indicator | None = None
    indicator_ref: str = Field(default="", alias="indicatorRef")
    weight: float = Field(default=1.0, alias="compositeWeight", gt=0, allow_inf_nan=False)

    @field_validator("slice_window", mode="before")
    @classmethod
    def _minutes_have_no_unit(cls, value: Any) -> Any:
        """A number is one of minutes."""
        return f"{value}m" if isinstance(value, int) and not isinstance(value, bool) else value

    @field_validator("slice_window")
    @classmethod
    def _has_a_length(cls, value: str | None) -> str | None:
        try:
            seconds_of(value or "1m")
        except ValueError:
            raise ValueError(t("{text} is no duration such as 5m.", text=repr(value))) from None
        return value

    @model_validator(mode="after")
    def _has_a_target(self) -> "Objective":
        if (self.target is None) == (self.target_percent is None):
            raise ValueError(t("an objective needs target or targetPercent."))
        return self

    @property
    def percent(self) -> float:
        """Return the target in per cent."""
        if self.target_percent is not None:
            return self.target_percent
        assert self.target is not None
        return round(self.target * 100, 10)


class SloSpec(OpenSloModel):
    """What is promised."""

    description: str = ""
    service: str = Field(min_length=1, max_length=200, pattern=r"^[-A-Za-z0-9_.]+$")
    indicator: Indicator | None = None
    indicator_ref: str = Field(default="", alias="indicatorRef")
    windows: tuple[TimeWindow, ...] = Field(alias="timeWindow", min_length=1, max_length=1)
    method: Literal["Occurrences", "Timeslices", "RatioTimeslices"] = Field(alias="budgetingMethod")
    objectives: tuple[Objective, ...]

    @model_validator(mode="after")
    def _promises_something(self) -> "SloSpec":
        if not self.objectives:
            raise ValueError(t("objectives need at least one entry."))
        return self


class SloDocument(OpenSloModel):
    """An object of kind SLO."""

    apiVersion: Literal["openslo/v1"]  # noqa: N815 - OpenSLO's name
    kind: Literal["SLO"]
    metadata: Metadata
    spec: SloSpec

    def slos(self, indicators: Mapping[str, IndicatorSpec]) -> Iterator[Slo]:
        """Yield one objective per target; ``indicators`` are those that other documents name.

        Where targets have indicators of their own, the document is a composite: it is an objective too, and the only
        one of them with alerts. Its target and error ratio are the means of those of its parts, by their weights.
        """
        several, composite = len(self.spec.objectives) > 1, self._is_composite
        measured = []
        for place, one in enumerate(self.spec.objectives):
            indicator = indicator_of(self._indicator(one, indicators), one.op, one.value, self._slices(one))
            measured.append((one.weight, indicator))
            name = f"{self.metadata.name}{f'-{place + 1}' if several else ''}"
            yield self._slo(name, one.percent, indicator, one.title, alerts=not composite)
        if composite:
            whole = fsum(weight for weight, _ in measured)
            percent = fsum(one.weight * one.percent for one in self.spec.objectives) / whole
            yield self._slo(self.metadata.name, round(percent, 10), composite_of(measured), "", alerts=True)

    @property
    def _is_composite(self) -> bool:
        own = (one.indicator is not None or one.indicator_ref for one in self.spec.objectives)
        return len(self.spec.objectives) > 1 and any(own)

    def _slo(self, name: str, percent: float, indicator: DomainIndicator, title: str, *, alerts: bool) -> Slo:
        window = self.spec.windows[0]
        return Slo(
            service=self.spec.service,
            name=name,
            percent=percent,
            indicator=indicator,
            period_s=window.seconds(),
            labels=self.metadata.flat_labels(),
            alerting=SloAlerting(f"SloBurn_{self.spec.service}_{name}" if alerts else ""),
            title=" · ".join(part for part in (self.metadata.title, title) if part),
            description=self.spec.description,
            calendar=window.follows(),
            spec=SPEC,
        )

    def _slices(self, one: Objective) -> Slices | None:
        if self.spec.method == "Occurrences":
            return None
        if one.slice_window is None or (self.spec.method == "Timeslices" and one.slice_target is None):
            raise ValueError(
                t("{method} need timeSliceWindow and, for Timeslices, timeSliceTarget.", method=self.spec.method)
            )
        target = one.slice_target if self.spec.method == "Timeslices" else None
        return Slices(length=one.slice_window, target=target, sign=sign_of(one.op))

    def _indicator(self, one: Objective, indicators: Mapping[str, IndicatorSpec]) -> IndicatorSpec:
        own = one.indicator or self.spec.indicator
        if own is not None:
            return own.spec
        name = one.indicator_ref or self.spec.indicator_ref
        if name not in indicators:
            raise ValueError(t("the indicator {name} is not in these files.", name=repr(name)))
        return indicators[name]


class IndicatorDocument(OpenSloModel):
    """An object of kind SLI, which objectives refer to by its name."""

    apiVersion: Literal["openslo/v1"]  # noqa: N815 - OpenSLO's name
    kind: Literal["SLI"]
    metadata: Metadata
    spec: IndicatorSpec
