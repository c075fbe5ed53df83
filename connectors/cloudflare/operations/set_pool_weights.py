"""Setting the weights of a load balancer's pools."""

from connectors.cloudflare.address import below
from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.balancer_reader import balancers_of, pools_of, weights_of
from connectors.cloudflare.operations.digest import digest_of
from connectors.cloudflare.operations.moved_on import refuse_moved
from connectors.cloudflare.wire import BalancerItem, Steering
from connectors.cloudflare.zone_directory import ZoneDirectory
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.set_pool_weights import SetPoolWeights
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_BY_WEIGHT = frozenset({"random", "least_outstanding_requests", "least_connections"})
_CLOSE = 1e-9


class PoolWeights:
    """The base is a digest of the steering and its weights: other settings of the load balancer may change."""

    def __init__(self, api: CloudflareApi, zones: ZoneDirectory) -> None:
        self._api = api
        self._zones = zones

    async def preview(self, operation: SetPoolWeights) -> Preview:
        """Compare the weights with the wanted ones; tell what was rounded to the provider's steps."""
        _zone, balancer, names = await self._find(operation)
        before = _named(balancer, names)
        wanted = _wanted(before, operation)
        return Preview(
            base=_base(balancer),
            differences=tuple(
                FieldChange(f"random_steering.pool_weights[{pool}]", f"{before[pool]:g}", f"{weight:g}")
                for pool, weight in wanted.items()
                if abs(before[pool] - weight) > _CLOSE
            ),
            inverse=SetPoolWeights(operation.connection, operation.zone, operation.balancer, tuple(before.items())),
            satisfied=_same(before, operation),
            warnings=tuple(_rounded(operation)),
        )

    async def apply(self, operation: SetPoolWeights, base: str) -> None:
        """Write the weights, unless they have moved on; nothing is sent when they already are as wanted."""
        zone_id, balancer, names = await self._find(operation)
        before = _named(balancer, names)
        if _same(before, operation):
            return
        if _base(balancer) != base:
            raise refuse_moved(operation.target, _words(before))
        wanted = _wanted(before, operation)
        ids = {name: pool for pool, name in names.items()}
        known = balancer.random_steering or Steering()
        steering = {
            "default_weight": 1.0 if known.default_weight is None else known.default_weight,
            # Pools that only some regions use have weights, too: those stay.
            "pool_weights": {**(known.pool_weights or {}), **{ids[name]: weight for name, weight in wanted.items()}},
        }
        path = below("zones", zone_id, "load_balancers", balancer.id)
        await self._api.change("PATCH", path, {"random_steering": steering})

    async def verify(self, operation: SetPoolWeights) -> Verification:
        """Read the weights back."""
        _zone, balancer, names = await self._find(operation)
        weights = _named(balancer, names)
        words = t("{balancer} spreads by {weights}.", balancer=operation.balancer, weights=_words(weights))
        return Verification(Truth.REACHED if _same(weights, operation) else Truth.DIFFERENT, words)

    async def _find(self, operation: SetPoolWeights) -> tuple[str, BalancerItem, dict[str, str]]:
        """Return the zone's id, the load balancer and the names of its pools by id; refuse what is not there."""
        zone_id = await self._zones.id_of(operation.zone)
        found = [one for one in await balancers_of(self._api, zone_id) if one.name == operation.balancer]
        if not found:
            raise ChangeRefused(
                t("The zone {zone} has no load balancer {name}.", zone=operation.zone, name=operation.balancer),
                t("Name it by its host name."),
            )
        balancer = found[0]
        if balancer.steering_policy not in _BY_WEIGHT:
            raise ChangeRefused(
                t("The load balancer {name} does not steer by weights.", name=balancer.name),
                t("Set its steering to random first."),
            )
        of = set(balancer.default_pools or ())
        names = {pool.id: pool.name for pool in await pools_of(self._api) if pool.id in of}
        for pool, _weight in operation.weights:
            if pool not in names.values():
                raise ChangeRefused(
                    t("The load balancer {name} has no pool {pool}.", name=balancer.name, pool=pool),
                    t("It has {pools}.", pools=", ".join(names.values())),
                )
        return zone_id, balancer, names


def _named(balancer: BalancerItem, names: dict[str, str]) -> dict[str, float]:
    return {names[pool]: weight for pool, weight in weights_of(balancer).items() if pool in names}


def _wanted(before: dict[str, float], operation: SetPoolWeights) -> dict[str, float]:
    """Return the weights of all pools as they shall be; refuse to leave nothing that answers."""
    wanted = {**before, **dict(operation.allowed)}
    if not any(wanted.values()):
        raise ChangeRefused(
            t("All weights are 0: no pool would get anything."),
            t("Give at least one pool a weight."),
        )
    return wanted


def _base(balancer: BalancerItem) -> str:
    return digest_of([balancer.id, balancer.steering_policy, weights_of(balancer)])


def _same(weights: dict[str, float], operation: SetPoolWeights) -> bool:
    return all(abs(weights.get(pool, -1.0) - weight) <= _CLOSE for pool, weight in operation.allowed)


def _rounded(operation: SetPoolWeights) -> list[str]:
    return [
        t("{pool}: {asked} becomes {given}, Cloudflare takes steps of 0.1.", pool=pool, asked=asked, given=given)
        for (pool, asked), (_pool, given) in zip(operation.weights, operation.allowed, strict=True)
        if abs(asked - given) > _CLOSE
    ]


def _words(weights: dict[str, float]) -> str:
    return ", ".join(f"{pool} {weight:g}" for pool, weight in weights.items())
