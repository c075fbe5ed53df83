"""Shapes of Grafana's API, only the fields that are read; and their rows."""

from typing import Any

import msgspec

from connectors.common.whole import Whole
from console.domain.dashboard import Dashboard
from console.domain.dashboard_annotation import DashboardAnnotation
from console.domain.resource import ResourceRef

_MS = 1000


class WireHealth(msgspec.Struct):
    """``/api/health``; the version is hidden where the administrator wants that."""

    database: str = ""
    version: str = ""


class WireHit(msgspec.Struct, rename="camel"):
    """An entry of ``/api/search``."""

    uid: str
    title: str
    type: str
    url: str = ""
    tags: list[str] = []
    folder_title: str = ""

    def row(self, connection: str, address: str) -> Dashboard:
        """Return the row; ``address`` is Grafana's own, for the link."""
        is_folder = self.type == "dash-folder"
        ref = ResourceRef(connection, "Folder" if is_folder else "Dashboard", "", self.uid)
        link = f"{address}{self.url}" if address and self.url.startswith("/") else ""
        return Dashboard(ref, self.title, self.folder_title, tuple(self.tags), link, is_folder)


class WireAnnotation(msgspec.Struct, rename="camel"):
    """An annotation; times in milliseconds, ``timeEnd`` 0 or equal for a moment."""

    id: Whole
    time: Whole
    time_end: Whole = 0
    text: str = ""
    tags: list[str] | None = None
    dashboard_uid: str | None = msgspec.field(name="dashboardUID", default=None)
    login: str = ""

    def row(self, connection: str) -> DashboardAnnotation:
        """Return the row."""
        return DashboardAnnotation(
            ref=ResourceRef(connection, "Annotation", "", str(self.id)),
            start_s=self.time / _MS,
            end_s=max(self.time, self.time_end) / _MS,
            text=self.text,
            tags=tuple(self.tags or ()),
            dashboard=self.dashboard_uid or "",
            author=self.login,
        )


class WireMeta(msgspec.Struct, rename="camel"):
    """What Grafana says about a dashboard."""

    version: Whole = 0
    folder_uid: str = ""
    updated_by: str = ""
    provisioned: bool = False


class WireDashboard(msgspec.Struct):
    """``/api/dashboards/uid/…``: the model as it is saved."""

    dashboard: dict[str, Any]
    meta: WireMeta

    @property
    def version(self) -> int:
        """Return the saved version; each save adds one."""
        told = self.dashboard.get("version")
        return told if isinstance(told, int) else int(self.meta.version)


class WireId(msgspec.Struct):
    """The answer to a new annotation."""

    id: Whole


class WireVersion(msgspec.Struct):
    """An earlier version of a dashboard."""

    version: Whole
    data: dict[str, Any]
