"""Router skew: the weights are not the agreed ones, and nothing explains it."""

from collections.abc import Iterator

from console.domain.diagnosis.case import Case, RouterCase
from console.domain.diagnosis.diagnosis import Diagnosis
from console.domain.diagnosis.fault import FAULTS, Fault
from console.domain.diagnosis.proof import ObjectProof, Proof, Shows
from console.domain.health import Health
from console.domain.limit import reading_health
from console.domain.operation import Operation
from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.route_share import RouteShare
from console.domain.scaling_demand import wants_more
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.kernel.i18n import t

KEY = "router-skew"
_ALL = 100
_ERRORS = SIGNALS_BY_KEY["router_error_ratio"]


def _find(case: Case) -> Iterator[Diagnosis]:
    for router in case.routers:
        receivers = [one for one in router.shares if one.is_changed and _excess(one) > 0]
        givers = [one for one in router.shares if one.is_changed and _excess(one) < 0]
        if receivers and not _is_drained(case, givers):
            yield _diagnosis(case, router, sorted((*receivers, *givers), key=lambda one: -_excess(one)))


def _excess(share: RouteShare) -> float:
    return (share.configured or 0.0) - (share.agreed or 0.0)


def _is_drained(case: Case, givers: list[RouteShare]) -> bool:
    """Traffic that was taken from a cell that cannot serve it is mending, not a fault."""
    cells = [case.cell(one.cell) for one in givers]
    return any(cell is not None and cell.serving is Health.CRITICAL for cell in cells)


def _diagnosis(case: Case, router: RouterCase, changed: list[RouteShare]) -> Diagnosis:
    weights = tuple(
        ObjectProof(router.route.ref, Shows.WEIGHT, one.cell, one.configured, one.agreed) for one in changed
    )
    receivers = [one.cell for one in changed if _excess(one) > 0]
    harm = (*_full(case, receivers), *_failing(case, receivers))
    traffic = tuple(
        proof
        for one in changed
        if (cell := case.cell(one.cell)) is not None
        for proof in cell.proofs("router_rps", expected=_fair_rate(router, one))
    )
    remedy = _remedy(router)
    return Diagnosis(
        fault=KEY,
        health=Health.CRITICAL if harm else Health.WARNING,
        cells=tuple(one.cell for one in changed),
        proofs=(*weights, *traffic, *harm),
        subjects=(router.name,),
        remedies=(remedy,) if remedy is not None else (),
    )


def _fair_rate(router: RouterCase, share: RouteShare) -> float | None:
    """Return the requests per second that the cell would get with the agreed weights."""
    rates = [one.rate for one in router.shares if one.rate is not None]
    return sum(rates) * share.agreed if rates and share.agreed is not None else None


def _full(case: Case, receivers: list[str]) -> Iterator[Proof]:
    for key in receivers:
        cell = case.cell(key)
        for scaler in cell.autoscalers if cell is not None else ():
            if wants_more(scaler):
                yield ObjectProof(scaler.ref, Shows.AT_MAXIMUM, found=float(scaler.maximum or 0))


def _failing(case: Case, receivers: list[str]) -> Iterator[Proof]:
    """Yield how many requests fail where too many arrive, once that is beyond the signal's critical limit."""
    for key in receivers:
        cell = case.cell(key)
        for proof in cell.proofs(_ERRORS.key) if cell is not None else ():
            if reading_health(_ERRORS, proof.reading.value) is Health.CRITICAL:
                yield proof


def _remedy(router: RouterCase) -> Operation | None:
    """Return the weights that were agreed, in whole percents that sum to 100; nothing where they are not all known."""
    agreed = {one.cell: one.agreed for one in router.shares if one.agreed is not None}
    if router.rule is None or not router.names or any(cell not in agreed for cell, _ in router.names):
        return None
    total = sum(agreed[cell] for cell, _ in router.names)
    if total <= 0:
        return None
    whole = _whole([agreed[cell] / total for cell, _ in router.names])
    ref = router.route.ref
    weights = tuple((name, weight) for (_, name), weight in zip(router.names, whole, strict=True))
    return SetRouteWeights(ref.connection, ref.kind, ref.namespace, ref.name, router.rule.path, weights)


def _whole(shares: list[float]) -> list[int]:
    """Round to whole percents by the largest remainder, so that nothing is lost."""
    floors = [int(_ALL * one) for one in shares]
    order = sorted(range(len(shares)), key=lambda place: floors[place] - _ALL * shares[place])
    for place in order[: _ALL - sum(floors)]:
        floors[place] += 1
    return floors


def _meaning(found: Diagnosis) -> str:
    return t(
        "The weights of {name} are not the agreed ones: some cells get more than they were sized for.",
        name=found.subjects[0],
    )


def _steps(_found: Diagnosis) -> tuple[str, ...]:
    return (
        t("Ask who changed the weights, and whether a rollout is meant to; if so, change what was agreed instead."),
        t("Set the weights back to the agreed ones."),
        t("It worked when the observed shares follow within five minutes."),
    )


FAULTS.add(Fault(KEY, lambda: t("Router skew"), _find, _meaning, _steps))
