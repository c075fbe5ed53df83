"""Answers that are no resources: health, version, discovery, OpenAPI."""

from typing import Any

from aiohttp import web

from console.lab.servers.kubernetes import discovery
from console.lab.servers.kubernetes.kind_catalog import KindCatalog
from console.lab.servers.kubernetes.openapi_document import openapi_document, openapi_index
from console.lab.servers.kubernetes.stored_object import encode_json

_HEALTH = frozenset(("/livez", "/readyz", "/healthz"))


class MetaApi:
    """Describes the server itself."""

    def __init__(self, catalog: KindCatalog) -> None:
        self._catalog = catalog
        self._documents: dict[str, bytes] = {}

    def answer(self, request: web.Request) -> web.Response:
        """Answer a GET on a path that is no resource."""
        path = request.path.rstrip("/")
        if path in _HEALTH:
            return web.Response(text="ok")
        if path == "/version":
            return _json(discovery.SERVER_VERSION)
        if path in {"/api", "/apis"}:
            return self._roots(path, request)
        if path.startswith("/openapi/"):
            return self._openapi(path)
        found = self._group(path.split("/"))
        if found is None:
            raise web.HTTPNotFound(text="404 page not found\n")
        return _json(found)

    def _roots(self, path: str, request: web.Request) -> web.Response:
        version = discovery.aggregated_version_asked(request.headers.get("Accept", ""))
        if version:
            document = discovery.aggregated_discovery(self._catalog, version, core=path == "/api")
            kind = f"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList"
            return web.Response(body=encode_json(document) + b"\n", headers={"Content-Type": kind})
        if path == "/api":
            return _json(discovery.api_versions(request.host))
        return _json(discovery.api_group_list(self._catalog))

    def _group(self, parts: list[str]) -> dict[str, Any] | None:
        if parts[1:2] == ["api"] and len(parts) == 3:
            return discovery.api_resource_list(self._catalog, "", parts[2])
        if parts[1:2] != ["apis"] or len(parts) not in {3, 4}:
            return None
        versions = self._catalog.groups().get(parts[2])
        if versions is None:
            return None
        if len(parts) == 3:
            return discovery.api_group(parts[2], versions)
        return discovery.api_resource_list(self._catalog, parts[2], parts[3])

    def _openapi(self, path: str) -> web.Response:
        if path == "/openapi/v3":
            return _json(openapi_index(self._catalog))
        if path == "/openapi/v2":
            # Complete descriptions are served as v3; clients that want v2 get an empty, valid one.
            return _json({"swagger": "2.0", "info": {"title": "Kubernetes", "version": "lab"}, "paths": {}})
        name = path.removeprefix("/openapi/v3/")
        if name not in self._documents:
            document = openapi_document(self._catalog, name)
            if document is None:
                raise web.HTTPNotFound(text="404 page not found\n")
            self._documents[name] = encode_json(document)
        return web.Response(body=self._documents[name], content_type="application/json")


def _json(document: Any) -> web.Response:
    return web.Response(body=encode_json(document) + b"\n", content_type="application/json")
