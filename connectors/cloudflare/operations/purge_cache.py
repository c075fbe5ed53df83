"""Purging a zone's cache."""

from connectors.cloudflare.address import below
from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.operations.moved_on import refuse_moved
from connectors.cloudflare.wire import PurgeDone
from connectors.cloudflare.zone_directory import ZoneDirectory
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.purge_cache import PurgeCache
from console.kernel.i18n import t

_MOST_REMEMBERED = 100


class CachePurge:
    """Cloudflare does not tell what is cached or was purged: what it accepted is remembered while the console runs."""

    def __init__(self, api: CloudflareApi, zones: ZoneDirectory) -> None:
        self._api = api
        self._zones = zones
        self._accepted: dict[PurgeCache, str] = {}

    async def preview(self, operation: PurgeCache) -> Preview:
        """Say what goes; the base is the zone."""
        zone_id = await self._zones.id_of(operation.zone)
        warnings = [t("It cannot be undone: every miss goes to the origins until the cache is filled again.")]
        if operation.everything:
            warnings.append(t("Everything goes at once: expect many times the usual load on the cells."))
        return Preview(
            base=zone_id,
            differences=(FieldChange(f"cache[{operation.words}]", t("cached"), t("purged")),),
            inverse=None,
            warnings=tuple(warnings),
        )

    async def apply(self, operation: PurgeCache, base: str) -> None:
        """Purge, unless the zone is another one by now; doing it twice purges twice."""
        zone_id = await self._zones.id_of(operation.zone)
        if zone_id != base:
            raise refuse_moved(operation.target, zone_id)
        body: dict[str, object] = {name: list(names) for name, names in operation.named.items() if names}
        if operation.everything:
            body = {"purge_everything": True}
        done = await self._api.write("POST", below("zones", zone_id, "purge_cache"), body, PurgeDone)
        self._accepted[operation] = done.id
        if len(self._accepted) > _MOST_REMEMBERED:
            del self._accepted[next(iter(self._accepted))]

    async def verify(self, operation: PurgeCache) -> Verification:
        """Tell whether Cloudflare accepted it from this console."""
        purge = self._accepted.get(operation)
        if purge is None:
            words = t("Nothing tells whether the cache of {zone} was purged; it may be repeated.", zone=operation.zone)
            return Verification(Truth.DIFFERENT, words)
        words = t("Cloudflare accepted the purge of {zone} as {id}.", zone=operation.zone, id=purge)
        return Verification(Truth.REACHED, words)
