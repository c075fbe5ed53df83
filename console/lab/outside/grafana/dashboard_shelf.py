"""Dashboards with all their versions, in folders."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from console.lab.outside.grafana.grafana_reply import GrafanaRefusal, not_found

_USER = "cell-console"


@dataclass
class _Saved:
    number: int
    folder: str
    versions: list[dict[str, Any]] = field(default_factory=list)
    restored_from: int = 0

    @property
    def model(self) -> dict[str, Any]:
        return self.versions[-1]


class DashboardShelf:
    """``folders`` are titles by uid. Raises ``GrafanaRefusal`` as the server would answer."""

    def __init__(self, folders: Mapping[str, str]) -> None:
        self.folders = dict(folders)
        self._saved: dict[str, _Saved] = {}

    def search(self, kind: str, words: str, tags: list[str]) -> Iterator[dict[str, Any]]:
        """Folders, then dashboards, as the search lists them."""
        for number, (uid, title) in enumerate(self.folders.items(), start=1):
            if kind in ("", "dash-folder") and words in title.lower() and not tags:
                yield _hit(number, uid, title, "dash-folder", f"/dashboards/f/{uid}")
        for uid, one in self._saved.items():
            title = str(one.model["title"])
            named = [str(tag) for tag in one.model.get("tags", [])]
            if kind in ("", "dash-db") and words in title.lower() and set(tags) <= set(named):
                hit = _hit(one.number, uid, title, "dash-db", f"/d/{uid}")
                place = {"folderUid": one.folder, "folderTitle": self.folders[one.folder]} if one.folder else {}
                yield {**hit, "tags": named, **place}

    def read(self, uid: str, now_s: float) -> dict[str, Any]:
        """One dashboard with what the server knows about it."""
        one = self._one(uid)
        meta = {
            "type": "db",
            "slug": uid,
            "url": f"/d/{uid}",
            "version": one.model["version"],
            "folderUid": one.folder,
            "folderTitle": self.folders.get(one.folder, "General"),
            "updated": datetime.fromtimestamp(now_s, UTC).isoformat(timespec="seconds"),
            "updatedBy": _USER,
            "createdBy": _USER,
            "provisioned": False,
            "canSave": True,
        }
        return {"dashboard": one.model, "meta": meta}

    def save(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Save a model; what has moved on meanwhile is refused with status 412 unless it may be overwritten."""
        model = body.get("dashboard")
        if not isinstance(model, dict) or not str(model.get("title") or "").strip():
            raise GrafanaRefusal(400, "Dashboard title cannot be empty", status="empty-name")
        folder = str(body.get("folderUid") or "")
        if folder and folder not in self.folders:
            raise not_found("folder")
        uid = str(model.get("uid") or f"lab{len(self._saved) + 1:06d}")
        one = self._saved.get(uid)
        if one is None:
            one = self._saved[uid] = _Saved(len(self._saved) + 100, folder)
        elif not body.get("overwrite") and model.get("version") != one.model["version"]:
            raise GrafanaRefusal(412, "The dashboard has been changed by someone else", status="version-mismatch")
        one.folder = folder
        return self._put(uid, one, model, 0)

    def restore(self, uid: str, version: int) -> dict[str, Any]:
        """Make an earlier version a new one."""
        one = self._one(uid)
        return self._put(uid, one, self._version(one, version), version)

    def version(self, uid: str, version: int) -> dict[str, Any]:
        """One version as it was."""
        one = self._one(uid)
        return {
            "id": version,
            "dashboardId": one.number,
            "uid": uid,
            "parentVersion": version - 1,
            "restoredFrom": one.restored_from,
            "version": version,
            "created": "2026-11-01T00:00:00Z",
            "createdBy": _USER,
            "message": "",
            "data": self._version(one, version),
        }

    def delete(self, uid: str) -> dict[str, Any]:
        """Delete a dashboard with its versions."""
        one = self._one(uid)
        del self._saved[uid]
        title = str(one.model["title"])
        return {"title": title, "message": f"Dashboard {title} deleted", "id": one.number}

    def _one(self, uid: str) -> _Saved:
        if uid not in self._saved:
            raise not_found("Dashboard")
        return self._saved[uid]

    def _version(self, one: _Saved, version: int) -> dict[str, Any]:
        if not 1 <= version <= len(one.versions):
            raise not_found("Dashboard version")
        return one.versions[version - 1]

    def _put(self, uid: str, one: _Saved, model: Mapping[str, Any], restored_from: int) -> dict[str, Any]:
        version = len(one.versions) + 1
        one.restored_from = restored_from
        one.versions.append({**model, "id": one.number, "uid": uid, "version": version})
        told = {"id": one.number, "uid": uid, "url": f"/d/{uid}", "slug": uid}
        return {**told, "status": "success", "version": version}


def _hit(number: int, uid: str, title: str, kind: str, url: str) -> dict[str, Any]:
    found = {"id": number, "uid": uid, "title": title, "uri": f"db/{uid}", "url": url, "slug": "", "type": kind}
    return {**found, "tags": [], "isStarred": False, "sortMeta": 0}
