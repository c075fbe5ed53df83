"""Reading the stores of an account: KV namespaces, D1 databases, R2 buckets."""

from collections.abc import Sequence

from connectors.cloudflare.address import below
from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.moment import seconds_of
from connectors.cloudflare.wire import BucketItem, Buckets, DatabaseItem, KeyItem, NamespaceItem
from connectors.common.paging import Listing
from console.domain.edge.edge_store import D1, KV, R2, EdgeStore
from console.domain.resource import ResourceRef

_MOST_COUNTED = 30
"""Namespaces whose keys are counted and databases whose size is read; each costs a request."""
_KEYS_COUNTED = 2000


class StoreReader:
    """Reads all stores; keys are counted up to two thousand a namespace."""

    def __init__(self, api: CloudflareApi, connection: str) -> None:
        self._api = api
        self._connection = connection

    async def read(self) -> tuple[EdgeStore, ...]:
        """Return the rows of all stores; raise ``ConnectorError``."""
        return (*await self._namespaces(), *await self._databases(), *await self._buckets())

    async def namespaces(self) -> tuple[NamespaceItem, ...]:
        """Return the KV namespaces."""
        return await namespaces_of(self._api)

    async def databases(self) -> tuple[DatabaseItem, ...]:
        """Return the D1 databases, without their sizes."""
        return (await self._api.numbered(f"{self._api.root}/d1/database", DatabaseItem)).items

    async def _namespaces(self) -> list[EdgeStore]:
        rows = []
        for place, namespace in enumerate(await self.namespaces()):
            keys = await keys_of(self._api, namespace.id) if place < _MOST_COUNTED else None
            ends = [one.expiration for one in keys.items if one.expiration is not None] if keys else []
            rows.append(
                EdgeStore(
                    ref=ResourceRef(self._connection, KV, "", namespace.title),
                    store_id=namespace.id,
                    keys=len(keys.items) if keys else None,
                    more_keys=keys.cut if keys else False,
                    expiring=len(ends) if keys else None,
                    expires_at_s=min(ends, default=None),
                )
            )
        return rows

    async def _databases(self) -> list[EdgeStore]:
        rows = []
        for place, item in enumerate(await self.databases()):
            path = below(f"{self._api.root}/d1/database", item.uuid)
            read = await self._api.one(path, DatabaseItem) if place < _MOST_COUNTED else item
            rows.append(
                EdgeStore(
                    ref=ResourceRef(self._connection, D1, "", read.name),
                    store_id=read.uuid,
                    size_bytes=read.file_size,
                    tables=None if read.num_tables is None else int(read.num_tables),
                    created_at_s=seconds_of(read.created_at),
                )
            )
        return rows

    async def _buckets(self) -> list[EdgeStore]:
        def items(page: Buckets) -> Sequence[BucketItem]:
            return page.buckets

        listing = await self._api.chained(f"{self._api.root}/r2/buckets", Buckets, items, {"per_page": 50})
        return [
            EdgeStore(
                ref=ResourceRef(self._connection, R2, "", bucket.name),
                store_id=bucket.name,
                location=bucket.location or "",
                storage_class=bucket.storage_class or "",
                created_at_s=seconds_of(bucket.creation_date),
            )
            for bucket in listing.items
        ]


async def namespaces_of(api: CloudflareApi) -> tuple[NamespaceItem, ...]:
    """Return the KV namespaces of the account."""
    return (await api.numbered(f"{api.root}/storage/kv/namespaces", NamespaceItem)).items


async def keys_of(api: CloudflareApi, namespace: str, *, prefix: str = "") -> Listing[KeyItem]:
    """Return keys of a namespace (by id), bounded; ``prefix`` narrows them."""
    path = below(f"{api.root}/storage/kv/namespaces", namespace, "keys")
    if prefix:
        return await api.chained(path, list[KeyItem], tuple, {"limit": 10, "prefix": prefix}, most_items=100)
    return await api.chained(path, list[KeyItem], tuple, {"limit": 1000}, most_items=_KEYS_COUNTED)
