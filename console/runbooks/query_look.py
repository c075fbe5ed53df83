"""Whether a PromQL expression holds now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.runbooks.awaited import Finding

if TYPE_CHECKING:
    from console.ports.metric import Sample
    from console.runbooks.step_context import StepContext

_MOST_SHOWN = 20
_BOOL = re.compile(r"[<>=!]=?\s*bool\b")


async def query_look(context: StepContext, query: str, connection: str, *, wants_none: bool = False) -> Finding:
    """Ask once. It holds when something comes back (nothing, if ``wants_none``); with ``bool`` all must be 1."""
    samples = await context.outside.metrics(connection).query(query)
    context.write("".join(f"{_labels(one)} {one.value:g}\n" for one in samples[:_MOST_SHOWN]) or t("nothing") + "\n")
    is_bool = _BOOL.search(query) is not None
    counted = [one for one in samples if one.value == 1] if is_bool else list(samples)
    if is_bool and samples:
        sentence = t("It holds for {count} of {all} series.", count=len(counted), all=len(samples))
    else:
        sentence = _sentence(counted)
    return Finding(not counted if wants_none else bool(counted) and len(counted) == len(samples), sentence)


def _sentence(samples: list[Sample]) -> str:
    if not samples:
        return t("The query returns nothing.")
    if len(samples) == 1:
        return t("The query returns {value}.", value=f"{samples[0].value:.4g}")
    low, high = min(one.value for one in samples), max(one.value for one in samples)
    return t("The query returns {count} series from {low} to {high}.", count=len(samples), low=f"{low:.4g}",
             high=f"{high:.4g}")  # fmt: skip


def _labels(sample: Sample) -> str:
    inside = ", ".join(f'{key}="{value}"' for key, value in sorted(sample.labels.items()) if key != "__name__")
    return f"{sample.labels.get('__name__', '')}{{{inside}}}"
