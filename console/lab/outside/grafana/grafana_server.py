"""The lab's dashboard server: search, dashboards with versions, annotations, folders."""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from aiohttp import web

from console.lab.loopback.loopback_site import LoopbackSite, bearer_guard
from console.lab.outside.grafana.annotation_book import AnnotationBook
from console.lab.outside.grafana.dashboard_shelf import DashboardShelf
from console.lab.outside.grafana.first_dashboards import FOLDERS, first_dashboards
from console.lab.outside.grafana.grafana_reply import GrafanaRefusal
from console.lab.outside.lab_server import Sections, ServerContext

KEY = "lab-grafana"
VERSION = "10.4.3"
_HEALTH = "/api/health"
_UID = r"(?P<uid>[A-Za-z0-9_-]{1,40})"
_NUMBER = r"(?P<number>\d{1,15})"
Handler = Callable[[web.BaseRequest, Mapping[str, str], Any], object]


class GrafanaServer:
    """Answers bearers of a service account's token; its health anybody."""

    def __init__(self, context: ServerContext) -> None:
        self._context = context
        self._token, self._new_token = (f"glsa_{secrets.token_urlsafe(24)}" for _ in range(2))
        self._site = LoopbackSite("Grafana", self._guard, self._answer)
        self._shelf = DashboardShelf(FOLDERS)
        self._book = AnnotationBook()
        for folder, model in first_dashboards():
            self._shelf.save({"dashboard": model, "folderUid": folder})
        self._routes = tuple(
            (method, re.compile(path), handler)
            for method, path, handler in (
                ("GET", _HEALTH, self._health),
                ("GET", "/api/search", self._search),
                ("GET", "/api/folders", self._folders),
                ("GET", f"/api/dashboards/uid/{_UID}", self._dashboard),
                ("DELETE", f"/api/dashboards/uid/{_UID}", self._delete_dashboard),
                ("POST", "/api/dashboards/db", self._save),
                ("POST", f"/api/dashboards/uid/{_UID}/restore", self._restore),
                ("GET", f"/api/dashboards/uid/{_UID}/versions/{_NUMBER}", self._version),
                ("GET", "/api/annotations", self._annotations),
                ("POST", "/api/annotations", self._annotate),
                ("GET", f"/api/annotations/{_NUMBER}", self._annotation),
                ("DELETE", f"/api/annotations/{_NUMBER}", self._delete_annotation),
            )
        )

    async def start(self) -> None:
        """Listen."""
        await self._site.start()

    async def stop(self) -> None:
        """Stop listening."""
        await self._site.stop()

    def estate(self) -> Sections:
        """The connection."""
        token = {"kind": "bearer", "token": f"file:{self._context.folder.token_file(KEY, self._token)}"}
        self._context.folder.token_file(f"{KEY}.new", self._new_token)
        entry = {"key": KEY, "title": "Lab Grafana", "url": self._site.url, "auth": token, "folder": "cells"}
        return {"grafana": [entry]}

    def _guard(self, request: web.BaseRequest) -> web.Response | None:
        if request.path == _HEALTH or self._is_known(request):
            return None
        return web.json_response({"message": "Unauthorized"}, status=401)

    def _is_known(self, request: web.BaseRequest) -> bool:
        """The new token opens always, so that it can be put into place before the old one ends."""
        world = self._context.world
        is_expired = KEY in world.faults.expired_tokens
        if bearer_guard("Grafana", self._new_token)(request) is None:
            if is_expired:
                world.faults = replace(world.faults, renewed_tokens=world.faults.renewed_tokens | {KEY})
            return True
        return not is_expired and bearer_guard("Grafana", self._token)(request) is None

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        try:
            return web.json_response(await self._handled(request))
        except GrafanaRefusal as refusal:
            return web.json_response(refusal.body, status=refusal.code)

    async def _handled(self, request: web.BaseRequest) -> object:
        for method, pattern, handler in self._routes:
            found = pattern.fullmatch(request.path) if method == request.method else None
            if found is not None:
                return handler(request, found.groupdict(), await _body(request))
        raise GrafanaRefusal(404, "Not found")

    def _health(self, _request: web.BaseRequest, _path: Mapping[str, str], _body: Any) -> object:
        return {"commit": "lab", "database": "ok", "version": VERSION}

    def _search(self, request: web.BaseRequest, _path: Mapping[str, str], _body: Any) -> object:
        query = request.query
        hits = list(self._shelf.search(query.get("type", ""), query.get("query", "").lower(), query.getall("tag", [])))
        limit, page = _whole(query.get("limit"), 1000), _whole(query.get("page"), 1)
        return hits[limit * (page - 1) : limit * page]

    def _folders(self, _request: web.BaseRequest, _path: Mapping[str, str], _body: Any) -> object:
        return [
            {"id": number, "uid": uid, "title": title}
            for number, (uid, title) in enumerate(self._shelf.folders.items(), start=1)
        ]

    def _dashboard(self, _request: web.BaseRequest, path: Mapping[str, str], _body: Any) -> object:
        return self._shelf.read(path["uid"], self._context.now_s())

    def _delete_dashboard(self, _request: web.BaseRequest, path: Mapping[str, str], _body: Any) -> object:
        return self._shelf.delete(path["uid"])

    def _save(self, _request: web.BaseRequest, _path: Mapping[str, str], body: Any) -> object:
        return self._shelf.save(body)

    def _restore(self, _request: web.BaseRequest, path: Mapping[str, str], body: Any) -> object:
        return self._shelf.restore(path["uid"], _whole(body.get("version"), 0))

    def _version(self, _request: web.BaseRequest, path: Mapping[str, str], _body: Any) -> object:
        return self._shelf.version(path["uid"], int(path["number"]))

    def _annotations(self, request: web.BaseRequest, _path: Mapping[str, str], _body: Any) -> object:
        return self._book.find(request.query, request.query.getall("tags", []))

    def _annotate(self, _request: web.BaseRequest, _path: Mapping[str, str], body: Any) -> object:
        return self._book.add(body, round(self._context.now_s() * 1000))

    def _annotation(self, _request: web.BaseRequest, path: Mapping[str, str], _body: Any) -> object:
        return self._book.read(int(path["number"]))

    def _delete_annotation(self, _request: web.BaseRequest, path: Mapping[str, str], _body: Any) -> object:
        return self._book.delete(int(path["number"]))


async def _body(request: web.BaseRequest) -> Any:
    text = await request.read()
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise GrafanaRefusal(400, "bad request data") from None
    if not isinstance(found, dict):
        raise GrafanaRefusal(400, "bad request data")
    return found


def _whole(value: object, usual: int) -> int:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 10 else usual
