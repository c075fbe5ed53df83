"""Drift between a cell's template, its declaration and what runs (L1.4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.domain.cell_template import CellTemplateSpec, ObservedCell, ReplicaBounds

_CLOSE = 1e-9


class DriftSide(StrEnum):
    """Which of the two deviates from the template."""

    DECLARED = "declared"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference: where, what should be there and what is; an empty text means absent.

    Paths read ``services/web``, ``services/web/layer``, ``data_stores/redis``, ``autoscale/web/max``,
    ``quotas/langchain_rps``. ``side`` is who deviates.
    """

    side: DriftSide
    path: str
    expected: str
    found: str


def template_drift(template: CellTemplateSpec, declared: CellTemplateSpec, observed: ObservedCell) -> tuple[Drift, ...]:
    """Return every difference, declaration first, each side ordered by path.

    The declaration deviates where it states something else than the template; what it does not state, it takes over.
    What runs is compared with the template, so an intended deviation of the declaration shows on both sides. Parts of
    the observation that were not read give no difference.
    """
    found = [*_declared(template, declared), *_running(template, observed)]
    return tuple(sorted(found, key=lambda drift: (drift.side is DriftSide.RUNNING, drift.path)))


def _declared(template: CellTemplateSpec, declared: CellTemplateSpec) -> Iterator[Drift]:
    side = DriftSide.DECLARED
    if declared.services:
        yield from _parts(side, "services", set(template.services), set(declared.services))
        yield from _layers(side, template, {name: str(layer) for name, layer in declared.services.items()})
    if declared.data_stores:
        yield from _parts(side, "data_stores", set(template.data_stores), set(declared.data_stores))
    if template.bounds is not None and declared.bounds is not None:
        yield from _bounds(side, "autoscale", template.bounds, declared.bounds)
    for service in sorted(set(template.bounds_by_service) & set(declared.bounds_by_service)):
        wanted, stated = template.bounds_by_service[service], declared.bounds_by_service[service]
        yield from _bounds(side, f"autoscale/{service}", wanted, stated)
    stated_quotas = {name: value for name, value in declared.quotas.items() if name in template.quotas}
    for name, value in stated_quotas.items():
        yield from _quota(side, name, template.quotas[name], value)
    for name in sorted(set(declared.quotas) - set(template.quotas)):
        yield Drift(side, f"quotas/{name}", "", _number(declared.quotas[name]))


def _running(template: CellTemplateSpec, observed: ObservedCell) -> Iterator[Drift]:
    side = DriftSide.RUNNING
    if observed.workloads is not None:
        wanted = {
            **dict.fromkeys(template.services, "services"),
            **dict.fromkeys(template.data_stores, "data_stores"),
        }
        for name in sorted(set(wanted) - set(observed.workloads)):
            yield Drift(side, f"{wanted[name]}/{name}", name, "")
        for name in sorted(set(observed.workloads) - set(wanted)):
            yield Drift(side, f"services/{name}", "", name)
        yield from _layers(side, template, observed.workloads)
    if observed.bounds is not None:
        yield from _running_bounds(template, observed.bounds)
    if observed.quotas is not None:
        for name, wanted_quota in template.quotas.items():
            yield from _quota(side, name, wanted_quota, observed.quotas.get(name), known=name in observed.quotas)
        for name in sorted(set(observed.quotas) - set(template.quotas)):
            value = observed.quotas[name]
            yield Drift(side, f"quotas/{name}", "", "?" if value is None else _number(value))


def _running_bounds(template: CellTemplateSpec, observed: Mapping[str, ReplicaBounds]) -> Iterator[Drift]:
    """Compare autoscalers with the template; a service without one is judged only where it has bounds of its own."""
    for service in sorted(template.services):
        own = template.bounds_by_service.get(service)
        wanted = own or template.bounds
        if wanted is None:
            continue
        if service in observed:
            yield from _bounds(DriftSide.RUNNING, f"autoscale/{service}", wanted, observed[service])
        elif own is not None:
            yield Drift(DriftSide.RUNNING, f"autoscale/{service}", _span(own), "")


def _parts(side: DriftSide, section: str, wanted: set[str], found: set[str]) -> Iterator[Drift]:
    for name in sorted(wanted - found):
        yield Drift(side, f"{section}/{name}", name, "")
    for name in sorted(found - wanted):
        yield Drift(side, f"{section}/{name}", "", name)


def _layers(side: DriftSide, template: CellTemplateSpec, found: Mapping[str, str]) -> Iterator[Drift]:
    for name, layer in template.services.items():
        if found.get(name) and found[name] != layer:
            yield Drift(side, f"services/{name}/layer", str(layer), found[name])


def _bounds(side: DriftSide, path: str, wanted: ReplicaBounds, found: ReplicaBounds) -> Iterator[Drift]:
    for end, expected, is_there in (
        ("max", wanted.maximum, found.maximum),
        ("min", wanted.minimum, found.minimum),
    ):
        if expected is not None and is_there is not None and expected != is_there:
            yield Drift(side, f"{path}/{end}", str(expected), str(is_there))


def _quota(side: DriftSide, name: str, wanted: float, found: float | None, *, known: bool = True) -> Iterator[Drift]:
    if not known:
        yield Drift(side, f"quotas/{name}", _number(wanted), "")
    elif found is None:
        yield Drift(side, f"quotas/{name}", _number(wanted), "?")
    elif abs(found - wanted) > _CLOSE * max(abs(found), abs(wanted)):
        yield Drift(side, f"quotas/{name}", _number(wanted), _number(found))


def _span(bounds: ReplicaBounds) -> str:
    least = "" if bounds.minimum is None else str(bounds.minimum)
    most = "" if bounds.maximum is None else str(bounds.maximum)
    return f"{least}–{most}"


def _number(value: float) -> str:
    return f"{value:.12g}"
