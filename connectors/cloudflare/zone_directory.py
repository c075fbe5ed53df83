"""The zones of an account: read once, then anew when they may have changed."""

from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.moment import seconds_of
from connectors.cloudflare.wire import ZoneItem
from console.domain.edge.zone import Zone
from console.domain.resource import ResourceRef
from console.kernel.clock import Clock
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_FRESH_S = 600.0


class ZoneDirectory:
    """``wanted`` are the zones that the estate names; empty: all that the credentials see."""

    def __init__(self, api: CloudflareApi, connection: str, wanted: tuple[str, ...], clock: Clock) -> None:
        self._api = api
        self._connection = connection
        self._wanted = frozenset(wanted)
        self._clock = clock
        self._known: tuple[ZoneItem, ...] = ()
        self._read_at_s: float | None = None

    async def read(self) -> tuple[Zone, ...]:
        """Return the rows of the zones."""
        self._read_at_s = None
        return tuple(self._row(zone) for zone in await self.zones())

    async def zones(self) -> tuple[ZoneItem, ...]:
        """Return the zones, at most ten minutes old."""
        now_s = self._clock.monotonic()
        if self._read_at_s is None or now_s - self._read_at_s > _FRESH_S:
            listing = await self._api.numbered("zones", ZoneItem, {"account.id": self._api.account})
            self._known = tuple(zone for zone in listing.items if not self._wanted or zone.name in self._wanted)
            self._read_at_s = now_s
        return self._known

    async def id_of(self, name: str) -> str:
        """Return the id of a zone; raise ``ChangeRefused`` when this connection does not have it."""
        for zone in await self.zones():
            if zone.name == name:
                return zone.id
        raise ChangeRefused(
            t("The connection {name} has no zone {zone}.", name=self._connection, zone=name),
            t("Name one of its zones; the estate may restrict them."),
        )

    def _row(self, zone: ZoneItem) -> Zone:
        return Zone(
            ref=ResourceRef(self._connection, "Zone", "", zone.name),
            zone_id=zone.id,
            status=zone.status or "",
            paused=zone.paused,
            plan=zone.plan.name if zone.plan else "",
            created_at_s=seconds_of(zone.created_on),
        )
