"""Watches: initial state, changes, bookmarks and expiry, as newline-separated events."""

from collections.abc import AsyncIterator, Callable
from typing import Any

from console.lab.servers.kubernetes.api_request import ApiRequest
from console.lab.servers.kubernetes.field_selector import parse_field_selector
from console.lab.servers.kubernetes.label_selector import parse_label_selector
from console.lab.servers.kubernetes.list_options import ListOptions, parse_list_options
from console.lab.servers.kubernetes.media_type import negotiate
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.store_error import VersionExpiredError
from console.lab.servers.kubernetes.stored_object import StoredObject, encode_json
from console.lab.servers.kubernetes.subscription import Subscription
from console.lab.servers.kubernetes.table import TableMaker, partial_bytes
from console.lab.servers.kubernetes.version_conversion import served_shape
from console.lab.servers.kubernetes.watch_history import Change
from console.lab.servers.kubernetes.zero_value import zero_value

_DEFAULT_TIMEOUT_S = 1_800.0
_BATCH = 200


class Watch:
    """One watch request. Refused requests raise in the constructor, before anything is sent."""

    def __init__(
        self,
        store: ObjectStore,
        request: ApiRequest,
        *,
        bookmark_period_s: float,
        monotonic: Callable[[], float],
    ) -> None:
        self._store = store
        self._request = request
        self._options: ListOptions = parse_list_options({**request.query, "watch": "true"})
        self._labels = parse_label_selector(self._options.labels)
        self._fields = parse_field_selector(self._options.fields, request.kind)
        self._media = negotiate(request.headers.get("Accept", ""))
        self._include = request.query.get("includeObject", "Metadata")
        self._columns_sent = False
        self._period_s = bookmark_period_s
        self._monotonic = monotonic

    async def events(self) -> AsyncIterator[bytes]:
        """The encoded events, in batches, until the time is up or the store closes the watch."""
        options = self._options
        resource = self._request.kind.key
        replay = options.initial_events if options.initial_events is not None else not options.version
        start = self._store.resource_version if replay or options.version is None else options.version
        try:
            subscription = self._store.subscribe(resource, start)
        except VersionExpiredError as error:
            yield expired_event(error)
            return
        try:
            if replay:
                for batch in self._initial():
                    yield batch
                if options.initial_events and options.bookmarks:
                    yield self._bookmark(start, initial=True)
            async for batch in self._live(subscription):
                yield batch
        except VersionExpiredError as error:
            yield expired_event(error)
        finally:
            subscription.close()

    def _initial(self) -> list[bytes]:
        entries = self._store.entries(self._request.kind.key, self._request.path.namespace or None)
        chosen = [entry for entry in entries if self._selects(entry)]
        batches = []
        for place in range(0, len(chosen), _BATCH):
            batches.append(b"".join(self._event("ADDED", entry) for entry in chosen[place : place + _BATCH]))
        return batches

    async def _live(self, subscription: Subscription) -> AsyncIterator[bytes]:
        now = self._monotonic()
        end = now + (self._options.timeout_s or _DEFAULT_TIMEOUT_S)
        bookmark_at = now + self._period_s
        while not subscription.closed:
            changes = subscription.take()
            for place in range(0, len(changes), _BATCH):
                batch = b"".join(filter(None, map(self._change, changes[place : place + _BATCH])))
                if batch:
                    yield batch
            now = self._monotonic()
            if now >= end:
                return
            if now >= bookmark_at:
                bookmark_at = now + self._period_s
                if self._options.bookmarks:
                    yield self._bookmark(max(self._store.resource_version, subscription.version), initial=False)
            await subscription.wait(max(min(end, bookmark_at) - self._monotonic(), 0.0))

    def _selects(self, entry: StoredObject) -> bool:
        path = self._request.path
        if path.namespace and self._request.kind.namespaced and entry.namespace != path.namespace:
            return False
        if path.name and entry.name != path.name:
            return False
        if self._labels and not self._labels(entry.labels):
            return False
        return not self._fields or self._fields(entry)

    def _change(self, change: Change) -> bytes:
        now = change.type != "DELETED" and self._selects(change.object)
        before = change.before is not None and self._selects(change.before)
        if now:
            return self._event("MODIFIED" if before else "ADDED", change.object)
        if not before or change.before is None:
            return b""
        if change.type == "DELETED":
            return self._event("DELETED", change.object)
        left = change.before.content()
        left["metadata"]["resourceVersion"] = str(change.version)
        return self._event("DELETED", StoredObject(change.before.kind, left))

    def _event(self, kind: str, entry: StoredObject) -> bytes:
        if self._media.form == "table":
            maker = TableMaker(self._request.kind, self._media, self._include, self._store.now_s())
            columns = not self._columns_sent
            self._columns_sent = True
            body = maker.table((entry,), {"resourceVersion": str(entry.version)}, columns=columns)
        elif self._media.form == "partial":
            body = partial_bytes(entry, self._media)
        else:
            body = entry.body_as(self._request.api_version)
        return b'{"type":"%s","object":%s}\n' % (kind.encode(), body)

    def _bookmark(self, version: int, *, initial: bool) -> bytes:
        metadata: dict[str, Any] = {"resourceVersion": str(version)}
        if initial:
            metadata["annotations"] = {"k8s.io/initial-events-end": "true"}
        kind, api_version = self._request.kind.kind, self._request.api_version
        if self._media.form == "table":
            maker = TableMaker(self._request.kind, self._media, self._include, self._store.now_s())
            body = maker.table((), metadata, columns=False)
            return b'{"type":"BOOKMARK","object":%s}\n' % body
        if self._media.form == "partial":
            kind, api_version = "PartialObjectMetadata", f"meta.k8s.io/{self._media.version}"
        found: dict[str, Any] = {"kind": kind, "apiVersion": api_version, "metadata": metadata}
        if self._media.form == "object" and not self._request.kind.custom:
            found = {**zero_value(served_shape(self._request.kind, api_version)), **found}
        return encode_json({"type": "BOOKMARK", "object": found}) + b"\n"


def expired_event(error: VersionExpiredError) -> bytes:
    """The last event of a watch whose start is forgotten."""
    status = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": str(error)}
    return encode_json({"type": "ERROR", "object": {**status, "reason": "Expired", "code": 410}}) + b"\n"
