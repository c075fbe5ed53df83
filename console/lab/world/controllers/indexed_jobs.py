"""Indexed Jobs of audits run for real: each of their pods is a process of ``console-audit`` on this computer."""

import asyncio
import base64
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from console.domain.audit.index_range import text_of
from console.lab.objects.batch_object import container_of, job_pod_status
from console.lab.objects.common import JsonObject, condition, metadata, owner_reference
from console.lab.objects.lenient import rows, section
from console.lab.objects.world_clock import stamp
from console.lab.process.audit_process import FOR_EVER, AuditEnd, AuditProcesses
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.stored_object import StoredObject

JOBS = "jobs.batch"
INDEX = "batch.kubernetes.io/job-completion-index"
BATCH_LABEL = "audit-batch"
_LOOK_S = 0.25
_GONE_MOMENT_S = 0.5
_ANNOTATION = re.compile(r"metadata\.annotations\['([^']+)'\]")
_PASSED_ON = ("--put", "--put-token")
_log = logging.getLogger(__name__)


@dataclass
class _Run:
    """One Job: which indexes are over, how often each has failed, and those at work."""

    began_s: float
    done: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)
    tries: dict[int, int] = field(default_factory=dict)
    at_work: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    is_told: bool = False


class IndexedJobs:
    """The Job controller and the kubelet of such Jobs. ``doomed`` says whether one of their workers is to be killed."""

    def __init__(
        self, store: ObjectStore, processes: AuditProcesses, now_s: Callable[[], float], doomed: Callable[[], bool]
    ) -> None:
        self._store, self._processes, self._now_s, self._doomed = store, processes, now_s, doomed
        self._runs: dict[str, _Run] = {}

    async def run(self) -> None:
        """Look after the Jobs until cancelled; then no process of theirs is left."""
        try:
            while True:
                await asyncio.sleep(_LOOK_S)
                known = {one.uid: one for one in self._store.entries(JOBS) if BATCH_LABEL in one.labels}
                for uid in self._runs.keys() - known.keys():
                    await self._forget(self._runs.pop(uid))
                for job in known.values():
                    self._tend(job)
                if self._processes.running and self._doomed():
                    self._processes.end(self._processes.running[0])
        finally:
            for one in self._runs.values():
                await self._forget(one)

    async def _forget(self, run: _Run) -> None:
        for task in run.at_work.values():
            task.cancel()
        await asyncio.gather(*run.at_work.values(), return_exceptions=True)

    def _tend(self, job: StoredObject) -> None:
        run = self._runs.setdefault(job.uid, _Run(self._now_s()))
        if run.is_told or b'"deletionTimestamp"' in job.body:
            return
        content = job.content()
        spec = section(content, "spec")
        open_ones = [one for one in range(int(spec.get("completions") or 0)) if one not in run.done | run.failed]
        for index in open_ones:
            if len(run.at_work) >= int(spec.get("parallelism") or 1):
                break
            if index not in run.at_work:
                run.at_work[index] = asyncio.create_task(self._pod(content, run, index))
        self._tell(content, run, is_over=not open_ones)

    def _tell(self, job: JsonObject, run: _Run, *, is_over: bool) -> None:
        now_s = self._now_s()
        status: JsonObject = {
            "active": len(run.at_work) or None,
            "ready": len(run.at_work),
            "startTime": stamp(run.began_s),
            "succeeded": len(run.done) or None,
            "failed": sum(run.tries.values()) or None,
            "completedIndexes": text_of(frozenset(run.done)) or None,
            "failedIndexes": text_of(frozenset(run.failed)) or None,
        }
        if is_over:
            run.is_told = True
            good = not run.failed
            words = ("Complete", "CompletionsReached") if good else ("Failed", "FailedIndexes")
            text = "Reached expected number of succeeded pods" if good else "Job has failed indexes"
            status["conditions"] = [condition(words[0], True, words[1], text, now_s)]
            status["completionTime"] = stamp(now_s) if good else None
        where = job["metadata"]
        self._store.patch_status(JOBS, where["namespace"], where["name"], status)

    async def _pod(self, job: JsonObject, run: _Run, index: int) -> None:
        """Run one pod of an index to its end, and count what came of it."""
        namespace, name = job["metadata"]["namespace"], f"{job['metadata']['name']}-{index}-{run.tries.get(index, 0)}"
        began_s = self._now_s()
        try:
            self._store.create(_pod_of(job, name, index, began_s))
            end = await self._carried_out(job, name, index)
            self._end_pod(job, namespace, name, end, began_s)
            if end.code == 0:
                run.done.add(index)
                return
            run.tries[index] = run.tries.get(index, 0) + 1
            if end.code == FOR_EVER or run.tries[index] > int(section(job, "spec").get("backoffLimitPerIndex") or 0):
                run.failed.add(index)
        except Exception:  # noqa: BLE001 - one pod must not end the others
            _log.exception("pod %s of the lab", name)
            run.failed.add(index)
        finally:
            run.at_work.pop(index, None)

    async def _carried_out(self, job: JsonObject, name: str, index: int) -> AuditEnd:
        pod = section(job, "spec", "template", "spec")
        container = next(iter(rows(pod, "containers")), {})
        environment = self._environment(job["metadata"]["namespace"], container)
        if environment is None:
            await asyncio.sleep(_GONE_MOMENT_S)
            return AuditEnd(1, b"", "CreateContainerConfigError: a Secret or a key of it is missing")
        given = [str(one) for one in container.get("args") or ()]
        passed = [part for option, value in pairwise(given) if option in _PASSED_ON for part in (option, value)]
        return await self._processes.run(_shards(job), name, index, environment, passed)

    def _environment(self, namespace: str, container: JsonObject) -> dict[str, str] | None:
        """Return the variables of a container; ``None`` when what one refers to is not there."""
        found: dict[str, str] = {}
        for one in rows(container, "env"):
            source = section(one, "valueFrom", "secretKeyRef")
            if not source:
                continue
            secret = self._store.find("secrets", namespace, str(source.get("name")))
            data = section(secret.content(), "data") if secret is not None else {}
            if source.get("key") in data:
                found[str(one["name"])] = base64.b64decode(str(data[source["key"]])).decode()
            elif not source.get("optional"):
                return None
        return found

    def _end_pod(self, job: JsonObject, namespace: str, name: str, end: AuditEnd, began_s: float) -> None:
        if self._store.find("pods", namespace, name) is None:
            return
        code = end.code if end.code >= 0 else 128 - end.code
        status = job_pod_status(job["spec"], "Failed" if code else "Succeeded", began_s, self._now_s())
        ended = status["containerStatuses"][0]["state"]["terminated"]
        ended |= {"exitCode": code, "reason": _reason(code)} | ({"message": end.why} if end.why else {})
        self._store.patch_status("pods", namespace, name, status)


def _reason(code: int) -> str:
    return {0: "Completed", 137: "OOMKilled"}.get(code, "Error")


def _shards(job: JsonObject) -> str:
    """Return what the downward API writes into the pod: the annotation that its volume names."""
    template = section(job, "spec", "template")
    for volume in rows(template, "spec", "volumes"):
        for item in rows(volume, "downwardAPI", "items"):
            known = _ANNOTATION.fullmatch(str(section(item, "fieldRef").get("fieldPath", "")))
            if known is not None:
                return str(section(template, "metadata", "annotations").get(known[1], ""))
    return ""


def _pod_of(job: JsonObject, name: str, index: int, began_s: float) -> JsonObject:
    owner, template = job["metadata"], section(job, "spec", "template")
    told: dict[str, Any] = section(template, "metadata")
    mark = {INDEX: str(index)}
    content = metadata(
        name, owner["namespace"], labels={**(told.get("labels") or {}), **mark, "job-name": owner["name"]},
        annotations={**(told.get("annotations") or {}), **mark}, created_s=began_s,
    )  # fmt: skip
    content["ownerReferences"] = [owner_reference("batch/v1", "Job", owner["name"], owner["uid"])]
    spec = {"restartPolicy": "Never", **section(template, "spec")}
    status = job_pod_status(job["spec"], "Running", began_s, None)
    status["containerStatuses"][0]["name"] = container_of(job["spec"])
    return {"apiVersion": "v1", "kind": "Pod", "metadata": content, "spec": spec, "status": status}
