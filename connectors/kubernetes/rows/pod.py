"""Pods: decoding, and the status word that kubectl shows."""

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.container import TemplateSpec, requests, running
from connectors.kubernetes.rows.meta import ConditionWire, Meta, at_s, owner_of, pairs, ref_of
from console.domain.resource import ResourceKind
from console.domain.workload import Pod

_FINAL = frozenset({"Succeeded", "Failed"})


class Waiting(msgspec.Struct, gc=False):
    """The fields of a waiting that are read."""

    reason: str | None = None


class Terminated(msgspec.Struct, rename="camel", gc=False):
    """The fields of a terminated that are read."""

    reason: str | None = None
    exit_code: Whole = 0
    signal: Whole = 0


class Running(msgspec.Struct, gc=False):
    """A running container; when it began is not needed."""


class State(msgspec.Struct, gc=False):
    """The fields of a state that are read."""

    waiting: Waiting | None = None
    terminated: Terminated | None = None
    running: Running | None = None


class ContainerStatus(msgspec.Struct, rename="camel", gc=False):
    """The fields of a container status that are read."""

    name: str = ""
    ready: bool = False
    started: bool | None = None
    restart_count: Whole = 0
    state: State = msgspec.field(default_factory=State)


class PodSpec(TemplateSpec, rename="camel", gc=False):
    """The fields of a pod spec that are read."""

    node_name: str | None = None


class PodStatus(msgspec.Struct, rename="camel", gc=False):
    """The fields of a pod status that are read."""

    phase: str = "Unknown"
    reason: str | None = None
    conditions: list[ConditionWire] | None = None
    init_container_statuses: list[ContainerStatus] | None = None
    container_statuses: list[ContainerStatus] | None = None


class PodWire(msgspec.Struct, gc=False):
    """The fields of a pod that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: PodSpec = msgspec.field(default_factory=PodSpec)
    status: PodStatus = msgspec.field(default_factory=PodStatus)


def pod_row(wire: PodWire, kind: ResourceKind, connection: str) -> Pod:
    """Return the row of a pod."""
    containers = running(wire.spec)
    ready = restarts = 0
    for one in wire.status.container_statuses or ():
        ready += one.ready and one.state.running is not None
        restarts += one.restart_count
    for one in _sidecar_statuses(wire):
        ready += one.ready
        restarts += one.restart_count
    if _is_starting(wire):
        restarts = sum(one.restart_count for one in wire.status.init_container_statuses or ())
    cpu, memory = requests(containers)
    return Pod(
        ref_of(wire.metadata, kind, connection),
        labels=pairs(wire.metadata.labels),
        status=status_word(wire),
        ready=ready,
        containers=len(containers),
        restarts=restarts,
        node=wire.spec.node_name or "",
        owner=owner_of(wire.metadata),
        created_at_s=at_s(wire.metadata.creation_timestamp) or 0.0,
        cpu_request=cpu,
        memory_request=memory,
    )


def _sidecar_statuses(wire: PodWire) -> list[ContainerStatus]:
    if not wire.spec.init_containers:
        return []
    names = {one.name for one in wire.spec.init_containers if one.is_sidecar}
    return [one for one in wire.status.init_container_statuses or () if one.name in names]


def status_word(wire: PodWire) -> str:
    """Return the word in kubectl's STATUS column (the rules of its printer)."""
    status = wire.status
    word = status.reason or status.phase
    if _has(status, "PodScheduled", reason="SchedulingGated"):
        word = "SchedulingGated"
    word = _init_word(wire) if _is_starting(wire) else _container_word(status, word)
    if wire.metadata.deletion_timestamp:
        if status.reason == "NodeLost":
            return "Unknown"
        if status.phase not in _FINAL:
            return "Terminating"
    return word


def _is_starting(wire: PodWire) -> bool:
    """Return whether its init containers are not all through; only their restarts count until then."""
    return bool(_init_word(wire)) and not _has(wire.status, "Initialized", status_is="True")


def _init_word(wire: PodWire) -> str:
    """Return what the first unfinished init container waits for, empty when all are through."""
    specs = {one.name: one for one in wire.spec.init_containers or ()}
    for number, one in enumerate(wire.status.init_container_statuses or ()):
        ended = one.state.terminated
        if ended is not None and ended.exit_code == 0:
            continue
        spec = specs.get(one.name)
        if spec is not None and spec.is_sidecar and one.started:
            continue
        if ended is not None:
            return f"Init:{_end_word(ended)}"
        waiting = one.state.waiting
        if waiting is not None and waiting.reason and waiting.reason != "PodInitializing":
            return f"Init:{waiting.reason}"
        return f"Init:{number}/{len(specs)}"
    return ""


def _end_word(ended: Terminated) -> str:
    return ended.reason or (f"Signal:{ended.signal}" if ended.signal else f"ExitCode:{ended.exit_code}")


def _container_word(status: PodStatus, word: str) -> str:
    runs = False
    for one in reversed(status.container_statuses or []):
        state = one.state
        if state.waiting is not None and state.waiting.reason:
            word = state.waiting.reason
        elif state.terminated is not None:
            word = _end_word(state.terminated)
        elif one.ready and state.running is not None:
            runs = True
    if word == "Completed" and runs:
        return "Running" if _has(status, "Ready", status_is="True") else "NotReady"
    return word


def _has(status: PodStatus, kind: str, *, status_is: str = "", reason: str = "") -> bool:
    for one in status.conditions or ():
        if one.type == kind and (not status_is or one.status == status_is) and (not reason or one.reason == reason):
            return True
    return False
