"""Stores: KV namespaces with their values, D1 databases, R2 buckets."""

import base64
import binascii
import json
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

from console.lab.edge.edge_account import EdgeAccount
from console.lab.edge.edge_identity import uuid_id
from console.lab.edge.edge_refusal import EdgeRefusal
from console.lab.edge.kv_namespace import KvEntry, KvNamespace
from console.lab.outside.cloudflare.api_call import ApiCall, Reply, paged, when
from console.lab.outside.cloudflare.api_route import Route
from console.lab.outside.cloudflare.store_catalogue import BUCKETS, DATABASES, database_bytes

_KV = "accounts/{account}/storage/kv/namespaces"
_D1 = "accounts/{account}/d1/database"
_R2 = "accounts/{account}/r2/buckets"


class StoreApi:
    """Values of KV can be written; databases and buckets are only shown."""

    def __init__(self, account: EdgeAccount) -> None:
        self._account = account

    def routes(self) -> tuple[Route, ...]:
        """What it answers."""
        value = f"{_KV}/{{namespace}}/values/{{key}}"
        return (
            Route("GET", _KV, self._namespaces),
            Route("GET", f"{_KV}/{{namespace}}", self._namespace),
            Route("GET", f"{_KV}/{{namespace}}/keys", self._keys),
            Route("GET", f"{_KV}/{{namespace}}/metadata/{{key}}", self._metadata),
            Route("GET", value, self._read),
            Route("PUT", value, self._write),
            Route("DELETE", value, self._remove),
            Route("GET", _D1, self._databases),
            Route("GET", f"{_D1}/{{database}}", self._database),
            Route("GET", _R2, self._buckets),
        )

    def _namespaces(self, call: ApiCall) -> Reply:
        shown = [_namespace(one) for one in self._account.namespaces.values()]
        chosen, info = paged(call, shown, most=100)
        return Reply(chosen, info)

    def _namespace(self, call: ApiCall) -> Reply:
        return Reply(_namespace(self._found(call)))

    def _found(self, call: ApiCall) -> KvNamespace:
        found = self._account.namespaces.get(call.at["namespace"])
        if found is None:
            raise EdgeRefusal(404, 10013, "get namespace: 'namespace not found'")
        return found

    def _entry(self, call: ApiCall) -> KvEntry:
        entry = self._found(call).entries.get(call.at["key"])
        if entry is None:
            raise EdgeRefusal(404, 10009, "get: 'key not found'")
        return entry

    def _keys(self, call: ApiCall) -> Reply:
        entries = self._found(call).entries
        prefix = call.query.get("prefix", "")
        names = sorted(name for name in entries if name.startswith(prefix))
        begin, limit = _place(call.query.get("cursor", "")), call.number("limit", 1000, 10, 1000)
        chosen = names[begin : begin + limit]
        more = begin + limit < len(names)
        cursor = base64.urlsafe_b64encode(str(begin + limit).encode()).decode() if more else ""
        return Reply([_key(name, entries[name]) for name in chosen], {"count": len(chosen), "cursor": cursor})

    def _metadata(self, call: ApiCall) -> Reply:
        return Reply(self._entry(call).metadata or {})

    def _read(self, call: ApiCall) -> Reply:
        return Reply(raw=(self._entry(call).value, "application/octet-stream"))

    def _write(self, call: ApiCall) -> Reply:
        parts = dict(_parts(call)) if call.content_type.startswith("multipart/") else {"value": call.body}
        if "value" not in parts:
            raise EdgeRefusal(400, 10020, "put: 'value part missing'")
        try:
            metadata = json.loads(parts.get("metadata", b"null"))
        except ValueError:
            raise EdgeRefusal(400, 10019, "put: 'metadata must be valid json'") from None
        self._found(call).entries[call.at["key"]] = KvEntry(parts["value"], metadata)
        return Reply({})

    def _remove(self, call: ApiCall) -> Reply:
        self._found(call).entries.pop(call.at["key"], None)
        return Reply({})

    def _databases(self, call: ApiCall) -> Reply:
        shown = [self._shown(name) for name in DATABASES]
        chosen, info = paged(call, shown, usual=1000, least=10, most=10_000)
        return Reply(chosen, info)

    def _database(self, call: ApiCall) -> Reply:
        for name, spec in DATABASES.items():
            if uuid_id(self._account.seed, f"d1/{name}") == call.at["database"]:
                size = database_bytes(spec, call.now_s - self._account.created_s)
                return Reply({**self._shown(name), "num_tables": spec.tables, "file_size": size})
        raise EdgeRefusal(404, 7404, "The database could not be found")

    def _shown(self, name: str) -> dict[str, object]:
        return {
            "uuid": uuid_id(self._account.seed, f"d1/{name}"),
            "name": name,
            "version": "production",
            "created_at": when(self._account.created_s),
        }

    def _buckets(self, call: ApiCall) -> Reply:
        size, begin = call.number("per_page", 20, 1, 1000), _place(call.query.get("cursor", ""))
        names = sorted(BUCKETS)
        shown = [
            {
                "name": name,
                "creation_date": when(self._account.created_s),
                "location": "apac",
                "storage_class": "Standard",
            }
            for name in names[begin : begin + size]
        ]
        info: dict[str, object] = {"per_page": size}
        if begin + size < len(names):
            info["cursor"] = base64.urlsafe_b64encode(str(begin + size).encode()).decode()
        return Reply({"buckets": shown}, info)


def _place(cursor: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(cursor)) if cursor else 0
    except (ValueError, binascii.Error):
        raise EdgeRefusal(400, 10005, "list: 'invalid cursor'") from None


def _namespace(one: KvNamespace) -> dict[str, object]:
    return {"id": one.id, "title": one.title, "supports_url_encoding": True}


def _key(name: str, entry: KvEntry) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": name}
    if entry.metadata is not None:
        shown["metadata"] = entry.metadata
    if entry.expires_s is not None:
        shown["expiration"] = int(entry.expires_s)
    return shown


def _parts(call: ApiCall) -> Iterator[tuple[str, bytes]]:
    message = message_from_bytes(b"content-type: " + call.content_type.encode() + b"\r\n\r\n" + call.body)
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if name and isinstance(payload, bytes):
            yield str(name), payload
