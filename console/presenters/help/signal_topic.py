"""The topic about signals: made of their catalogue, so that what is told is what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.signal_catalogue import SIGNALS
from console.kernel.i18n import t
from console.presenters.signal_text import layer_label, signal_label, signal_meaning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.signal import Signal

SIGNALS_TOPIC = "figures-signals"


def signal_text() -> str:
    """Return the topic in Markdown: one section per signal with its meaning, its limits and its query."""
    opening = t(
        "What the metric servers are asked for, in the words of the catalogue. The estate file can replace each query; "
        "the evidence of a figure shows the one that was asked."
    )
    return "\n".join((f"# {t('Signals')}", "", opening, *(line for one in SIGNALS for line in _section(one))))


def _section(signal: Signal) -> Iterator[str]:
    layer = layer_label(signal.layer) if signal.layer is not None else t("Business and traffic")
    yield from ("", f"## {signal_label(signal.key)} {{#{signal.key}}}", "", signal_meaning(signal.key), "")
    yield t("Layer: {layer}. Unit: {unit}. {limits}", layer=layer, unit=signal.unit, limits=_limits(signal)).rstrip()
    yield from ("", "```promql", signal.query, "```")


def _limits(signal: Signal) -> str:
    if signal.warning is None or signal.critical is None:
        return ""
    if signal.higher_is_better:
        return t(
            "Warning below {warning}, critical below {critical}.", warning=signal.warning, critical=signal.critical
        )
    return t("Warning above {warning}, critical above {critical}.", warning=signal.warning, critical=signal.critical)
