"""Status of the Argo Rollout."""

from console.lab.objects.common import JsonObject
from console.lab.objects.lenient import rows, section
from console.lab.world.workload_record import WorkloadRecord


def rollout_status(record: WorkloadRecord, content: JsonObject, ready: int, updated: int, total: int) -> JsonObject:
    """Phase, step and hashes of a Rollout from its object and its pods (a merge patch of the status)."""
    steps = rows(content, "spec", "strategy", "canary", "steps")
    before = section(content, "status")
    stable = before.get("stableRS") or record.pod_hash
    done = updated == ready == total == record.replicas
    if done:
        stable = record.pod_hash
    paused = bool(section(content, "spec").get("paused"))
    step = len(steps) if done else min(len(steps), len(steps) * updated // max(1, record.replicas))
    phase, message = ("Healthy", "") if done else ("Progressing", "more replicas need to be updated")
    if paused and not done:
        phase, message = "Paused", "manually paused"
    return {
        "phase": phase,
        "message": message or None,
        "currentPodHash": record.pod_hash,
        "stableRS": stable,
        "currentStepIndex": step,
        "HPAReplicas": total,
        "selector": f"app.kubernetes.io/name={record.spec.name}",
        "observedGeneration": str(record.generation),
        "canary": {"weights": {"canary": {"weight": 0 if done else round(100 * updated / max(1, total))}}},
    }
