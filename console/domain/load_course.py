"""What was served day by day: requests, failures, tokens, money for models, users."""

from dataclasses import dataclass
from typing import NamedTuple

from console.domain.resource import ResourceRef

REQUESTS, FAILED, TOKENS, MODEL_USD, USERS = "requests", "failed", "tokens", "model-usd", "users"


class LoadSpan(NamedTuple):
    """An amount from ``from_s`` until ``to_s`` (unix seconds); of users the mean."""

    from_s: float
    to_s: float
    amount: float


@dataclass(frozen=True, slots=True)
class LoadCourse:
    """One ``measure`` of a part of a cell; empty ``service`` or ``segment``: not told apart. ``spans`` are UTC days.

    The running day goes until its last full hour. ``query`` is what was asked.
    """

    ref: ResourceRef
    measure: str
    cell: str
    service: str
    segment: str
    spans: tuple[LoadSpan, ...]
    query: str = ""

    def within(self, begin_s: float, end_s: float) -> tuple[LoadSpan, ...]:
        """Return the spans that begin in a period."""
        return tuple(span for span in self.spans if begin_s <= span.from_s < end_s)


class LoadMeasure(NamedTuple):
    """How a measure is asked for: labels in ``by``, ``$span`` is the length of the span without its first second."""

    key: str
    by: tuple[str, ...]
    query: str


_HOURLY = "3600 * sum_over_time(({rate})[$span:1h])"
_COUNT = 'sum by ({by}) (rate({metric}{{$cell=~"$cells"{more}}}[1h]))'


def _counted(metric: str, by: str, more: str = "") -> str:
    return _COUNT.format(metric=metric, by=by, more=more)


_PLACE = "$cell, $service, $segment"
_GENERATED = _counted("vllm:generation_tokens_total", "$cell, $service")
_READ = _counted("vllm:prompt_tokens_total", "$cell, $service")

LOAD_MEASURES: tuple[LoadMeasure, ...] = (
    LoadMeasure(
        REQUESTS, ("cell", "service", "segment"), _HOURLY.format(rate=_counted("http_server_requests_total", _PLACE))
    ),
    LoadMeasure(
        FAILED,
        ("cell", "service", "segment"),
        _HOURLY.format(rate=_counted("http_server_requests_total", _PLACE, ',http_response_status_code=~"5.."')),
    ),
    LoadMeasure(
        TOKENS, ("cell", "service"), _HOURLY.format(rate=f"({_GENERATED}) + (({_READ}) or 0 * ({_GENERATED}))")
    ),
    LoadMeasure(
        MODEL_USD, ("cell", "service"), _HOURLY.format(rate=_counted("litellm_spend_metric_total", "$cell, $service"))
    ),
    LoadMeasure(
        USERS,
        ("cell", "segment"),
        'avg_over_time((sum by ($cell, $segment) (newsletter_active_users{$cell=~"$cells"}))[$span:1h])',
    ),
)
"""Rates of an hour, looked at every hour: a week of raw counters would be more than a server hands out at once."""
