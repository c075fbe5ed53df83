"""A chaos experiment: what was broken on purpose, what came of it, and whether anybody would have been told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from console.domain.resource import ResourceRef

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOPIC = "chaos"
GROUPS = ("chaos-mesh.org", "litmuschaos.io")
EXPECTED_ALERT = "cell-console.io/expected-alert"
"""The annotation that says which alert the experiment must set off; of Litmus that of the engine counts, too."""
_RESULT = "ChaosResult"
_RUN = "Run"
_COMPLETED = "Completed"
_INJECTED = "Injected"
_PER_POD = frozenset({"PodHttpChaos", "PodIOChaos", "PodNetworkChaos"})
"""What the controller of Chaos Mesh notes pod for pod while an experiment goes on; it outlives the experiment."""
_ONE_SHOT = frozenset({"pod-kill", "container-kill", "ec2-restart", "node-reset", "vm-restart"})
"""Actions that nothing takes back: Chaos Mesh wants them to run for ever, and they have ended once injected."""


class ChaosOutcome(StrEnum):
    """``ENDED``: it was injected and taken back; the tool judges nothing more."""

    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    ENDED = "ended"
    PAUSED = "paused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ChaosExperiment:
    """Times are unix seconds (``None``: not told). ``alert_fired`` is ``None`` where nobody can say.

    ``target`` are the namespaces that it is aimed at, ``verdict`` the tool's own words, ``query`` how the alert was
    looked for.
    """

    ref: ResourceRef
    tool: str
    target: str
    outcome: ChaosOutcome
    began_s: float | None
    ended_s: float | None
    verdict: str
    expected_alert: str
    alert_fired: bool | None = None
    query: str = ""


def mesh_outcome(content: Mapping[str, Any]) -> tuple[ChaosOutcome, str]:
    """Return what came of an object of Chaos Mesh, by its conditions and by whether it is to run or to stop.

    ``AllRecovered`` alone says little: it also holds as long as nothing is injected. Old versions tell no phase.
    What kills or restarts has ended when it was injected everywhere.
    """
    told = {name: status for name, status, _ in _conditions(content)}
    if told.get("Paused") == "True":
        return ChaosOutcome.PAUSED, "Paused"
    if told.get("Selected") == "False":
        return ChaosOutcome.FAILED, "Selected: False"
    is_injected = told.get("AllInjected") == "True"
    if is_injected and _is_done(content):
        return ChaosOutcome.ENDED, "AllInjected"
    phase = _experiment(content).get("desiredPhase")
    if phase == _RUN:
        return ChaosOutcome.RUNNING, "AllInjected" if is_injected else "desiredPhase: Run"
    if told.get("AllRecovered") == "True":
        is_ended = not phase or _was_injected(content)
        return (ChaosOutcome.ENDED, "AllRecovered") if is_ended else (ChaosOutcome.FAILED, "Not Injected")
    return (ChaosOutcome.RUNNING, "AllInjected") if is_injected else (ChaosOutcome.UNKNOWN, "")


def litmus_outcome(content: Mapping[str, Any]) -> tuple[ChaosOutcome, str]:
    """Return what came of a ChaosResult of Litmus: its verdict once it has ended."""
    status = _part(_part(content, "status"), "experimentStatus")
    verdict, phase = str(status.get("verdict", "")), str(status.get("phase", ""))
    found = {"Pass": ChaosOutcome.PASSED, "Fail": ChaosOutcome.FAILED, "Error": ChaosOutcome.FAILED,
             "Stopped": ChaosOutcome.PAUSED}  # fmt: skip
    if phase in {"Running", "Initialized", "Awaited"}:
        return ChaosOutcome.RUNNING, phase
    return found.get(verdict, ChaosOutcome.UNKNOWN), verdict


def is_judged_kind(group: str, kind: str, plural: str) -> bool:
    """Return whether objects of a kind are experiments: those of Chaos Mesh, and the results of Litmus."""
    if group == GROUPS[0]:
        return plural.endswith("chaos") and kind not in _PER_POD
    return group == GROUPS[1] and kind == _RESULT


def expected_alert(content: Mapping[str, Any]) -> str:
    """Return the alert that the experiment must set off; empty when nobody said."""
    notes = _part(_part(content, "metadata"), "annotations")
    return str(notes.get(EXPECTED_ALERT, ""))[:200]


def engine_of(content: Mapping[str, Any]) -> str:
    """Return the name of the engine that a result of Litmus is from; empty where it names none."""
    return str(_part(content, "spec").get("engine", ""))


def target_of(content: Mapping[str, Any]) -> str:
    """Return the namespaces that an experiment or an engine is aimed at; its own where it names none."""
    spec = _part(content, "spec")
    selector, space = _part(spec, "selector"), _part(spec, "appinfo").get("appns")
    spaces = list(_part(selector, "pods")) or selector.get("namespaces")  # pods by name come before all else
    named = [str(one) for one in (spaces if isinstance(spaces, list) else [space]) if one]
    return ", ".join(named[:10]) or str(_part(content, "metadata").get("namespace", ""))


def moments(content: Mapping[str, Any]) -> tuple[str, str]:
    """Return when it began and when it ended, as the tool writes it; empty where it does not.

    What is to run has not ended, though it may have been paused. A result of Litmus never says an end.
    """
    begun = _created(content)
    if _is_done(content):
        return begun, max((str(one.get("timestamp", "")) for one in _succeeded(content, "Apply")), default="")
    if _experiment(content).get("desiredPhase") == _RUN:
        return begun, ""
    recovered = (str(one.get("timestamp", "")) for one in _succeeded(content, "Recover"))
    return begun, max(recovered, default="")


def engine_moments(content: Mapping[str, Any], engine: Mapping[str, Any]) -> tuple[str, str]:
    """Return the same of a result of Litmus by its engine: a new run writes into the result of the run before."""
    begun = max(_created(content), _created(engine))
    told = _part(engine, "status").get("experiments")
    name = str(_part(content, "spec").get("experiment", ""))
    ended = (
        str(one.get("lastUpdateTime", ""))
        for one in (told if isinstance(told, list) else ())
        if isinstance(one, dict) and one.get("name") == name and one.get("status") == _COMPLETED
    )
    is_running = litmus_outcome(content)[0] is ChaosOutcome.RUNNING
    return begun, "" if is_running else max((one for one in ended if one >= begun), default="")


def _created(content: Mapping[str, Any]) -> str:
    return str(_part(content, "metadata").get("creationTimestamp", ""))


def _is_done(content: Mapping[str, Any]) -> bool:
    """Return whether an action that nothing takes back was done everywhere."""
    phases = [one.get("phase") for one in _records(content)]
    is_one_shot = str(_part(content, "spec").get("action")) in _ONE_SHOT
    return is_one_shot and bool(phases) and all(one == _INJECTED for one in phases)


def _was_injected(content: Mapping[str, Any]) -> bool:
    """Return whether anything was ever injected; of many events the first ones are dropped, the counts stay."""
    return any(one.get("injectedCount") for one in _records(content)) or any(_succeeded(content, "Apply"))


def _succeeded(content: Mapping[str, Any], operation: str) -> Iterator[Mapping[str, Any]]:
    for record in _records(content):
        events = record.get("events")
        for one in events if isinstance(events, list) else ():
            if isinstance(one, dict) and one.get("operation") == operation and one.get("type") == "Succeeded":
                yield one


def _records(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    records = _experiment(content).get("containerRecords")
    return (one for one in (records if isinstance(records, list) else ()) if isinstance(one, dict))


def _experiment(content: Mapping[str, Any]) -> Mapping[str, Any]:
    return _part(_part(content, "status"), "experiment")


def _conditions(content: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    told = _part(content, "status").get("conditions")
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict):
            yield str(one.get("type", "")), str(one.get("status", "")), str(one.get("reason", ""))


def _part(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = content.get(name)
    return found if isinstance(found, dict) else {}
