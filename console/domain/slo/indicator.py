"""Indicators: how the share of what went wrong is measured, as PromQL for any window."""

import re
from dataclasses import dataclass

WINDOW = "{{.window}}"
_TEMPLATE = re.compile(r"\{\{\s*\.window\s*\}\}")


@dataclass(frozen=True, slots=True)
class EventIndicator:
    """Bad events of all events; both queries hold the window as ``{{.window}}``."""

    bad: str
    total: str

    def error_ratio(self, window: str) -> str:
        """Return the PromQL of the error ratio (0 to 1) over a window such as ``5m``."""
        return f"({filled(self.bad, window)})\n/\n({filled(self.total, window)})\n"


@dataclass(frozen=True, slots=True)
class RatioIndicator:
    """An error ratio (0 to 1) that is measured as such."""

    ratio: str

    def error_ratio(self, window: str) -> str:
        """Return the PromQL of the error ratio over a window."""
        return f"({filled(self.ratio, window)})"


def filled(query: str, window: str) -> str:
    """Return a query with its window in place of ``{{.window}}``."""
    return _TEMPLATE.sub(window, query)
