"""What a judgement rests on, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.kernel.i18n import t
from console.presenters.cell_row import ATTAINMENT
from console.presenters.format import quantity
from console.presenters.signal_text import signal_label
from console.presenters.trouble_text import trouble_text

if TYPE_CHECKING:
    from console.domain.layer_health import Evidence


def evidence_text(evidence: Evidence) -> str:
    """Return one short phrase: a measured value with its place, the state of a workload, or a cause."""
    if evidence.trouble is not None:
        return trouble_text(evidence.trouble)
    if evidence.key is not None:
        signal = SIGNALS_BY_KEY[evidence.key.signal]
        place = evidence.key.service or evidence.key.target or evidence.key.segment
        label = t("SLO attained") if signal.key == ATTAINMENT else signal_label(signal.key)  # not what is left of it
        name = f"{label} {place}".strip()
        return f"{name} {quantity(evidence.value, signal.unit)}"
    if not evidence.workload:
        return t("nothing is measured")
    if evidence.ready is None:
        return t("{name} is missing", name=evidence.workload)
    if evidence.is_stuck and evidence.ready >= (evidence.desired or 0):
        return t("{name}: its newest pods do not come up", name=evidence.workload)
    return t(
        "{name} {ready}/{desired} ready", name=evidence.workload, ready=evidence.ready, desired=evidence.desired or 0
    )
