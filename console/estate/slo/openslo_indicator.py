"""OpenSLO's indicators as PromQL for any window."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from console.domain.slo.duration import seconds_of
from console.domain.slo.indicator import WINDOW, EventIndicator, RatioIndicator
from console.domain.slo.slo import Indicator
from console.estate.slo.counted_query import counted_over_window, rates_over_window
from console.kernel.i18n import t

Operator = Literal["lte", "gte", "lt", "gt"]
_SHORTEST_WINDOW_S = 300
_COMMENT = re.compile(r"""(?P<text>"(?:\\.|[^"\\])*+"?|'(?:\\.|[^'\\])*+'?|`[^`]*+`?)|#[^\n]*""", re.S)
_OTHER_LANGUAGES = frozenset(
    {
        *("appdynamics", "azuremonitor", "bigquery", "cloudwatch", "cloudwatchmetrics", "datadog", "dynatrace"),
        *("elasticsearch", "grafanaloki", "graphite", "honeycomb", "influxdb", "instana", "lightstep", "loki"),
        *("newrelic", "opentsdb", "pingdom", "redshift", "splunk", "splunkobservability", "sumologic", "thousandeyes"),
    }
)
_SIGNS = {"lte": "<=", "gte": ">=", "lt": "<", "gt": ">"}


def refuse_foreign(source: str) -> None:
    """Raise ``ValueError`` for a type of source whose queries surely are no PromQL; one not known may well speak it."""
    if re.sub(r"[\s_.-]", "", source.lower()) in _OTHER_LANGUAGES:
        raise ValueError(t("queries of {source} are no PromQL, which alone can be measured here.", source=source))


class OpenSloModel(BaseModel):
    """Objects of OpenSLO may carry more than is read here."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class MetricSource(OpenSloModel):
    """Where a metric comes from; only Prometheus' query language can be turned into rules."""

    type: str = ""
    spec: dict[str, Any] = Field(default_factory=dict)

    @property
    def query(self) -> str:
        """Return the query without comments, which would hide what is put behind it; empty when there is none."""
        found = self.spec.get("query", self.spec.get("promql", ""))
        return _COMMENT.sub(lambda one: one["text"] or "", found).strip() if isinstance(found, str) else ""


class Metric(OpenSloModel):
    """One metric of an indicator."""

    source: MetricSource = Field(alias="metricSource")

    @model_validator(mode="after")
    def _has_a_query(self) -> "Metric":
        refuse_foreign(self.source.type)
        if not self.source.query:
            raise ValueError(t("metricSource.spec.query is missing."))
        return self

    def over_window(self, *, counter: bool) -> str:
        """Return the events of this metric within ``{{.window}}``.

        A query that holds the window already stays as it is; a counter's increase is taken; anything else is sampled.
        """
        query = self.source.query
        if ".window" in query:
            return query
        return counted_over_window(query) if counter else f"sum(sum_over_time(({query})[{WINDOW}:]))"

    @property
    def is_of_rates(self) -> bool:
        """Return whether the query adds up rates of counters, over any window or one that any can take the place of."""
        return ".window" in self.source.query or bool(rates_over_window(self.source.query))


class RatioMetric(OpenSloModel):
    """Good or bad events of all, or a ratio that is measured as such (``raw``)."""

    counter: bool = False
    good: Metric | None = None
    bad: Metric | None = None
    total: Metric | None = None
    raw: Metric | None = None
    raw_type: Literal["success", "failure"] = Field(default="success", alias="rawType")

    @model_validator(mode="after")
    def _is_whole(self) -> "RatioMetric":
        if self.raw is None and (self.total is None or (self.good is None) == (self.bad is None)):
            raise ValueError(t("ratioMetric needs total and either good or bad, or raw."))
        return self

    @property
    def counts(self) -> bool:
        """Return whether its metrics are counters, or rates of such all of them."""
        metrics = (one for one in (self.good, self.bad, self.total) if one is not None)
        return self.counter or all(one.is_of_rates for one in metrics)

    def ratio_of_good(self, window: str) -> str:
        """Return the share of good events over a window, as PromQL."""
        if self.raw is not None:
            mean = f"avg_over_time(({self.raw.source.query})[{window}:])"
            return mean if self.raw_type == "success" else f"1 - {mean}"
        assert self.total is not None
        part = self.good or self.bad
        assert part is not None
        ratio = f"({part.over_window(counter=self.counts)}) / ({self.total.over_window(counter=self.counts)})"
        ratio = ratio.replace(WINDOW, window)
        return ratio if self.good is not None else f"1 - ({ratio})"

    def events(self) -> Indicator:
        """Return the indicator that counts events."""
        if self.total is None:
            return RatioIndicator(f"1 - ({self.ratio_of_good(WINDOW)})")
        total = self.total.over_window(counter=self.counts)
        if self.bad is not None:
            return EventIndicator(self.bad.over_window(counter=self.counts), total)
        assert self.good is not None
        good = self.good.over_window(counter=self.counts)
        return EventIndicator(f"({total}) - (({good}) or 0 * ({total}))", total)


class IndicatorSpec(OpenSloModel):
    """Either a ratio of events or a value that is compared with a threshold."""

    ratio: RatioMetric | None = Field(default=None, alias="ratioMetric")
    threshold: Metric | None = Field(default=None, alias="thresholdMetric")

    @model_validator(mode="after")
    def _one_of_two(self) -> "IndicatorSpec":
        if (self.ratio is None) == (self.threshold is None):
            raise ValueError(t("an indicator has either ratioMetric or thresholdMetric."))
        return self


class Slices(OpenSloModel):
    """How time is cut: slices of ``length`` whose ratio meets ``target`` are good; without one, ratios are averaged."""

    length: Annotated[str, StringConstraints(pattern=r"^\d+[smhdw]$")]
    target: float | None = None
    sign: str = ">="


def indicator_of(
    spec: IndicatorSpec, op: Operator | None, value: float | None, slices: Slices | None = None
) -> Indicator:
    """Return the indicator of an objective; raise ``ValueError`` in one sentence when it cannot be measured.

    Slices follow OpenSLO: ``Timeslices`` count good slices, ``RatioTimeslices`` average the slices' ratios.
    """
    if spec.threshold is not None:
        return _threshold(spec.threshold, op, value, slices)
    assert spec.ratio is not None
    if slices is None:
        return spec.ratio.events()
    # A slice without events is not a number; it counts neither way.
    ratio = f"(({spec.ratio.ratio_of_good(slices.length)}) > -1)"
    good = ratio if slices.target is None else f"({ratio} {slices.sign} bool {slices.target!r})"
    return RatioIndicator(f"1 - {_mean(good, slices.length)}")


def _threshold(metric: Metric, op: Operator | None, value: float | None, slices: Slices | None) -> Indicator:
    if op is None or value is None:
        raise ValueError(t("an objective on a thresholdMetric needs op and value."))
    step = slices.length if slices is not None else ""
    good = f"(({metric.source.query}) {_SIGNS[op]} bool {value!r})"
    return RatioIndicator(f"1 - avg({_mean(good, step)})")


def _mean(good: str, step: str) -> str:
    """Return the mean of a query in steps (by default Prometheus' own); no window is shorter than a step.

    Steps are taken at even times, of which a window of five minutes holds none for most of a step of an hour: then the
    last one counts, or alerts would be silent for most of it.
    """
    mean = f"avg_over_time({good}[{WINDOW}:{step}])"
    is_long = bool(step) and seconds_of(step) > _SHORTEST_WINDOW_S
    return f"({mean} or avg_over_time({good}[{step}:{step}]))" if is_long else mean


def composite_of(parts: Sequence[tuple[float, Indicator]]) -> Indicator:
    """Return the indicator of a composite: the mean of the error ratios of its parts by their weights.

    It says nothing while one of them says nothing.
    """
    whole = sum(weight for weight, _ in parts)
    each = (f"{weight!r} * avg({' '.join(one.told_ratio(WINDOW).split())})" for weight, one in parts)
    return RatioIndicator(f"({' + '.join(each)}) / {whole!r}")


def sign_of(op: Operator | None) -> str:
    """Return how a slice's ratio is compared with its target."""
    return _SIGNS[op] if op in {"gt", "gte"} else ">="
