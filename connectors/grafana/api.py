"""Grafana's HTTP API."""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import quote

from connectors.common.exchange import Request
from connectors.common.fault import HttpFault
from connectors.common.http import HttpClient
from connectors.common.paging import by_page, read_all
from connectors.grafana.wire import WireAnnotation, WireDashboard, WireHealth, WireHit, WireId, WireVersion
from console.domain.dashboard import Dashboard
from console.domain.dashboard_annotation import DashboardAnnotation
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

Shape = TypeVar("Shape")

_NOT_FOUND, _MOVED_ON = 404, 412
_PAGE = 500
_MOST_ANNOTATIONS = 200
_MS = 1000


class GrafanaApi:
    """Asks and tells one Grafana; every failure is a ``ConnectorError``. Use it from the I/O loop only."""

    def __init__(self, connection: str, client: HttpClient, address: str) -> None:
        self._connection = connection
        self._client = client
        self._address = address.rstrip("/")

    async def health(self) -> WireHealth:
        """Return version and state; needs no credentials."""
        return await self._client.read(Request("GET", "api/health"), WireHealth)

    async def dashboards(self) -> tuple[Dashboard, ...]:
        """Return all dashboards and folders that the credentials may see."""
        request = Request("GET", "api/search", {"limit": _PAGE, "page": 1})
        found = await read_all(self._client, request, list[WireHit], lambda page: page, by_page(len, _PAGE))
        return tuple(one.row(self._connection, self._address) for one in found.items)

    async def annotations(self, from_s: float, to_s: float) -> tuple[DashboardAnnotation, ...]:
        """Return annotations of a time range (unix seconds), alerts' own left out."""
        params: dict[str, str | int | list[str]] = {
            "from": round(from_s * _MS),
            "to": round(to_s * _MS),
            "limit": _MOST_ANNOTATIONS,
            "type": "annotation",
        }
        found = await self._client.read(Request("GET", "api/annotations", params), list[WireAnnotation])
        return tuple(one.row(self._connection) for one in found)

    async def annotation(self, number: str) -> DashboardAnnotation | None:
        """Return one annotation; ``None`` when there is none of that id."""
        found = await self._find(_annotation_path(number), WireAnnotation)
        return found.row(self._connection) if found is not None else None

    async def annotate(self, wanted: DashboardAnnotation) -> str:
        """Write an annotation (its ``ref`` does not count) and return its id; asked once only."""
        body: dict[str, Any] = {
            "time": round(wanted.start_s * _MS),
            "timeEnd": round(wanted.end_s * _MS),
            "tags": list(wanted.tags),
            "text": wanted.text,
        }
        if wanted.dashboard:
            body["dashboardUID"] = wanted.dashboard
        return str((await self._client.read(Request("POST", "api/annotations", json=body), WireId)).id)

    async def delete_annotation(self, number: str) -> None:
        """Delete an annotation."""
        await self._client.send(Request("DELETE", _annotation_path(number)))

    async def dashboard(self, uid: str) -> WireDashboard | None:
        """Return a dashboard with its model; ``None`` when there is none of that uid."""
        return await self._find(_dashboard_path(uid), WireDashboard)

    async def model_at(self, uid: str, version: int) -> dict[str, Any] | None:
        """Return the model of an earlier version; ``None`` when it is not kept."""
        found = await self._find(f"{_dashboard_path(uid)}/versions/{version}", WireVersion)
        return found.data if found is not None and found.version == version else None

    async def save(self, model: Mapping[str, Any], version: int, folder: str, message: str) -> None:
        """Save a model over ``version`` (0: new); raise ``ChangeRefused`` when it has moved on."""
        told = {key: value for key, value in model.items() if key not in ("id", "version")}
        body = {"dashboard": {**told, "id": None, "version": version}, "message": message, "overwrite": False}
        if folder:
            body["folderUid"] = folder
        await self._write(Request("POST", "api/dashboards/db", json=body))

    async def restore(self, uid: str, version: int) -> None:
        """Make an earlier version the current one."""
        await self._write(Request("POST", f"{_dashboard_path(uid)}/restore", json={"version": version}))

    async def delete_dashboard(self, uid: str) -> None:
        """Delete a dashboard."""
        await self._client.send(Request("DELETE", _dashboard_path(uid)))

    async def _write(self, request: Request) -> None:
        try:
            await self._client.send(request)
        except HttpFault as fault:
            if fault.status != _MOVED_ON:
                raise
            raise ChangeRefused(fault.message, t("Look at the preview again.")) from None

    async def _find(self, path: str, shape: type[Shape]) -> Shape | None:
        try:
            return await self._client.read(Request("GET", path), shape)
        except HttpFault as fault:
            if fault.status == _NOT_FOUND:
                return None
            raise


def _annotation_path(number: str) -> str:
    return f"api/annotations/{quote(number, safe='')}"


def _dashboard_path(uid: str) -> str:
    return f"api/dashboards/uid/{quote(uid, safe='')}"
