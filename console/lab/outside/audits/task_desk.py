"""The HTTP interface of the lab's audit service."""

import gzip
import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import msgspec

from console.domain.audit.audit_batch import AuditShard, ShardState
from console.domain.audit.audit_metrics import exposition
from console.kernel.errors import ConnectorError
from console.kernel.prepared import prepared
from console.kernel.version import VERSION
from console.lab.outside.audits.audit_worker import AuditWorkers
from console.lab.outside.audits.task_book import TaskBook
from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiRefused, ApiReply
from console.store.audits.result_store import ResultStore

WORKERS = 2
_MOST_PROJECTS = 5000
_MOST_TEXT = 2048


class TaskDesk:
    """``POST /projects``, ``GET /projects/{id}/audit-status``, ``POST /audit/trigger/{id}``, and what follows on it."""

    def __init__(self, book: TaskBook, workers: AuditWorkers, results: ResultStore, now_s: Callable[[], float]) -> None:
        self._book, self._workers, self._results, self._now_s = book, workers, results, now_s
        self._projects: dict[str, dict[str, str]] = {}

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        return {
            "GET health": self._health,
            "GET metrics": self._metrics,
            "GET projects": self._list_projects,
            "POST projects": self._register,
            "GET projects/{id}/audit-status": self._status,
            "POST audit/trigger/{id}": self._trigger,
            "GET audit/tasks": self._tasks,
            "DELETE audit/tasks/{id}": self._cancel,
            "GET audit/results/{id}": self._result,
        }

    async def _health(self, _call: ApiCall) -> ApiReply:
        return ApiReply({"name": "console-audit service", "version": VERSION, "workers": WORKERS})

    async def _metrics(self, _call: ApiCall) -> ApiReply:
        waiting = sum(one.state is ShardState.WAITING for one in self._book)
        return ApiReply(exposition(self._workers.counts, waiting, self._workers.lives()).encode())

    async def _list_projects(self, _call: ApiCall) -> ApiReply:
        return ApiReply({"projects": list(self._projects.values())})

    async def _register(self, call: ApiCall) -> ApiReply:
        name, url = (_text(call.body, one) for one in ("name", "url"))
        project = {"id": sha256(url.encode()).hexdigest()[:16], "name": name, "url": url}
        known = project["id"] in self._projects
        if not known and len(self._projects) >= _MOST_PROJECTS:
            raise refused(507, "too many projects")
        self._projects.setdefault(project["id"], project)
        return ApiReply(self._projects[project["id"]], 200 if known else 201)

    async def _status(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        tasks = [one for one in self._book if one.project == project["id"]]
        states = [one.state for one in tasks]
        return ApiReply(
            {
                "project": project,
                "running": sum(one is ShardState.RUNNING for one in states),
                "waiting": sum(one is ShardState.WAITING for one in states),
                "tasks": [one.told() for one in sorted(tasks, key=lambda task: -task.version)[:100]],
            }
        )

    async def _trigger(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        try:
            shard = msgspec.convert(call.body.get("shard"), prepared(AuditShard))
            self._results.holds(shard.task.id)
        except (msgspec.ValidationError, ConnectorError) as error:
            raise refused(422, f"shard: {error}") from None
        if shard.task.source != project["url"]:
            raise refused(422, "shard.task.source: it is another repository's")
        task = self._book.trigger(project["id"], shard)
        self._workers.wake()
        waiting_s = sum(one.shard.task.estimate_s for one in self._book if not one.state.is_over)
        done_s = task.ended_s if task.ended_s is not None else self._now_s() + waiting_s / WORKERS
        return ApiReply({"task_id": task.id, "estimated_completion": done_s}, 202)

    async def _tasks(self, call: ApiCall) -> ApiReply:
        asked = call.request.query.getall("id", [])
        chosen = [one for one in self._book if not asked or one.id in set(asked)]
        return ApiReply({"version": self._book.version, "tasks": [one.told() for one in chosen]})

    async def _cancel(self, call: ApiCall) -> ApiReply:
        task = self._book.find(call.path["id"])
        if task is None:
            raise refused(404, "no such task")
        self._book.cancel(task)
        self._workers.drop(task.id)
        return ApiReply(status=204)

    async def _result(self, call: ApiCall) -> ApiReply:
        task = self._book.find(call.path["id"])
        content = self._results.get(task.id) if task is not None else None
        if content is None:
            raise refused(404, "no result")
        return ApiReply(gzip.compress(content, 6, mtime=0), headers={"Content-Type": "application/gzip"})

    def _project(self, call: ApiCall) -> dict[str, str]:
        project = self._projects.get(call.path["id"])
        if project is None:
            raise refused(404, "no such project")
        return project


def refused(status: int, message: str) -> ApiRefused:
    """Return an error as the service tells it."""
    return ApiRefused(status, {"message": message})


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= _MOST_TEXT:
        raise refused(422, f"{name}: a text is needed")
    return value


def read_body(raw: bytes) -> Mapping[str, Any]:
    """Return the JSON object of a request."""
    try:
        body = json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        raise refused(400, "no JSON") from None
    if not isinstance(body, dict):
        raise refused(400, "no JSON object")
    return body
