"""PromQL of counters as events over any window, which stands there as ``{{.window}}``."""

import re

from console.domain.slo.indicator import WINDOW

_SELECTOR = r"""[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{(?:"(?:\\.|[^"\\])*+"|'(?:\\.|[^'\\])*+'|[^{}"'])*+\})?"""
_GROUPING = r"\b(?:by|without)\s*\([^()]*\)"
_COUNTER = re.compile(_SELECTOR)
_SUM = re.compile(rf"sum\s*(?P<by>{_GROUPING})?\s*\(\s*(?P<what>{_SELECTOR})\s*\)")
_SPAN = r"\[\s*(?:\d+(?:ms|[smhdwy]))+\s*\]"
_RATE = re.compile(rf"(?P<begin>\b(?:rate|increase)\s*\(\s*{_SELECTOR}\s*){_SPAN}(?P<end>[^()\[\]]*\))")
_TEXT = re.compile(r'"(?:\\.|[^"\\])*+"?|\'(?:\\.|[^\'\\])*+\'?', re.S)  # one without an end goes to that of the query
_PART = re.compile(rf"{_TEXT.pattern}|{_RATE.pattern}", re.S)
_SUM_OF_RATE = re.compile(rf"sum\s*\(\s*{_RATE.pattern}\s*\)")
_ONLY_ADDED = re.compile(rf"(?:[\s()+-]|\bsum\b|{_GROUPING}|\bor(?:\s+on\s*\(\s*\))?\s+vector\s*\(\s*0\s*\))*")
_OVER_SPAN = re.compile(r"\b(?:i?rate|increase|i?delta|\w+_over_time)\s*\(")


def rates_over_window(query: str) -> str:
    """Return rates or increases of counters that are only added up, over any window in place of the one they name.

    Empty for any other query: its value over a long window does not follow from its form.
    """
    rest = _PART.sub(lambda one: "" if one["begin"] else one[0], query)
    if rest == query or not _ONLY_ADDED.fullmatch(rest):
        return ""
    found = _PART.sub(lambda one: f"{one['begin']}[{WINDOW}]{one['end']}" if one["begin"] else one[0], query)
    return found if _SUM_OF_RATE.fullmatch(query) else f"sum({found})"


def counted_over_window(query: str) -> str:
    """Return the events per second of counters; what is per window already is not taken for one that only grows."""
    if _COUNTER.fullmatch(query):
        return f"sum(rate({query}[{WINDOW}]))"
    found = _SUM.fullmatch(query)
    if found is not None:
        by = f" {found['by']} " if found["by"] else ""
        return f"sum{by}(rate({found['what']}[{WINDOW}]))"
    if rates := rates_over_window(query):
        return rates
    is_over_span = _OVER_SPAN.search(_TEXT.sub('""', query)) is not None
    return f"sum({'avg_over_time' if is_over_span else 'rate'}(({query})[{WINDOW}:]))"
