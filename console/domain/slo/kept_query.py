"""PromQL over a window from which planned maintenance is left out, in numerator and denominator.

Events: those of each part beside maintenance, which a subquery of one second reads at the part's end.
Ratios that are measured as such: the mean of the short windows that no maintenance touches.
"""

from collections.abc import Sequence

from console.domain.slo.duration import duration_text
from console.domain.slo.indicator import EventIndicator, RatioIndicator, filled, is_per_second
from console.domain.slo.maintenance import Maintenance, kept_parts, within

_SHORT_S = 300


def kept_ratio(
    indicator: EventIndicator | RatioIndicator, window_s: int, at_s: float, planned: Sequence[Maintenance]
) -> str:
    """Return the PromQL of the error ratio over a window that ends at ``at_s`` (unix seconds).

    Empty when maintenance covers the whole window: then there is nothing to ask for.
    """
    found = within(planned, at_s - window_s, at_s)
    if not found:
        return indicator.told_ratio(duration_text(window_s))
    if not kept_parts(found, at_s - window_s, at_s):
        return ""
    if isinstance(indicator, EventIndicator):
        total = kept_events(indicator.total, window_s, at_s, found)
        bad = kept_events(f"({indicator.bad}) or 0 * ({indicator.total})", window_s, at_s, found)
        return f"{bad} / ({total} > 0)"
    short = duration_text(min(_SHORT_S, window_s))
    outside = f"({filled(indicator.ratio, short)}) > -1 unless on() ({touched(found, min(_SHORT_S, window_s))})"
    return f"avg_over_time(({outside})[{duration_text(window_s)}:{short}])"


def kept_events(query: str, window_s: int, at_s: float, planned: Sequence[Maintenance]) -> str:
    """Return the PromQL of the number of events of a window, those of maintenance left out.

    The parts beside maintenance are added up: taking maintenance away from the whole would leave some of it there,
    because Prometheus extrapolates a rate to the edges of its window.
    """
    parts = kept_parts(planned, at_s - window_s, at_s)
    if parts == ((at_s - window_s, at_s),):
        return _number(query, window_s)
    return f"({' + '.join(_part(query, *one) for one in parts)})"


def touched(planned: Sequence[Maintenance], window_s: int) -> str:
    """Return a vector that is there where the window of some seconds up to the time asked for meets maintenance."""
    return " or ".join(f"vector(time()) > {one.start_s:.0f} <= {one.end_s + window_s:.0f}" for one in planned)


def _number(query: str, window_s: float) -> str:
    amount = f"sum({filled(query, duration_text(int(window_s)))})"
    return f"{amount} * {window_s:.0f}" if is_per_second(query) else amount


def _part(query: str, start_s: float, end_s: float) -> str:
    """Return the events of a part; there are none where nothing was recorded."""
    return f"(last_over_time(({_number(query, end_s - start_s)})[1s:1s] @ {end_s:.0f}) or vector(0))"
