"""KEDA does not react: its trigger cannot be built (a secret is missing), sees nothing, or its threshold is high."""

import re
from collections.abc import Iterator

from console.domain.autoscaler import Autoscaler
from console.domain.backpressure import ChainReadings, wanted_replicas
from console.domain.diagnosis.case import Case, CellCase
from console.domain.diagnosis.diagnosis import Diagnosis
from console.domain.diagnosis.fault import FAULTS, Fault
from console.domain.diagnosis.proof import ObjectProof, Proof, QueryProof, Shows
from console.domain.health import Health
from console.domain.resource import Condition
from console.domain.scaled_queue import activation_of, queue_of, target_of
from console.kernel.i18n import t

KEY = "keda-does-not-react"
SECRET_MISSING, TRIGGER_BROKEN = "secret_missing", "trigger_broken"
SEES_NOTHING, BELOW_THRESHOLD = "sees_nothing", "below_threshold"
_SECRET = re.compile(r"secrets? \\?[\"'`]?([a-z0-9][a-z0-9.-]*)\\?[\"'`]? (?:was )?not found", re.IGNORECASE)
_NOTICED = 2
"""One replica more or less is not worth a word: the lag must call for at least so many."""
_MEANT = 3
"""A threshold is there to let a little wait; work for so many replicas more is not a little."""


def _find(case: Case) -> Iterator[Diagnosis]:
    for cell in case.cells:
        for scaler in cell.autoscalers:
            is_judged = scaler.ref.kind == "ScaledObject" and not scaler.paused
            found = (_broken(cell, scaler) or _deaf(cell, scaler)) if is_judged else None
            if found is not None:
                yield found


def _broken(cell: CellCase, scaler: Autoscaler) -> Diagnosis | None:
    ready = _condition(scaler, "Ready")
    if ready is None or ready.status != "False":
        return None
    secret = _SECRET.search(ready.message)
    own, waiting = _own(cell, scaler, "queue_length")
    is_short = _is_short(cell, scaler, waiting)
    return Diagnosis(
        fault=KEY,
        health=Health.CRITICAL if is_short else Health.WARNING,
        cells=(cell.cell,),
        proofs=(_said(scaler, ready), *_hpa(cell, scaler), *own),
        variant=SECRET_MISSING if secret else TRIGGER_BROKEN,
        subjects=(scaler.ref.name, secret[1]) if secret else (scaler.ref.name,),
        since_s=ready.changed_at_s,
    )


def _deaf(cell: CellCase, scaler: Autoscaler) -> Diagnosis | None:
    """Judge by what lasted five minutes (``queue_floor``, ``keda_ceiling``): KEDA polls, and a lag comes and goes."""
    active, (lag, floor) = _condition(scaler, "Active"), _own(cell, scaler, "queue_floor")
    if active is None or active.status != "False" or floor is None or not _is_short(cell, scaler, floor):
        return None
    seen = cell.proofs("keda_ceiling", scaler.ref.name)
    threshold = activation_of(scaler)
    proofs: tuple[Proof, ...]
    if floor <= threshold and not _is_short(cell, scaler, floor, _MEANT):
        return None
    if floor <= threshold:
        variant, proofs = BELOW_THRESHOLD, (_threshold(scaler, threshold),)
    elif seen and all(one.reading.value <= 0 for one in seen):
        variant, proofs = SEES_NOTHING, seen
    else:
        return None
    return Diagnosis(
        fault=KEY,
        health=Health.WARNING,
        cells=(cell.cell,),
        proofs=(_said(scaler, active), *proofs, *lag, *_workload(cell, scaler)),
        variant=variant,
        subjects=(scaler.ref.name,),
    )


def _is_short(cell: CellCase, scaler: Autoscaler, lag: float | None, missing: int = 1) -> bool:
    """Return whether the lag calls for so many replicas more than there are."""
    wanted = wanted_replicas(ChainReadings(lag=lag, target=target_of(scaler)))
    there = next((one.available for one in cell.workloads if one.ref.name == scaler.target_name), None)
    return wanted is not None and there is not None and wanted >= max(_NOTICED, there + missing)


def _own(cell: CellCase, scaler: Autoscaler, signal: str) -> tuple[tuple[QueryProof, ...], float | None]:
    """Return what tells the length of its own queue, and the length; ``None`` where nobody can tell whose it is."""
    found = cell.proofs(signal)
    groups = queue_of(scaler, cell.autoscalers, {one.key.target: one.reading.value for one in found})
    own = tuple(one for one in found if one.key.target in groups)
    return own, sum(one.reading.value for one in own) if own else None


def _threshold(scaler: Autoscaler, threshold: float) -> Proof:
    return ObjectProof(scaler.ref, Shows.THRESHOLD, found=threshold, expected=target_of(scaler))


def _condition(scaler: Autoscaler, type_: str) -> Condition | None:
    return next((one for one in scaler.conditions if one.type == type_), None)


def _said(scaler: Autoscaler, one: Condition) -> Proof:
    return ObjectProof(scaler.ref, Shows.CONDITION, f"{one.type}={one.status} {one.reason}: {one.message}")


def _hpa(cell: CellCase, scaler: Autoscaler) -> Iterator[Proof]:
    """Yield what the HPA that KEDA made says of its missing metric."""
    for one in cell.autoscalers:
        active, is_its = _condition(one, "ScalingActive"), one.owner == f"ScaledObject/{scaler.ref.name}"
        is_its = is_its or one.ref.name == f"keda-hpa-{scaler.ref.name}"
        if is_its and active is not None and active.status == "False":
            yield _said(one, active)


def _workload(cell: CellCase, scaler: Autoscaler) -> Iterator[Proof]:
    for one in cell.workloads:
        if one.ref.name == scaler.target_name:
            yield ObjectProof(one.ref, Shows.AVAILABLE, found=float(one.available), expected=float(one.desired))


def _meaning(found: Diagnosis) -> str:
    name = found.subjects[0]
    if found.variant == SECRET_MISSING:
        return t(
            "The trigger of {name} cannot be built because the Secret {secret} is missing: the queue adds no replica.",
            name=name,
            secret=found.subjects[1],
        )
    if found.variant == SEES_NOTHING:
        return t(
            "Messages wait, but the trigger of {name} reads none: it looks at another queue or consumer group.",
            name=name,
        )
    if found.variant == BELOW_THRESHOLD:
        return t(
            "More messages wait than the replicas can take, but the trigger of {name} acts only above its threshold.",
            name=name,
        )
    return t("The trigger of {name} cannot be built: the queue adds no replica.", name=name)


def _steps(found: Diagnosis) -> tuple[str, ...]:
    repair = {
        SECRET_MISSING: t(
            "Create the Secret again in the same namespace, with the keys that the TriggerAuthentication names."
        ),
        TRIGGER_BROKEN: t("Repair what KEDA complains of in the conditions of the ScaledObject."),
        SEES_NOTHING: t("Compare topic and consumer group of the trigger with those of the workers."),
        BELOW_THRESHOLD: t("Lower the activation threshold of the trigger below the waiting lag."),
    }[found.variant]
    return (
        repair,
        t("Until then, raise the minimum of replicas of the ScaledObject so that the backlog shrinks."),
        t("It worked when Ready and Active are True and the lag falls."),
    )


FAULTS.add(Fault(KEY, lambda: t("KEDA does not react"), _find, _meaning, _steps))
