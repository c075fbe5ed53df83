"""Objects over HTTP: get, list, watch, create, replace, patch, delete."""

import time
from collections.abc import Callable, Iterable, Sequence

from aiohttp import web

from console.lab.servers.kubernetes.api_error import ApiError, not_found
from console.lab.servers.kubernetes.api_request import ApiRequest
from console.lab.servers.kubernetes.list_options import TRUE, parse_list_options
from console.lab.servers.kubernetes.listing import list_chunks, select_page
from console.lab.servers.kubernetes.media_type import negotiate
from console.lab.servers.kubernetes.object_deleter import ObjectDeleter, parse_delete_options
from console.lab.servers.kubernetes.object_patch import (
    APPLY_PATCH,
    apply_patch,
    patch_type_of,
    read_configuration,
)
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.object_writer import ObjectWriter, Scope, Written
from console.lab.servers.kubernetes.request_body import check_place, read_object
from console.lab.servers.kubernetes.stored_object import JsonObject, StoredObject, encode_json
from console.lab.servers.kubernetes.table import TableMaker, partial_bytes
from console.lab.servers.kubernetes.version_conversion import as_served, as_stored, served_shape
from console.lab.servers.kubernetes.watching import Watch
from console.lab.servers.kubernetes.write_options import parse_write_options

JSON = "application/json"


class ResourceApi:
    """Answers requests for whole objects."""

    def __init__(self, store: ObjectStore, bookmark_period_s: float) -> None:
        self._store = store
        self._writer = ObjectWriter(store)
        self._deleter = ObjectDeleter(store)
        self._bookmark_period_s = bookmark_period_s
        self._verbs: dict[str, Callable[[ApiRequest], web.Response]] = {
            "get": self._get,
            "create": self._create,
            "update": self._replace,
            "patch": self.patch,
            "delete": self._delete,
            "deletecollection": self._delete_collection,
        }

    async def answer(self, request: ApiRequest, http: web.Request) -> web.StreamResponse:
        """Answer one request.

        Raises:
            ApiError: it is refused.
        """
        if request.verb == "watch" or (request.verb == "get" and request.query.get("watch", "") in TRUE):
            return await self._watch(request, http)
        if request.verb == "list":
            return await _streamed(http, list_chunks(self._store, request))
        return self._verbs[request.verb](request)

    def _get(self, request: ApiRequest) -> web.Response:
        entry = stored(self._store, request)
        return web.Response(body=self.encoded(request, entry) + b"\n", content_type=JSON)

    def encoded(self, request: ApiRequest, entry: StoredObject) -> bytes:
        """An object in the form that the client asks for."""
        media = negotiate(request.headers.get("Accept", ""))
        if media.form == "table":
            maker = TableMaker(request.kind, media, request.query.get("includeObject", "Metadata"), self._store.now_s())
            return maker.table((entry,), {"resourceVersion": str(entry.version)})
        if media.form == "partial":
            return partial_bytes(entry, media)
        return entry.body_as(request.api_version)

    def _create(self, request: ApiRequest) -> web.Response:
        options = parse_write_options(request)
        content = as_stored(request.kind, read_object(request), request.api_version)
        check_place(request, content)
        self._check_namespace(request)
        return written_response(request, self._writer.create(request, content, options), 201)

    def _check_namespace(self, request: ApiRequest) -> None:
        if not request.kind.namespaced:
            return
        name = request.path.namespace
        namespace = self._store.find("namespaces", None, name)
        if namespace is None:
            raise not_found(self._store.catalog.by_key("namespaces"), name)
        if (namespace.content().get("status") or {}).get("phase") == "Terminating":
            why = f"unable to create new content in namespace {name} because it is being terminated"
            raise ApiError(403, "Forbidden", f"{request.kind.key} is forbidden: {why}", details={})

    def _replace(self, request: ApiRequest) -> web.Response:
        options = parse_write_options(request)
        content = as_stored(request.kind, read_object(request), request.api_version)
        check_place(request, content)
        entry = stored(self._store, request)
        return written_response(request, self._writer.change(request, entry, content, options, patched=False))

    def patch(self, request: ApiRequest, scope: Scope = "main") -> web.Response:
        """Patch an object, or only its status."""
        media = patch_type_of(request)
        options = parse_write_options(request, apply=media == APPLY_PATCH)
        if media == APPLY_PATCH:
            return self._apply(request, scope)
        entry = stored(self._store, request)
        kind, version = request.kind, request.api_version
        served = as_served(kind, entry.content(), version)
        changed = as_stored(kind, apply_patch(media, request.body, served_shape(kind, version), served), version)
        return written_response(request, self._writer.change(request, entry, changed, options, scope=scope))

    def _apply(self, request: ApiRequest, scope: Scope) -> web.Response:
        options = parse_write_options(request, apply=True)
        config = as_stored(request.kind, read_configuration(request), request.api_version)
        check_place(request, config)
        entry = self._store.find(request.kind.key, request.path.namespace, request.path.name)
        if entry is None:
            if scope != "main":
                raise not_found(request.kind, request.path.name)
            self._check_namespace(request)
            return written_response(request, self._writer.create(request, config, options, apply=True), 201)
        return written_response(request, self._writer.apply(request, entry, config, options, scope=scope))

    def replace_status(self, request: ApiRequest) -> web.Response:
        """Replace an object's status."""
        options = parse_write_options(request)
        content = as_stored(request.kind, read_object(request), request.api_version)
        check_place(request, content)
        entry = stored(self._store, request)
        written = self._writer.change(request, entry, content, options, scope="status", patched=False)
        return written_response(request, written)

    def _delete(self, request: ApiRequest) -> web.Response:
        entry = stored(self._store, request)
        return json_response(self._deleter.delete(entry, parse_delete_options(request)))

    def _delete_collection(self, request: ApiRequest) -> web.Response:
        options = parse_delete_options(request)
        page = select_page(self._store, request, parse_list_options(request.query))
        for entry in page.entries:
            self._deleter.delete(entry, options)
        head: JsonObject = {"kind": f"{request.kind.kind}List", "apiVersion": request.api_version}
        head |= {"metadata": page.metadata, "items": [entry.content() for entry in page.entries]}
        return json_response(head)

    async def _watch(self, request: ApiRequest, http: web.Request) -> web.StreamResponse:
        watch = Watch(self._store, request, bookmark_period_s=self._bookmark_period_s, monotonic=time.monotonic)
        response = web.StreamResponse(headers={"Content-Type": JSON, "Cache-Control": "no-cache, private"})
        response.enable_chunked_encoding()
        await response.prepare(http)
        async for batch in watch.events():
            await response.write(batch)
        await response.write_eof()
        return response


async def _streamed(http: web.Request, chunks: Iterable[bytes]) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": JSON, "Cache-Control": "no-cache, private"})
    pieces = iter(chunks)
    first = next(pieces)
    await response.prepare(http)
    await response.write(first)
    for piece in pieces:
        await response.write(piece)
    await response.write_eof()
    return response


def stored(store: ObjectStore, request: ApiRequest) -> StoredObject:
    """The addressed object.

    Raises:
        ApiError: 404, there is none.
    """
    path = request.path
    found = store.find(request.kind.key, path.namespace, path.name)
    if found is None:
        raise not_found(request.kind, path.name)
    return found


def json_response(content: JsonObject, code: int = 200) -> web.Response:
    """An encoded answer."""
    return web.Response(body=encode_json(content) + b"\n", status=code, content_type=JSON)


def written_response(request: ApiRequest, written: Written, code: int = 200) -> web.Response:
    """The answer to a write: the object in the version asked for, and warnings."""
    content = {"kind": request.kind.kind, "apiVersion": request.api_version}
    served = as_served(request.kind, written.content, request.api_version)
    content.update((key, value) for key, value in served.items() if key not in content)
    response = json_response(content, code)
    add_warnings(response, written.warnings)
    return response


def add_warnings(response: web.Response, warnings: Sequence[str]) -> None:
    """Add `Warning` headers as clients show them."""
    for warning in warnings:
        quoted = warning.replace("\\", "\\\\").replace('"', '\\"')
        response.headers.add("Warning", f'299 - "{quoted}"')
