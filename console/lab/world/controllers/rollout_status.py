"""Status of an Argo Rollout."""

from console.lab.objects.common import JsonObject
from console.lab.objects.lenient import rows, section
from console.lab.objects.world_clock import stamp
from console.lab.simulator.pod import Pod
from console.lab.world.controllers.canary_plan import CanaryPlan
from console.lab.world.workload_record import WorkloadRecord


def rollout_status(
    record: WorkloadRecord,
    plan: CanaryPlan,
    pods: tuple[Pod, ...],
    content: JsonObject,
    more: JsonObject,
    now_s: float,
) -> JsonObject:
    """A merge patch of the status; `more` has the statuses of `analyses` by field and when it was `restarted`."""
    ready = sum(pod.phase == "Ready" for pod in pods)
    updated = sum(pod.revision == plan.current for pod in pods)
    phase, message = _phase(record, plan, ready, updated, len(pods))
    strategy = section(content, "spec", "strategy", "canary")
    weight = 0 if plan.arrived else round(100 * record.canary_share)
    canary = {"weight": weight, "podTemplateHash": plan.current, "serviceName": strategy.get("canaryService")}
    stable = {"weight": 100 - weight, "podTemplateHash": plan.stable, "serviceName": strategy.get("stableService")}
    runs = {name: more["analyses"].get(name) for name in ("currentBackgroundAnalysisRunStatus",)}
    return {
        "phase": phase,
        "message": message or None,
        "currentPodHash": plan.current,
        "stableRS": plan.stable,
        "currentStepIndex": plan.index,
        "pauseConditions": plan.pauses or None,
        "controllerPause": plan.held or None,
        "abort": plan.aborted or None,
        "abortedAt": stamp(plan.aborted_s) if plan.aborted and plan.aborted_s is not None else None,
        "promoteFull": plan.full or None,
        "replicas": len(pods),
        "readyReplicas": ready,
        "availableReplicas": ready,
        "updatedReplicas": updated,
        "HPAReplicas": len(pods),
        "selector": f"app.kubernetes.io/name={record.spec.name}",
        "observedGeneration": str(record.generation),
        "restartedAt": more["restarted"],
        "canary": {"weights": {"canary": _known(canary), "stable": _known(stable)}, **runs},
        "conditions": _conditions(content, phase, ready >= record.replicas, plan, now_s),
    }


def _phase(record: WorkloadRecord, plan: CanaryPlan, ready: int, updated: int, total: int) -> tuple[str, str]:
    if plan.aborted:
        return "Degraded", plan.message
    if plan.paused:
        return "Paused", "manually paused"
    if plan.pauses:
        return "Paused", str(plan.pauses[0].get("reason", ""))
    if plan.arrived and updated == ready == total == record.replicas:
        return "Healthy", ""
    if plan.arrived and total > record.replicas:
        return "Progressing", "old replicas are pending termination"
    return "Progressing", "more replicas need to be updated"


def _conditions(content: JsonObject, phase: str, enough: bool, plan: CanaryPlan, now_s: float) -> list[JsonObject]:
    """The controller's conditions; one that says what it said before keeps its times."""
    before = {one.get("type"): one for one in rows(content, "status", "conditions")}
    found = []
    for kind, good, reason, message in (
        ("Available", enough, "AvailableReason", "Rollout has minimum availability"),
        ("Healthy", phase == "Healthy", "RolloutHealthy", "Rollout is healthy"),
        ("Paused", phase == "Paused", "RolloutPaused", "Rollout is paused"),
        ("Completed", plan.arrived, "RolloutCompleted", "Rollout completed update to its newest revision"),
        ("Progressing", not plan.aborted, "RolloutAborted" if plan.aborted else "ReplicaSetUpdated", plan.message),
    ):
        one = {"type": kind, "status": str(good), "reason": reason, "message": message}
        known = before.get(kind, {})
        same = known.get("status") == one["status"]
        since = known.get("lastTransitionTime") if same else stamp(now_s)
        found.append({**one, "lastTransitionTime": since, "lastUpdateTime": since})
    return found


def _known(fields: JsonObject) -> JsonObject:
    return {name: value for name, value in fields.items() if value is not None}
