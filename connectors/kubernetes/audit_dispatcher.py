"""Audits in a cluster: an Indexed Job per batch, followed by one watch, its results from an object store."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from connectors.common.exchange import Request
from connectors.common.fault import HttpFault, wrong_body
from connectors.common.results.result_server import ResultAddress, ResultServer
from connectors.kubernetes.audit_stand import PodWire, failed_pods, sound_job, stand_of
from connectors.kubernetes.discovery import Discovery
from connectors.kubernetes.kind import collection_path
from connectors.kubernetes.operations.audit_job import BATCH_LABEL, SHARDS
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.session import ClusterSession
from connectors.kubernetes.watch_line import lines
from connectors.registry import BuildContext
from console.domain.audit.audit_batch import AuditBatch, BatchStand, ShardState, packed_shards, unpacked_shards
from console.domain.audit.packed_result import unpacked_result
from console.domain.operations.end_audit_batch import EndAuditBatch
from console.domain.operations.start_audit_batch import StartAuditBatch
from console.domain.resource import ResourceRef
from console.estate.schema.audit_jobs import AuditJobs
from console.kernel.errors import ConnectorError, UserError
from console.kernel.prepared import prepared

_NOT_FOUND = 404
_WATCH_S = 25
_MOST_JOBS = 100
Found = TypeVar("Found")


class JobDispatcher:
    """Implements ``console.ports.audit_dispatcher.AuditDispatcher``. Use it on the I/O loop."""

    def __init__(self, session: ClusterSession, discovery: Discovery, options: AuditJobs, build: BuildContext) -> None:
        self._session, self._discovery, self._options, self._build = session, discovery, options, build
        self._results: ResultServer | None = None

    def submission(self, batch: AuditBatch) -> StartAuditBatch:
        """Return what makes the Job."""
        options = self._options
        return StartAuditBatch(
            self._session.options.key,
            options.namespace,
            batch.id,
            options.image,
            options.secret,
            options.results,
            packed_shards(batch.shards),
            len(batch.shards),
            tuple(sorted({one.task.owner for one in batch.shards})),
            tuple(sorted({one.connection for one in batch.shards if one.connection})),
            options.parallel,
            options.cpu,
            options.memory,
        )

    def cancellation(self, batch: AuditBatch) -> EndAuditBatch:
        """Return what takes the Job away."""
        return EndAuditBatch(self._session.options.key, self._options.namespace, batch.id)

    async def batches(self) -> tuple[AuditBatch, ...]:
        """Return the batches whose Jobs have not ended."""
        params = {"labelSelector": BATCH_LABEL, "limit": _MOST_JOBS}
        found = self._content(await self._session.get(await self._collection("Job", "batch"), params)).get("items")
        known = (_batch(one) for one in found if isinstance(one, dict)) if isinstance(found, list) else ()
        return tuple(one for one in known if one is not None)

    async def poll(self, batch: AuditBatch, known: str = "") -> BatchStand:
        """Return how far the Job is; with a version that is known wait for the next one by a watch."""
        job = await self._next(batch, known) if known else None
        if job is None:
            job = await self._job(batch)
        if job is None:
            return BatchStand((ShardState.FAILED,) * len(batch.shards), is_gone=True)
        pods = await self._pods(batch) if failed_pods(job) else ()
        return stand_of(batch, job, pods)

    async def fetch(self, batch: AuditBatch, task_id: str) -> bytes | None:
        """Return a result from the object store; a console that listens is brought them."""
        if self._options.listen:
            return None
        packed = await (await self._exchange()).fetch(task_id)
        return None if packed is None else unpacked_result(packed)

    async def close(self) -> None:
        """Let go of connections."""
        if self._results is not None:
            await self._results.close()

    async def _next(self, batch: AuditBatch, known: str) -> dict[str, Any] | None:
        """Return the Job when it has moved on since a version; ``None`` when nothing came, or it has to be read."""
        params: dict[str, Any] = {
            "watch": "true",
            "fieldSelector": f"metadata.name={batch.id}",
            "resourceVersion": known,
            "timeoutSeconds": _WATCH_S,
        }
        path = await self._collection("Job", "batch")
        try:
            async with self._session.open(Request("GET", path, params, read_s=2 * _WATCH_S, flows=True)) as stream:
                async for whole in lines(stream.pieces(), self._session.peer):
                    told = msgspec.json.decode(whole[-1], type=dict[str, Any])
                    return sound_job(told.get("object")) if told.get("type") in {"ADDED", "MODIFIED"} else None
        except (ConnectorError, ValueError, RecursionError):
            return None  # reading the Job itself tells what is wrong
        return None

    async def _job(self, batch: AuditBatch) -> dict[str, Any] | None:
        try:
            answer = await self._session.get(f"{await self._collection('Job', 'batch')}/{batch.id}")
            return self._sound(sound_job, self._content(answer))
        except HttpFault as fault:
            if fault.status != _NOT_FOUND:
                raise
            return None

    async def _pods(self, batch: AuditBatch) -> tuple[PodWire, ...]:
        params = {"labelSelector": f"batch.kubernetes.io/job-name={batch.id}", "limit": 3 * len(batch.shards)}
        found = self._content(await self._session.get(await self._collection("Pod", ""), params))
        return tuple(
            self._sound(lambda items: msgspec.convert(items, prepared(list[PodWire])), found.get("items") or [])
        )

    async def _collection(self, kind: str, group: str) -> str:
        ref = ResourceRef(self._session.options.key, kind, self._options.namespace, "", group)
        return collection_path(await self._discovery.kind_of(ref), self._options.namespace)

    async def _exchange(self) -> ResultServer:
        if self._results is None:
            token = await self._build.runtime.in_thread(self._build.vault.resolve, self._options.results_token)
            address = ResultAddress.parse(self._options.results)
            self._results = ResultServer(address, token, self._build.network, self._build.clock)
        return self._results

    def _content(self, answer: Any) -> dict[str, Any]:
        return self._sound(lambda body: msgspec.json.decode(body, type=dict[str, Any]), answer.body)

    def _sound(self, read: Callable[[Any], Found], raw: Any) -> Found:
        """Return what ``read`` makes of a part of an answer; raise ``ConnectorError`` when it is not as promised."""
        try:
            return read(raw)
        except (ValueError, RecursionError) as error:
            raise wrong_body(self._session.peer, str(error)) from None


def _batch(job: dict[str, Any]) -> AuditBatch | None:
    """Return the batch of a Job, nothing for one that has ended or that another version has made."""
    try:
        conditions = value_at(sound_job(job), "/status/conditions") or []
    except ValueError:
        return None
    ended = any(one.get("type") in {"Complete", "Failed"} and one.get("status") == "True" for one in conditions)
    notes = value_at(job, "/spec/template/metadata/annotations") or {}
    if ended or SHARDS not in notes or value_at(job, "/metadata/deletionTimestamp"):
        return None
    try:
        return AuditBatch(str(value_at(job, "/metadata/name")), unpacked_shards(str(notes[SHARDS])))
    except (UserError, ValueError):
        return None
