"""Asking an audit service."""

from collections.abc import Sequence
from urllib.parse import quote

from connectors.audit_service import wire
from connectors.common.exchange import Request
from connectors.common.fault import HttpFault
from connectors.common.http import HttpClient
from console.domain.audit.audit_batch import AuditShard
from console.domain.audit.packed_result import MOST_PACKED, unpacked_result

_MOST_ASKED = 50  # ids in one address


class AuditServiceApi:
    """One method per part of the interface; raises ``ConnectorError``."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    async def about(self) -> wire.About:
        """Return what the service is."""
        return await self._client.read(Request("GET", "/health"), wire.About)

    async def register(self, name: str, url: str) -> wire.Project:
        """Make a repository known; one that is known already is returned as it is, so it may be repeated."""
        request = Request("POST", "/projects", json={"name": name, "url": url}, idempotent=True)
        return await self._client.read(request, wire.Project)

    async def trigger(self, project: str, shard: AuditShard) -> wire.Triggered:
        """Queue a task; the id is that of the shard, so that a second trigger of it changes nothing."""
        place = f"/audit/trigger/{quote(project, safe='')}"
        return await self._client.read(Request("POST", place, json={"shard": shard}, idempotent=True), wire.Triggered)

    async def tasks(self, ids: Sequence[str]) -> wire.Tasks:
        """Return those of the tasks that the service knows; the version is the oldest of its answers."""
        found: list[wire.Task] = []
        versions: list[int] = []
        for start in range(0, len(ids), _MOST_ASKED):
            part = list(ids[start : start + _MOST_ASKED])
            told = await self._client.read(Request("GET", "/audit/tasks", {"id": part}), wire.Tasks)
            found += told.tasks
            versions.append(told.version)
        return wire.Tasks(min(versions, default=0), found)

    async def everything(self) -> wire.Tasks:
        """Return all tasks that the service still remembers."""
        return await self._client.read(Request("GET", "/audit/tasks"), wire.Tasks)

    async def result(self, task_id: str) -> bytes | None:
        """Return a result unpacked; ``None`` when there is none (yet)."""
        place = f"/audit/results/{quote(task_id, safe='')}"
        try:
            answer = await self._client.send(Request("GET", place, most_bytes=MOST_PACKED))
        except HttpFault as fault:
            if fault.status == 404:
                return None
            raise
        return unpacked_result(answer.body)

    async def cancel(self, task_id: str) -> None:
        """End a task; one that is over or unknown stays as it is."""
        try:
            await self._client.send(Request("DELETE", f"/audit/tasks/{quote(task_id, safe='')}", idempotent=True))
        except HttpFault as fault:
            if fault.status != 404:
                raise
