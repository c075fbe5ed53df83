"""One round over all signals: few queries at a time; what fails alone does not hide the rest."""

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.prometheus.signal_plan import PlannedSignal, SignalPlan
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.gathered import gathered

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader, Vector

AT_ONCE = 4
QUERY_S = 10.0
_MOST_TIMEOUTS = 3
_WHOLE_SERVER = (ErrorKind.UNREACHABLE, ErrorKind.AUTH, ErrorKind.THROTTLED)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round brought; ``at_s`` is the server's time at its beginning, ``failures`` is by signal."""

    at_s: float
    readings: Mapping[SignalKey, Reading]
    failures: Mapping[str, ConnectorError]
    warnings: tuple[str, ...]


async def run_round(reader: "PrometheusReader", plan: SignalPlan) -> Round:
    """Ask for every signal of the plan; raise ``ConnectorError`` when the server as a whole does not answer.

    A cheap query goes ahead: it finds a server that is away or silent before thirty queries wait for it, and tells
    the server's time, so that all signals are evaluated at the same instant.
    """
    probe = await reader.instant("vector(1)", timeout_s=QUERY_S)
    at_s = probe.samples[0].at_s if probe.samples else None
    gate = asyncio.Semaphore(AT_ONCE)
    timeouts = 0

    async def one(planned: PlannedSignal) -> "Vector | ConnectorError":
        nonlocal timeouts
        async with gate:
            try:
                return await reader.instant(planned.query, at_s, timeout_s=QUERY_S)
            except ConnectorError as fault:
                timeouts += fault.kind is ErrorKind.TIMEOUT
                if fault.kind in _WHOLE_SERVER or timeouts >= _MOST_TIMEOUTS:
                    raise
                return fault

    results = await gathered(*(one(planned) for planned in plan.signals))
    return _collected(plan, list(zip(plan.signals, results, strict=True)), at_s or 0.0)


def _collected(plan: SignalPlan, results: "list[tuple[PlannedSignal, Vector | ConnectorError]]", at_s: float) -> Round:
    readings: dict[SignalKey, Reading] = {}
    failures: dict[str, ConnectorError] = {}
    warnings: dict[str, None] = {}
    for planned, result in results:
        if isinstance(result, ConnectorError):
            failures[planned.signal.key] = result
            continue
        warnings.update(dict.fromkeys(result.warnings))
        for sample in result.samples:
            key = plan.key_of(planned.signal, sample.labels)
            if key is not None and not math.isnan(sample.value):  # 0/0 says nothing: it is missing, not zero
                readings[key] = Reading(sample.value, sample.at_s, planned.query)
    if failures and len(failures) == len(results):
        raise next(iter(failures.values()))
    return Round(at_s, readings, failures, tuple(warnings))
