"""Asking OpenCost, and the rows that come of its answers."""

from collections.abc import Mapping
from typing import TypeVar

from msgspec import UnsetType

from connectors.common.fault import HttpFault, wrong_body
from connectors.common.http import HttpClient, Request
from connectors.opencost import wire
from console.domain.cost import Allocation, AssetCost, CloudCost
from console.domain.price.resource_cost import GIB
from console.domain.resource import ResourceRef
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

WORKLOADS = "namespace,controllerKind,controller"
_IDLE = "__idle__"
_SPECIAL = "__"
_NOT_SERVED = frozenset({404, 501})
_WRONG = 400
Data = TypeVar("Data")


class OpenCostApi:
    """Implements ``console.ports.cost.CostReader``; ``cells`` are the estate's cells by namespace."""

    def __init__(
        self, connection: str, client: HttpClient, *, currency: str, window: str, cells: Mapping[str, str]
    ) -> None:
        self._connection = connection
        self._client = client
        self._currency = currency
        self._window = window
        self._cells = cells

    async def allocation(self, window: str, aggregate: str, step: str = "") -> tuple[Allocation, ...]:
        """Return what was spent in a window; raise ``ConnectorError``."""
        asked = {"window": window, "aggregate": aggregate} | ({"step": step} if step else {})
        shape = wire.Envelope[list[dict[str, wire.Allocation] | None]]
        try:
            sets = await self._ask("/allocation/compute", asked, shape)
        except HttpFault as fault:
            if fault.status == _WRONG:
                raise ConnectorError(ErrorKind.REJECTED, fault.message, fault.hint) from None
            if fault.status not in _NOT_SERVED:
                raise
            sets = await self._ask("/allocation", asked, shape)
        return tuple(self._allocation(one, bool(step)) for several in sets or () for one in (several or {}).values())

    async def workloads(self) -> tuple[Allocation, ...]:
        """Return what each workload cost in the usual window."""
        return await self.allocation(self._window, WORKLOADS)

    async def assets(self) -> tuple[AssetCost, ...]:
        """Return what machines, disks and load balancers cost in the usual window; nothing where it is not served."""
        shape = wire.Envelope[list[dict[str, wire.Asset]] | dict[str, wire.Asset]]
        try:
            told = await self._ask("/assets", {"window": self._window}, shape)
        except HttpFault as fault:
            if fault.status not in _NOT_SERVED:
                raise
            return ()
        sets = told if isinstance(told, list) else [told or {}]
        return tuple(self._asset(key, one) for several in sets for key, one in several.items())

    async def cloud_costs(self) -> tuple[CloudCost, ...]:
        """Return what cloud services cost in the usual window; nothing where no bill is connected."""
        asked = {"window": self._window, "aggregate": "provider,service"}
        try:
            told = await self._ask("/cloudCost", asked, wire.Envelope[wire.CloudSets])
        except HttpFault as fault:
            if fault.status not in _NOT_SERVED:
                raise
            return ()
        costs = (cost for one in (told.sets if told else ()) for cost in (one.cloud_costs or {}).values())
        return tuple(self._cloud(cost) for cost in costs)

    async def _ask(self, path: str, asked: Mapping[str, str], shape: type[wire.Envelope[Data]]) -> Data | None:
        told = await self._client.read(Request("GET", path, asked), shape)
        if told.code >= 400:
            raise wrong_body(self._client.peer, told.message or t("it tells the failure {code}", code=told.code))
        if isinstance(told.data, UnsetType):
            raise wrong_body(self._client.peer, t("it has no data"))
        return told.data

    def _allocation(self, one: wire.Allocation, is_split: bool) -> Allocation:
        place = one.properties or wire.AllocationProperties()
        is_special = one.name.startswith(_SPECIAL)
        workload = "" if is_special or not place.controller else _workload(place)
        name = f"{one.name} {one.start:%Y-%m-%dT%H:%MZ}" if is_split else one.name
        return Allocation(
            ref=ResourceRef(self._connection, "Allocation", place.namespace, name),
            cell=self._cells.get(place.namespace, ""),
            namespace=place.namespace,
            workload=workload or one.name,
            cpu=one.cpu_cost + one.cpu_cost_adjustment,
            ram=one.ram_cost + one.ram_cost_adjustment,
            gpu=one.gpu_cost + one.gpu_cost_adjustment,
            pv=one.pv_cost + one.pv_cost_adjustment,
            network=one.network_cost
            + one.network_cost_adjustment
            + one.load_balancer_cost
            + one.load_balancer_cost_adjustment,
            shared=one.shared_cost + one.external_cost,
            total=one.total_cost,
            currency=self._currency,
            from_s=one.start.timestamp(),
            to_s=one.end.timestamp(),
            efficiency=one.total_efficiency,
            is_idle=one.name.startswith(_IDLE),
            core_hours=one.cpu_core_hours,
            gib_hours=one.ram_byte_hours / GIB,
        )

    def _asset(self, key: str, one: wire.Asset) -> AssetCost:
        name = one.properties.name if one.properties and one.properties.name else key
        return AssetCost(
            ref=ResourceRef(self._connection, one.type, "", name),
            type=one.type,
            cpu=one.cpu_cost,
            ram=one.ram_cost,
            total=one.total_cost,
            currency=self._currency,
            from_s=one.start.timestamp(),
            to_s=one.end.timestamp(),
        )

    def _cloud(self, one: wire.Cloud) -> CloudCost:
        provider, service, begin = one.properties.provider, one.properties.service, one.window.start
        return CloudCost(
            ref=ResourceRef(self._connection, "CloudCost", provider, f"{service} {begin:%Y-%m-%d}"),
            provider=provider,
            service=service,
            total=one.net_cost.cost,
            kubernetes_share=one.net_cost.kubernetes_percent,
            currency=self._currency,
            from_s=begin.timestamp(),
            to_s=one.window.end.timestamp(),
        )


def _workload(place: wire.AllocationProperties) -> str:
    kind = place.controller_kind[:1].upper() + place.controller_kind[1:]
    return f"{kind}/{place.controller}" if kind else place.controller
