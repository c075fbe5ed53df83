"""The PromQL behind the numbers of an objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.plain_number import plain_number
from console.domain.slo.duration import duration_text
from console.domain.slo.kept_query import kept_events, kept_ratio
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.slo.slo_status import SloStatus


def slo_queries(status: SloStatus, at_s: float) -> str:
    """Return the PromQL behind every number, under comments that name them, as asked at a moment (unix seconds)."""
    asked = [
        (t("Attained and budget left, over {period}", period=duration_text(round(status.observed_s))), status.query)
    ]
    if not status.ratio_query:
        return _shown(asked)
    if status.events is not None:
        length_s = round(status.observed_s)
        asked.append((t("Events"), kept_events(status.total_query, length_s, at_s, status.planned)))
    for length_s, _ in status.burns:
        ratio = kept_ratio(status.indicator, length_s, at_s, status.planned)
        if ratio:
            title = t("Burn rate over {window}", window=duration_text(length_s))
            asked.append((title, f"({ratio}) / {plain_number(round(status.budget, 12))}"))
    return _shown(asked)


def _shown(asked: list[tuple[str, str]]) -> str:
    """Return queries one below the other; the parts beside maintenance have lines of their own."""
    texts = (f"# {title}\n{' '.join(query.split())}" for title, query in asked)
    return "\n\n".join(texts).replace(" + (last_over_time(", "\n  + (last_over_time(").replace(") / (", ")\n/ (")
