"""How far a Job of audits is: its indexes as states of shards, and what its failed pods said last."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.operations.json_pointer import value_at
from console.domain.audit.audit_batch import AuditBatch, BatchStand, ShardState
from console.domain.audit.index_range import indexes_of
from console.kernel.i18n import t
from console.kernel.prepared import prepared

_INDEX = "batch.kubernetes.io/job-completion-index"
_FOR_EVER = 42
_MOST_WORDS = 600
_MOST_DIGITS = 10


class _Terminated(msgspec.Struct, rename="camel"):
    exit_code: int = 0
    reason: str = ""
    message: str = ""


class _State(msgspec.Struct):
    terminated: _Terminated | None = None


class _Container(msgspec.Struct):
    state: _State = msgspec.field(default_factory=_State)


class _Status(msgspec.Struct, rename="camel"):
    phase: str = ""
    reason: str = ""
    message: str = ""
    container_statuses: list[_Container] | None = None


class _Meta(msgspec.Struct):
    annotations: dict[str, str] | None = None


class PodWire(msgspec.Struct):
    """The fields of a pod that tell of its end."""

    metadata: _Meta = msgspec.field(default_factory=_Meta)
    status: _Status = msgspec.field(default_factory=_Status)


class _Condition(msgspec.Struct):
    type: str = ""
    status: str = ""
    reason: str = ""
    message: str = ""


class _JobStatus(msgspec.Struct, rename="camel"):
    conditions: list[_Condition] | None = None
    active: Whole | None = None
    completed_indexes: str | None = None
    failed_indexes: str | None = None


class _Template(msgspec.Struct):
    metadata: _Meta = msgspec.field(default_factory=_Meta)


class _Spec(msgspec.Struct):
    template: _Template = msgspec.field(default_factory=_Template)


class _JobShape(msgspec.Struct):
    spec: _Spec = msgspec.field(default_factory=_Spec)
    status: _JobStatus = msgspec.field(default_factory=_JobStatus)


def sound_job(job: Any) -> dict[str, Any]:
    """Return a Job as it is once all that is looked at has the types that its API promises; raise ``ValueError``."""
    msgspec.convert(job, prepared(_JobShape))
    return dict(job)


def failed_pods(job: Mapping[str, Any]) -> bool:
    """Return whether looking at the pods tells anything."""
    return bool(value_at(job, "/status/failedIndexes"))


def stand_of(batch: AuditBatch, job: Mapping[str, Any], pods: Sequence[PodWire]) -> BatchStand:
    """Return the stand of a batch from its Job and (when some have failed) its pods."""
    count = len(batch.shards)
    done = indexes_of(str(value_at(job, "/status/completedIndexes") or ""), count)
    failed = indexes_of(str(value_at(job, "/status/failedIndexes") or ""), count)
    running = int(value_at(job, "/status/active") or 0)
    last = _last_words(pods)
    states: list[ShardState] = []
    for index in range(count):
        if index in done:
            states.append(ShardState.DONE)
        elif index in failed:
            code = last[index].exit_code if index in last else 0
            states.append(ShardState.REFUSED if code == _FOR_EVER else ShardState.FAILED)
        else:
            states.append(ShardState.RUNNING if running > 0 else ShardState.WAITING)
            running -= 1
    troubles = {batch.tasks[one]: _words(last[one]) for one in failed if one in last and _words(last[one])}
    version = str(value_at(job, "/metadata/resourceVersion") or "")
    return BatchStand(tuple(states), troubles, version, _ended_early(job))


def _ended_early(job: Mapping[str, Any]) -> str:
    """Return why the whole Job has failed; one whose indexes have all ended has not failed as a whole."""
    for one in value_at(job, "/status/conditions") or []:
        reason = str(one.get("reason", ""))
        if one.get("type") == "Failed" and one.get("status") == "True" and reason != "FailedIndexes":
            return t("The Job failed ({reason}): {why}", reason=reason, why=str(one.get("message", ""))[:_MOST_WORDS])
    return ""


def _last_words(pods: Sequence[PodWire]) -> dict[int, _Terminated]:
    """Return how the last failed pod of each index ended."""
    found: dict[int, _Terminated] = {}
    for pod in pods:
        index = (pod.metadata.annotations or {}).get(_INDEX, "")
        if pod.status.phase != "Failed" or not (index.isdecimal() and len(index) < _MOST_DIGITS):
            continue
        ends = [one.state.terminated for one in pod.status.container_statuses or () if one.state.terminated]
        end = ends[0] if ends else _Terminated(0, pod.status.reason, pod.status.message)
        if int(index) not in found or end.exit_code == _FOR_EVER:
            found[int(index)] = end
    return found


def _words(end: _Terminated) -> str:
    return (end.message.strip() or end.reason)[:_MOST_WORDS]
