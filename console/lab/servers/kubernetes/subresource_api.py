"""Subresources over HTTP: status, scale, logs and forwarded ports."""

from aiohttp import web

from console.lab.servers.kubernetes.api_error import Cause, bad_request, invalid_named, not_found
from console.lab.servers.kubernetes.api_request import ApiRequest
from console.lab.servers.kubernetes.object_patch import APPLY_PATCH, apply_patch, patch_type_of, read_configuration
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.object_writer import ObjectWriter
from console.lab.servers.kubernetes.pod_backend import PodBackend
from console.lab.servers.kubernetes.pod_eviction import evict
from console.lab.servers.kubernetes.pod_log import answer_log
from console.lab.servers.kubernetes.port_forward import answer_port_forward
from console.lab.servers.kubernetes.request_body import read_object
from console.lab.servers.kubernetes.resource_api import ResourceApi, add_warnings, json_response, stored
from console.lab.servers.kubernetes.scale_view import scale_of, with_replicas
from console.lab.servers.kubernetes.schema_catalog import shape_of
from console.lab.servers.kubernetes.shape_check import ShapeCheck
from console.lab.servers.kubernetes.stored_object import JsonObject
from console.lab.servers.kubernetes.write_options import parse_write_options


class SubresourceApi:
    """Answers requests for parts of objects."""

    def __init__(self, store: ObjectStore, backend: PodBackend) -> None:
        self._store = store
        self._backend = backend
        self._writer = ObjectWriter(store)
        self._resources = ResourceApi(store, 60.0)

    async def answer(self, request: ApiRequest, http: web.Request) -> web.StreamResponse:
        """Answer one request.

        Raises:
            ApiError: it is refused.
        """
        part = request.path.subresource
        if part == "log":
            return await answer_log(self._store, self._backend, request, http)
        if part == "portforward":
            return await answer_port_forward(self._store, self._backend, request, http)
        if part == "eviction":
            return evict(self._store, request)
        if part == "scale":
            return self._scale(request)
        return self._status(request)

    def _status(self, request: ApiRequest) -> web.Response:
        if request.verb == "get":
            return web.Response(body=stored(self._store, request).body + b"\n", content_type="application/json")
        if request.verb == "update":
            return self._resources.replace_status(request)
        return self._resources.patch(request, "status")

    def _scale(self, request: ApiRequest) -> web.Response:
        entry = stored(self._store, request)
        paths = request.kind.scale
        if paths is None:
            raise not_found(request.kind, entry.name)
        content = entry.content()
        scale = scale_of(paths, content)
        if request.verb == "get":
            return json_response(scale)
        if request.verb == "update":
            options = parse_write_options(request)
            changed = read_object(request, kind="Scale", api_version="autoscaling/v1")
        else:
            media = patch_type_of(request)
            options = parse_write_options(request, apply=media == APPLY_PATCH)
            if media == APPLY_PATCH:
                changed = read_configuration(request)
            else:
                changed = apply_patch(media, request.body, shape_of("Scale"), scale)
        wanted, version = _replicas_and_version(changed, entry.name)
        target = with_replicas(paths, content, wanted)
        target["metadata"] = {**target["metadata"], "resourceVersion": version or str(entry.version)}
        written = self._writer.change(request, entry, target, options, scope="scale")
        response = json_response(scale_of(paths, written.content))
        add_warnings(response, written.warnings)
        return response


def _replicas_and_version(scale: JsonObject, name: str) -> tuple[int, str]:
    check = ShapeCheck(shape_of("Scale"), scale)
    if check.wrong:
        wrong = check.wrong[0]
        told = f"json: cannot unmarshal {wrong.found} into Go struct field {wrong.path} of type {wrong.go_name}"
        raise bad_request(f'Scale in version "v1" cannot be handled as a Scale: {told}')
    if check.bounds:
        low = check.bounds[0]
        told = f"Invalid value: {low.value}: must be greater than or equal to {low.minimum}"
        raise invalid_named("autoscaling", "Scale", name, [Cause("FieldValueInvalid", told, low.path)])
    replicas: int = (check.pruned.get("spec") or {}).get("replicas", 0)
    version: str = (check.pruned.get("metadata") or {}).get("resourceVersion", "")
    return replicas, version
