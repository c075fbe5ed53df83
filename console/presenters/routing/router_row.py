"""Routers of the estate: agreed, configured and observed shares of every target, the largest drift first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.edge.load_balancer import LoadBalancer
from console.domain.edge.pool_weight import STEPS
from console.domain.health import Health
from console.domain.route import Destination, Route
from console.domain.route_share import RouteShare, observed_shares, share
from console.estate.schema.router import CloudflareRouter, GatewayRouter, IstioRouter, ModelRouter
from console.kernel.i18n import t
from console.presenters.format import percent
from console.presenters.reading_index import ReadingIndex
from console.presenters.router_share import BALANCERS, balancer_of, route_of, rule_of
from console.presenters.router_weights import router_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from console.estate.schema.cell import Cell
    from console.estate.schema.router import CellDestination
    from console.store.state import State

PERCENTS, PER_MILLE = 100, 1000
ROUTING_TOPICS = (
    *("signals", "routes", "settings", "load-balancers", "rate-limits", "quotas", "traffic-policies", "zones"),
    *("autoscalers", "edge-stores"),
)


class RouterTarget(NamedTuple):
    """``name`` as the router's object writes it; ``shares.cell`` is the cell or model, empty for neither."""

    name: str
    title: str
    shares: RouteShare


class RouterRow(NamedTuple):
    """A router; ``weights`` are changed in steps of one of ``whole`` parts.

    ``place`` is where they live (rule, entry or zone), ``drift`` the largest difference (0 to 1) of agreed, configured
    and observed, ``None`` where nothing can be compared. ``source`` and ``query`` are the evidence of observed shares.
    """

    key: str
    title: str
    kind: str
    connection: str
    namespace: str
    name: str
    place: str
    whole: int
    targets: tuple[RouterTarget, ...]
    source: str = ""
    query: str = ""
    read_at_s: float | None = None

    @property
    def drift(self) -> float | None:
        """Return the largest difference of any target."""
        return max((abs(one) for target in self.targets for one in _differences(target.shares)), default=None)

    @property
    def health(self) -> Health:
        """Return critical for weights that nobody agreed to, a warning for traffic that does not follow them."""
        if any(one.shares.is_changed for one in self.targets):
            return Health.CRITICAL
        if any(one.shares.is_not_followed for one in self.targets):
            return Health.WARNING
        return Health.UNKNOWN if self.drift is None else Health.OK

    @property
    def worst(self) -> RouterTarget | None:
        """Return the target that differs most; of two that differ alike the one that gets more: it has to bear it."""
        return max(self.targets, key=_weight_of_difference, default=None)

    @property
    def sentence(self) -> str:
        """Return what is wrong with it, or that nothing is."""
        worst = self.worst
        if worst is None or self.drift is None:
            return t("Its weights are not known.") if worst is None else t("There is nothing to compare with yet.")
        one = worst.shares
        if one.is_changed:
            return t("{target}: {agreed} agreed, {configured} configured", target=worst.title,
                     agreed=percent(one.agreed), configured=percent(one.configured))  # fmt: skip
        if one.is_not_followed:
            return t("{target}: {configured} configured, {observed} observed", target=worst.title,
                     configured=percent(one.configured), observed=percent(one.observed))  # fmt: skip
        if all(target.shares.observed is None for target in self.targets):
            return t("configured as agreed; what each target gets is not measured")
        return t("traffic follows the weights")


def router_rows(state: State) -> tuple[RouterRow, ...]:
    """Return the routers of the estate and load balancers that it does not name, the worst first."""
    index = ReadingIndex(state)
    rows = [*_named(state, index), *_balancers(state)]
    return tuple(sorted(rows, key=lambda row: (-row.health, -round(row.drift or 0.0, 3), row.title)))


def _named(state: State, index: ReadingIndex) -> Iterator[RouterRow]:
    for router in state.estate.routers if state.estate is not None else ():
        if isinstance(router, ModelRouter):
            yield _models(state, index, router)
        elif isinstance(router, CloudflareRouter):
            yield _pools(state, index, router)
        else:
            yield _route(state, index, router)


def _balancers(state: State) -> Iterator[RouterRow]:
    estate = state.estate
    if estate is None:
        return
    known = {(one.account, one.name) for one in estate.routers if isinstance(one, CloudflareRouter)}
    for account in estate.cloudflare:
        for balancer in state.rows(account.key, BALANCERS, LoadBalancer):
            if (account.key, balancer.ref.name) not in known:
                yield _balancer(balancer, {})


# --- cells --------------------------------------------------------------------------------------------------------


def _route(state: State, index: ReadingIndex, router: IstioRouter | GatewayRouter) -> RouterRow:
    route = route_of(state, router)
    rule = rule_of(route, router)
    cells = {(one.destination, one.subset): one.cell for one in router.destinations}
    found = rule.destinations if rule is not None else ()
    keys = [cells.get((one.host, one.subset), "") for one in found]
    rates, evidence = _rates(state, index, keys)
    agreed = [_agreed(route, key, one) for key, one in zip(keys, found, strict=True)]
    targets = _targets(
        state,
        [f"{one.host}/{one.subset}" if one.subset else one.host for one in found],
        keys,
        agreed,
        [float(one.weight) for one in found],
        rates,
    )
    return RouterRow(
        router.key, router.title or router.key, "VirtualService" if isinstance(router, IstioRouter) else "HTTPRoute",
        router.cluster, router.namespace, router.name, rule.path if rule is not None else "", PERCENTS, targets,
        *evidence,
    )  # fmt: skip


def _agreed(route: Route | None, cell: str, destination: Destination) -> float | None:
    stated = dict(route.agreed) if route is not None else {}
    return stated.get(cell, stated.get(destination.host))


def _pools(state: State, index: ReadingIndex, router: CloudflareRouter) -> RouterRow:
    balancer = balancer_of(state, router)
    title = router.title or router.key
    if balancer is None:
        return RouterRow(router.key, title, "LoadBalancer", router.account, router.zone, router.name, "", STEPS, ())
    row = _balancer(balancer, _cells_of(router.destinations))
    keys = [one.shares.cell for one in row.targets]
    rates, evidence = _rates(state, index, keys)
    names, weights = [one.name for one in row.targets], [weight for _, weight in balancer.weights]
    targets = _targets(state, names, keys, [None] * len(keys), weights, rates)
    return RouterRow(router.key, title, *row[2:8], targets, *evidence)


def _cells_of(destinations: Sequence[CellDestination]) -> dict[str, str]:
    return {one.destination: one.cell for one in destinations}


def _balancer(balancer: LoadBalancer, cells: Mapping[str, str]) -> RouterRow:
    total = sum(weight for _, weight in balancer.weights)
    targets = tuple(
        RouterTarget(pool, pool, RouteShare(cells.get(pool, ""), None, share(weight, total), None))
        for pool, weight in balancer.weights
    )
    ref = balancer.ref
    place = balancer.steering
    return RouterRow(str(ref), ref.name, "LoadBalancer", ref.connection, ref.namespace, ref.name, place, STEPS, targets)


def _rates(
    state: State, index: ReadingIndex, keys: Sequence[str]
) -> tuple[list[float | None], tuple[str, str, float | None]]:
    """Return the routed requests per second of cells, and the evidence of them."""
    cells = [state.estate.cell(key) if state.estate is not None and key else None for key in keys]
    figures = [index.figure(one, "router_rps") if one is not None else None for one in cells]
    evidence = _evidence(index, [one for one in cells if one is not None], "router_rps")
    return [one.value if one is not None else None for one in figures], evidence


def _evidence(index: ReadingIndex, cells: Sequence[Cell], signal: str) -> tuple[str, str, float | None]:
    """Return connection, query and time of the first reading of a signal in the cells."""
    found = ((cell, reading) for cell in cells for _, reading in index.of(cell, signal))
    cell, reading = next(found, (None, None))
    if cell is None or reading is None:
        return "", "", None
    return cell.prometheus or "", reading.query, reading.at_s


def _targets(
    state: State,
    names: Sequence[str],
    keys: Sequence[str],
    agreed: Sequence[float | None],
    weights: Sequence[float],
    rates: Sequence[float | None],
) -> tuple[RouterTarget, ...]:
    wholes = [sum(one for one in several if one is not None) for several in (agreed, weights)]
    observed = observed_shares(rates, weights)
    return tuple(
        RouterTarget(
            name,
            _cell_title(state, key) or name,
            RouteShare(key, share(wish, wholes[0]), share(weight, wholes[1]), seen, rate),
        )
        for name, key, wish, weight, seen, rate in zip(names, keys, agreed, weights, observed, rates, strict=True)
    )


def _cell_title(state: State, key: str) -> str:
    cell = state.estate.cell(key) if state.estate is not None else None
    return (cell.title or cell.key) if cell is not None else ""


# --- models -------------------------------------------------------------------------------------------------------


def _models(state: State, index: ReadingIndex, router: ModelRouter) -> RouterRow:
    weights, planned = router_weights(state, router), {one.name: one.weight for one in router.targets}
    titles = {one.name: one.title for one in router.targets}
    observed, evidence = _observed(state, index, router, weights)
    names = tuple(dict.fromkeys((*weights, *planned)))
    targets = tuple(
        RouterTarget(
            name,
            titles.get(name) or name,
            RouteShare(name, planned.get(name, 0.0), weights.get(name, 0.0) if weights else None, observed.get(name)),
        )
        for name in names
    )
    at = router.config_map
    return RouterRow(
        router.key, router.title or router.key, "ConfigMap", router.cluster, at.namespace, at.name, at.entry, PER_MILLE,
        targets, *evidence,
    )  # fmt: skip


def _observed(
    state: State, index: ReadingIndex, router: ModelRouter, weights: Mapping[str, float]
) -> tuple[dict[str, float], tuple[str, str, float | None]]:
    """Return the observed shares of the cell that follows the weights least: others must not hide it."""
    estate = state.estate
    cells = [one for one in (estate.cells if estate is not None else ()) if _serves(router, one.key, one.cluster)]
    shares = [
        {key.target: reading.value for key, reading in index.of(one, "model_share")}
        for one in cells
        if index.of(one, "model_share")
    ]
    found = max(
        shares,
        key=lambda one: max((abs(one.get(name, 0.0) - weight) for name, weight in weights.items()), default=0.0),
        default={},
    )
    return found, _evidence(index, cells, "model_share")


def _serves(router: ModelRouter, cell: str, cluster: str) -> bool:
    return cell in router.cells if router.cells else cluster == router.cluster


def _weight_of_difference(target: RouterTarget) -> tuple[float, float]:
    differences = _differences(target.shares)
    largest = max(differences, key=abs, default=None)
    return (-1.0, 0.0) if largest is None else (round(abs(largest), 6), largest)


def _differences(shares: RouteShare) -> tuple[float, ...]:
    """Return how much more is configured than agreed, and observed than configured."""
    pairs = ((shares.agreed, shares.configured), (shares.configured, shares.observed))
    return tuple(other - one for one, other in pairs if one is not None and other is not None)
