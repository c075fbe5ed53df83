"""Reading how the cache tells things apart: one value of a KV namespace, named by the estate."""

import msgspec

from connectors.cloudflare.address import below
from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.store_reader import namespaces_of
from connectors.common.exchange import Request
from connectors.common.fault import HttpFault
from console.domain.edge.cache_keys import KV_VALUE, CacheKeys
from console.domain.resource import ResourceRef
from console.estate.schema.service_connection import CacheKeysEntry

_MOST_BYTES = 16 * 1024
_MOST_PARTS = 100
_MOST_TEXT = 500


class CacheKeyReader:
    """Reads the value anew each time; a namespace keeps its id, so it is looked up once."""

    def __init__(self, api: CloudflareApi, connection: str, entry: CacheKeysEntry) -> None:
        self._api = api
        self._entry = entry
        self._ref = ResourceRef(connection, KV_VALUE, entry.namespace, entry.name)
        self._id: str | None = None

    async def read(self) -> tuple[CacheKeys, ...]:
        """Return one row, none where there is no such value; raise ``ConnectorError``."""
        if self._id is None:
            found = await namespaces_of(self._api)
            self._id = next((one.id for one in found if self._entry.namespace in (one.title, one.id)), None)
        if self._id is None:
            return ()
        path = below(f"{self._api.root}/storage/kv/namespaces", self._id, "values", self._entry.name)
        try:
            body = (await self._api.raw(Request("GET", path, headers={"accept": "*/*"}))).body
        except HttpFault as fault:
            if fault.status != 404:
                raise
            self._id = None
            return ()
        return (self._row(body),)

    def _row(self, body: bytes) -> CacheKeys:
        agreed = tuple(self._entry.agreed.items())
        try:
            stated = msgspec.json.decode(body[: _MOST_BYTES + 1], type=dict[str, str])
        except (ValueError, RecursionError):
            return CacheKeys(self._ref, (), agreed, readable=False)
        patterns = tuple((part[:_MOST_TEXT], pattern[:_MOST_TEXT]) for part, pattern in stated.items())
        return CacheKeys(self._ref, patterns[:_MOST_PARTS], agreed)
