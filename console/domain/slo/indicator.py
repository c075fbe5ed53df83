"""Indicators: how the share of what went wrong is measured, as PromQL for any window."""

import re
from dataclasses import dataclass

WINDOW = "{{.window}}"
_TEMPLATE = re.compile(r"\{\{\s*\.window\s*\}\}")
_ADDITIVE = re.compile(r"\b(?:increase|(?:sum|count)_over_time)\s*\(")
_PER_SECOND = re.compile(r"\brate\s*\(")


@dataclass(frozen=True, slots=True)
class EventIndicator:
    """Bad events of all events; both queries hold the window as ``{{.window}}``."""

    bad: str
    total: str

    def error_ratio(self, window: str) -> str:
        """Return the PromQL of the error ratio (0 to 1) over a window such as ``5m``."""
        return f"({filled(self.bad, window)})\n/\n({filled(self.total, window)})\n"

    def told_ratio(self, window: str) -> str:
        """Return the same for reading: no bad events on record means none where there are events at all."""
        total = filled(self.total, window)
        return f"(({filled(self.bad, window)}) or 0 * ({total})) / ({total})"


@dataclass(frozen=True, slots=True)
class RatioIndicator:
    """An error ratio (0 to 1) that is measured as such."""

    ratio: str

    def error_ratio(self, window: str) -> str:
        """Return the PromQL of the error ratio over a window."""
        return f"({filled(self.ratio, window)})"

    def told_ratio(self, window: str) -> str:
        """Return the same for reading."""
        return self.error_ratio(window)


def filled(query: str, window: str) -> str:
    """Return a query with its window in place of ``{{.window}}``."""
    return _TEMPLATE.sub(window, query)


def counts_events(query: str) -> bool:
    """Return whether a query over a window tells a number of events (or a number per second of them)."""
    return bool(_ADDITIVE.search(query) or _PER_SECOND.search(query))


def is_per_second(query: str) -> bool:
    """Return whether the value of a query must be multiplied by the window's seconds to be added up."""
    return not _ADDITIVE.search(query)
