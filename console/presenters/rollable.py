"""What can be rolled out over the cells of the estate: images, Workers, routes, pools and models, with their levers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from console.domain.edge.edge_worker import EdgeWorker
from console.domain.edge.load_balancer import LoadBalancer
from console.domain.rollout import Rollout
from console.domain.rollouts.argo_lever import ArgoLever
from console.domain.rollouts.lever_versions import lever_versions, with_versions
from console.domain.rollouts.model_lever import ModelLever
from console.domain.rollouts.pool_lever import PoolLever
from console.domain.rollouts.route_lever import RouteLever
from console.domain.rollouts.worker_lever import WorkerLever
from console.domain.route import Route
from console.estate.schema.router import ModelRouter
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.router_weights import router_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from console.domain.rollouts.rollout_wave import Lever
    from console.estate.schema.cell import Cell
    from console.store.state import State

ROLLABLE_TOPICS = ("rollouts", "edge-workers", "routes", "load-balancers", "settings")
_TWO = 2


class Rollable(NamedTuple):
    """``levers`` are by cell, as they would begin; ``one``: they are the same thing, so that one cell is enough.

    ``choices`` are (value, words) of what may be given, none: any text; ``new`` and ``old`` are proposed. ``weights``
    are those of pools as they are.
    """

    kind: str
    name: str
    levers: Mapping[str, Lever]
    choices: tuple[tuple[str, str], ...]
    new: str
    old: str
    one: bool = False
    weights: tuple[tuple[str, float], ...] = ()

    def chosen(self, new: str, old: str) -> dict[str, Lever]:
        """Return the levers that give ``new`` in the place of ``old``; raise ``UserError`` for a senseless choice."""
        known = {value for value, _ in self.choices}
        new, old = self._meant(new), self._meant(old)
        unknown = next((one for one in (new, old) if known and one not in known), "")
        if unknown or not new:
            raise UserError(
                t("{name} has no {version}.", name=self.name, version=repr(unknown)),
                t("There are: {names}.", names=", ".join(sorted(known)) or t("none")),
            )
        if known and new == old:
            raise UserError(t("{name} cannot replace itself.", name=new), t("Choose another one."))
        return {cell: self._lever(lever, new, old) for cell, lever in self.levers.items()}

    def _meant(self, text: str) -> str:
        """Return the choice that a text means: its value, or a word that no other one has (a tag, a number)."""
        fits = [value for value, words in self.choices if text in (value, *words.split())]
        return fits[0] if len(fits) == 1 else text

    def _lever(self, lever: Lever, new: str, old: str) -> Lever:
        chosen = with_versions(lever, new, old)
        if not isinstance(chosen, PoolLever):
            return chosen
        together = sum(weight for name, weight in self.weights if name in (new, old)) or 1.0
        if together <= 1:
            return replace(chosen, together=round(together, 4))
        others = ((name, round(weight / together, 4)) for name, weight in self.weights if name not in (new, old))
        return replace(chosen, together=1.0, others=tuple(others))


def kind_title(kind: str) -> str:
    """Return what a kind of lever moves, as a heading."""
    return {
        "image": t("Image"),
        "worker": t("Worker version"),
        "route": t("Traffic weight"),
        "pool": t("Pool weight"),
        "model": t("Model share"),
    }[kind]


def rollables(state: State) -> tuple[Rollable, ...]:
    """Return what was read of the estate that a share can be given of; images first, each by its name."""
    found = (*_images(state), *_workers(state), *_routes(state), *_pools(state), *_models(state))
    return tuple(sorted(found, key=lambda one: (list(_FINDERS).index(one.kind), one.name)))


_FINDERS = ("image", "worker", "route", "pool", "model")


def _cells(state: State) -> tuple[Cell, ...]:
    return state.estate.cells if state.estate is not None else ()


def _is_in(cell: Cell, connection: str, namespace: str) -> bool:
    return cell.cluster == connection and namespace in cell.selectors.namespaces


def _images(state: State) -> Iterator[Rollable]:
    found: dict[str, dict[str, Lever]] = {}
    for cell in _cells(state):
        for row in state.rows(cell.cluster, "rollouts", Rollout):
            if _is_in(cell, cell.cluster, row.ref.namespace) and row.images and row.containers:
                lever = ArgoLever(cell.cluster, row.ref.namespace, row.ref.name, row.containers[0], row.images[0])
                found.setdefault(row.ref.name, {})[cell.key] = lever
    for name, levers in found.items():
        yield Rollable("image", name, levers, (), lever_versions(next(iter(levers.values())))[0], "")


def _workers(state: State) -> Iterator[Rollable]:
    for account in state.estate.cloudflare if state.estate is not None else ():
        for row in state.rows(account.key, "edge-workers", EdgeWorker):
            versions = [one.version_id for one in row.versions]
            now = max(row.shares, key=lambda one: one.percent, default=None)
            new = next((one for one in versions if now is not None and one != now.version_id), "")
            if now is None or not new:
                continue
            lever = WorkerLever(account.key, row.ref.name, new, now.version_id)
            choices = tuple((one.version_id, _version_words(one.number, one.version_id, one.note)) for one in
                            row.versions)  # fmt: skip
            yield Rollable("worker", row.ref.name, _everywhere(state, lever), choices, new, now.version_id, one=True)


def _version_words(number: int | None, version: str, note: str) -> str:
    return " ".join(one for one in (f"#{number}" if number is not None else "", version[:8], note) if one)


def _everywhere(state: State, lever: Lever) -> dict[str, Lever]:
    return {cell.key: lever for cell in _cells(state)}


def _routes(state: State) -> Iterator[Rollable]:
    found: dict[tuple[str, tuple[str, ...]], dict[str, Lever]] = {}
    for lever, cell in _route_levers(state):
        names = tuple(name for name, _ in lever.weights)
        place = lever.name if cell else f"{lever.namespace}/{lever.name}"
        levers = {cell: lever} if cell else _everywhere(state, lever)
        found.setdefault((f"{place} {lever.rule}", names), {}).update(levers)
    for (name, names), levers in found.items():
        first = next(iter(levers.values()))
        choices = tuple((one, one) for one in names)
        yield Rollable("route", name, levers, choices, *lever_versions(first), one=_is_one(levers))


def _route_levers(state: State) -> Iterator[tuple[RouteLever, str]]:
    """Return the levers of all rules with two targets, with the cell whose namespace they are in (or none)."""
    for connection, topic in state.objects:
        for row in state.rows(connection, topic, Route) if topic == "routes" else ():
            cell = next((one.key for one in _cells(state) if _is_in(one, connection, row.ref.namespace)), "")
            for rule in row.rules:
                weights = tuple(
                    (f"{one.host}/{one.subset}" if one.subset else one.host, one.weight) for one in rule.destinations
                )
                if len(weights) >= _TWO:
                    new, old = _ends(weights)
                    ref = row.ref
                    yield RouteLever(connection, ref.kind, ref.namespace, ref.name, rule.path, new, old, weights), cell


def _pools(state: State) -> Iterator[Rollable]:
    for connection, topic in state.objects:
        for row in state.rows(connection, topic, LoadBalancer) if topic == "load-balancers" else ():
            if len(row.weights) < _TWO:
                continue
            new, old = _ends(row.weights)
            lever = PoolLever(connection, row.ref.namespace, row.ref.name, new, old)
            choices = tuple((pool, pool) for pool, _ in row.weights)
            levers = _everywhere(state, lever)
            yield Rollable("pool", row.ref.name, levers, choices, new, old, one=True, weights=row.weights)


def _models(state: State) -> Iterator[Rollable]:
    found: dict[tuple[str, ...], dict[str, Lever]] = {}
    for router in state.estate.routers if state.estate is not None else ():
        weights = tuple(router_weights(state, router).items()) if isinstance(router, ModelRouter) else ()
        if not isinstance(router, ModelRouter) or len(weights) < _TWO:
            continue
        new, old = _ends(weights)
        at = router.config_map
        lever = ModelLever(router.cluster, at.namespace, at.name, at.entry, new, old, weights, router.format)
        cells = router.cells or tuple(one.key for one in _cells(state) if one.cluster == router.cluster)
        found.setdefault(tuple(sorted(name for name, _ in weights)), {}).update(dict.fromkeys(cells, lever))
    for names, levers in found.items():
        first = next(iter(levers.values()))
        choices = tuple((one, one) for one in names)
        yield Rollable("model", ", ".join(names), levers, choices, *lever_versions(first), one=_is_one(levers))


def _ends(weights: Iterable[tuple[str, float]]) -> tuple[str, str]:
    """Return the target with the least weight, which is to get more, and the one with the most."""
    ordered = sorted(weights, key=lambda one: one[1])
    return ordered[0][0], ordered[-1][0]


def _is_one(levers: Mapping[str, Lever]) -> bool:
    return len(levers) > 1 and len({id(one) for one in levers.values()}) == 1
