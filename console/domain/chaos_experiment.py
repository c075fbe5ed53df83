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
"""The annotation that says which alert the experiment must set off."""
_RESULT = "ChaosResult"


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
    """Return what came of an object of Chaos Mesh, by the conditions that it publishes."""
    told = {name: status for name, status, _ in _conditions(content)}
    if told.get("Paused") == "True":
        return ChaosOutcome.PAUSED, "Paused"
    if told.get("AllRecovered") == "True":
        return ChaosOutcome.ENDED, "AllRecovered"
    if told.get("AllInjected") == "True":
        return ChaosOutcome.RUNNING, "AllInjected"
    if told.get("Selected") == "False":
        return ChaosOutcome.FAILED, "Selected: False"
    return ChaosOutcome.UNKNOWN, ""


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
    return (group == GROUPS[0] and plural.endswith("chaos")) or (group == GROUPS[1] and kind == _RESULT)


def expected_alert(content: Mapping[str, Any]) -> str:
    """Return the alert that the experiment must set off; empty when nobody said."""
    notes = _part(_part(content, "metadata"), "annotations")
    return str(notes.get(EXPECTED_ALERT, ""))[:200]


def target_of(content: Mapping[str, Any]) -> str:
    """Return the namespaces that an experiment is aimed at; its own where it names none."""
    spaces = _part(_part(content, "spec"), "selector").get("namespaces")
    named = [str(one) for one in spaces] if isinstance(spaces, list) else []
    return ", ".join(named[:10]) or str(_part(content, "metadata").get("namespace", ""))


def moments(content: Mapping[str, Any]) -> tuple[str, str]:
    """Return when it began and when it ended, as the tool writes it; empty where it does not."""
    begun = str(_part(content, "metadata").get("creationTimestamp", ""))
    records = _part(_part(content, "status"), "experiment").get("containerRecords")
    events = [one for record in records if isinstance(record, dict) for one in record.get("events", ())] if isinstance(
        records, list
    ) else []  # fmt: skip
    recovered = [str(one.get("timestamp", "")) for one in events if _is_recovery(one)]
    history = _part(_part(content, "status"), "history").get("targets")
    ended = max(recovered, default="")
    return begun, ended or (begun if isinstance(history, list) and history else "")


def _is_recovery(event: object) -> bool:
    return isinstance(event, dict) and event.get("operation") == "Recover" and event.get("type") == "Succeeded"


def _conditions(content: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    told = _part(content, "status").get("conditions")
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict):
            yield str(one.get("type", "")), str(one.get("status", "")), str(one.get("reason", ""))


def _part(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = content.get(name)
    return found if isinstance(found, dict) else {}
