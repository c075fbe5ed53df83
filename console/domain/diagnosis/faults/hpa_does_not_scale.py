"""HPA does not scale: nobody gives it CPU and memory figures (the metrics server is not in sync)."""

from collections.abc import Iterator

from console.domain.autoscaler import Autoscaler
from console.domain.diagnosis.case import Case, CellCase
from console.domain.diagnosis.diagnosis import Diagnosis
from console.domain.diagnosis.fault import FAULTS, Fault
from console.domain.diagnosis.proof import ObjectProof, Shows
from console.domain.health import Health
from console.domain.operation import Operation
from console.domain.operations.scale_workload import ScaleWorkload
from console.domain.resource import Condition
from console.domain.workload import Workload
from console.kernel.i18n import t

KEY = "hpa-does-not-scale"
SERVER_DOWN, FIGURES_MISSING = "server_down", "figures_missing"
HOLD_S = 180.0
"""New pods have no figures for their first minutes; only with the server gone is there nothing to wait for."""
_REASONS = {"FailedGetResourceMetric", "FailedGetContainerResourceMetric"}


def _find(case: Case) -> Iterator[Diagnosis]:
    """Find one for each cluster: its autoscalers ask the same server."""
    for cluster in dict.fromkeys(one.cluster for one in case.cells):
        down = [one for one in case.systems.get(cluster, ()) if one.available <= 0]
        blind = [
            (cell, scaler, condition)
            for cell in case.cells
            if cell.cluster == cluster
            for scaler in cell.autoscalers
            if (condition := _blindness(scaler)) is not None and (down or _lasts(condition, case.now_s))
        ]
        if blind:
            yield _diagnosis(blind, down)


def _blindness(scaler: Autoscaler) -> Condition | None:
    return next(
        (
            one
            for one in scaler.conditions
            if one.type == "ScalingActive" and one.status == "False" and one.reason in _REASONS
        ),
        None,
    )


def _lasts(condition: Condition, now_s: float) -> bool:
    return condition.changed_at_s is not None and now_s - condition.changed_at_s >= HOLD_S


def _diagnosis(blind: list[tuple[CellCase, Autoscaler, Condition]], down: list[Workload]) -> Diagnosis:
    servers = tuple(
        ObjectProof(one.ref, Shows.AVAILABLE, found=float(one.available), expected=float(max(one.desired, 1)))
        for one in down
    )
    scalers = tuple(
        ObjectProof(scaler.ref, Shows.CONDITION, f"{one.type}={one.status} {one.reason}: {one.message}")
        for _, scaler, one in blind
    )
    times = [one.changed_at_s for _, _, one in blind if one.changed_at_s is not None]
    return Diagnosis(
        fault=KEY,
        health=Health.CRITICAL if down else Health.WARNING,
        cells=tuple(dict.fromkeys(cell.cell for cell, _, _ in blind)),
        proofs=(*servers, *scalers),
        variant=SERVER_DOWN if down else FIGURES_MISSING,
        subjects=tuple(dict.fromkeys(one.ref.name for one in down)),
        remedies=_remedies(down),
        since_s=min(times, default=None),
    )


def _remedies(down: list[Workload]) -> tuple[Operation, ...]:
    """Return the replicas that are missing because somebody wants none; what else stops pods has to be looked at."""
    return tuple(
        ScaleWorkload(one.ref.connection, one.ref.kind, one.ref.namespace, one.ref.name, 1)
        for one in down
        if one.desired <= 0
    )


def _meaning(found: Diagnosis) -> str:
    if found.variant == SERVER_DOWN:
        servers = ", ".join(found.subjects)
        return t(
            "{server} has no available pod, so no HPA reads CPU or memory: replicas stay as they are under any load.",
            server=servers,
        )
    return t("HPAs get no CPU or memory figures for their pods: replicas stay as they are under any load.")


def _steps(_found: Diagnosis) -> tuple[str, ...]:
    return (
        t("Look at the pods and events of the metrics server; scale it back when somebody scaled it to zero."),
        t("Until it serves, set the replicas of the busiest services by hand."),
        t("It worked when ScalingActive of the HPAs is True again."),
    )


FAULTS.add(Fault(KEY, lambda: t("HPA does not scale"), _find, _meaning, _steps))
