"""Table cells of workloads, jobs, autoscalers and budgets."""

from collections.abc import Mapping
from typing import Any

from console.lab.servers.kubernetes.human_age import age_of, human_duration, unix_time
from console.lab.servers.kubernetes.label_selector import selector_text

Cells = list[Any]
Object = Mapping[str, Any]
NONE = "<none>"


def _parts(item: Object) -> tuple[Object, Object, str]:
    return item.get("spec") or {}, item.get("status") or {}, item["metadata"]["name"]


def _age(item: Object, now_s: float) -> str:
    return age_of(item["metadata"].get("creationTimestamp"), now_s)


def _containers(template: Object | None) -> list[str]:
    containers = ((template or {}).get("spec") or {}).get("containers") or ()
    return [",".join(c.get("name", "") for c in containers), ",".join(c.get("image", "") for c in containers)]


def deployment_cells(item: Object, now_s: float) -> Cells:
    """Name, ready, up to date, available, age, containers, images, selector."""
    spec, status, name = _parts(item)
    counts = [status.get("updatedReplicas", 0), status.get("availableReplicas", 0)]
    ready = f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 0)}"
    tail = [*_containers(spec.get("template")), selector_text(spec.get("selector"))]
    return [name, ready, *counts, _age(item, now_s), *tail]


def replicaset_cells(item: Object, now_s: float) -> Cells:
    """Name, desired, current, ready, age, containers, images, selector."""
    spec, status, name = _parts(item)
    counts = [spec.get("replicas", 0), status.get("replicas", 0), status.get("readyReplicas", 0)]
    return [name, *counts, _age(item, now_s), *_containers(spec.get("template")), selector_text(spec.get("selector"))]


def statefulset_cells(item: Object, now_s: float) -> Cells:
    """Name, ready, age, containers, images."""
    spec, status, name = _parts(item)
    ready = f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 0)}"
    return [name, ready, _age(item, now_s), *_containers(spec.get("template"))]


def daemonset_cells(item: Object, now_s: float) -> Cells:
    """Name, counts, node selector, age, containers, images, selector."""
    spec, status, name = _parts(item)
    fields = (
        "desiredNumberScheduled", "currentNumberScheduled", "numberReady", "updatedNumberScheduled", "numberAvailable",
    )  # fmt: skip
    pod = (spec.get("template") or {}).get("spec") or {}
    nodes = ",".join(f"{key}={value}" for key, value in (pod.get("nodeSelector") or {}).items()) or NONE
    tail = [*_containers(spec.get("template")), selector_text(spec.get("selector"))]
    return [name, *(status.get(field, 0) for field in fields), nodes, _age(item, now_s), *tail]


def autoscaler_cells(item: Object, now_s: float) -> Cells:
    """Name, reference, targets, bounds, replicas, age."""
    spec, status, name = _parts(item)
    target = spec.get("scaleTargetRef") or {}
    current = status.get("currentMetrics") or []
    metrics = spec.get("metrics") or []
    shown = [_metric(wanted, current[i] if i < len(current) else {}) for i, wanted in enumerate(metrics)]
    bounds = [str(spec.get("minReplicas", "<unset>")), spec.get("maxReplicas", 0), status.get("currentReplicas", 0)]
    reference = f"{target.get('kind')}/{target.get('name')}"
    return [name, reference, ", ".join(shown) or "<none>", *bounds, _age(item, now_s)]


def _metric(wanted: Object, current: Object) -> str:
    kind = wanted.get("type", "")
    part = kind[:1].lower() + kind[1:]
    target = (wanted.get(part) or {}).get("target") or {}
    now = (current.get(part) or {}).get("current") or {}
    label = f"{(wanted.get(part) or {}).get('name', '')}: " if kind in {"Resource", "ContainerResource"} else ""
    if target.get("averageUtilization") is not None:
        value = now.get("averageUtilization")
        return f"{label}{'<unknown>' if value is None else f'{value}%'}/{target['averageUtilization']}%"
    if target.get("averageValue") is not None:
        return f"{label}{now.get('averageValue', '<unknown>')}/{target['averageValue']} (avg)"
    return f"{label}{now.get('value', '<unknown>')}/{target.get('value', '<unset>')}"


def job_cells(item: Object, now_s: float) -> Cells:
    """Name, status, completions, duration, age, containers, images, selector."""
    spec, status, name = _parts(item)
    done, wanted = status.get("succeeded", 0), spec.get("completions")
    completions = f"{done}/{wanted}" if wanted is not None else f"{done}/1 of {spec.get('parallelism', 1)}"
    duration = ""
    if status.get("startTime"):
        end = unix_time(status["completionTime"]) if status.get("completionTime") else now_s
        duration = human_duration(end - unix_time(status["startTime"]))
    tail = [*_containers(spec.get("template")), selector_text(spec.get("selector"))]
    return [name, _job_state(item), completions, duration, _age(item, now_s), *tail]


def _job_state(item: Object) -> str:
    states = {one["type"] for one in (item.get("status") or {}).get("conditions") or () if one.get("status") == "True"}
    for name, shown in (("Complete", "Complete"), ("Failed", "Failed"), ("Suspended", "Suspended")):
        if name in states:
            return shown
    return "Terminating" if item["metadata"].get("deletionTimestamp") else "Running"


def cronjob_cells(item: Object, now_s: float) -> Cells:
    """Name, schedule, time zone, suspended, active jobs, last run, age, containers, images, selector."""
    spec, status, name = _parts(item)
    last = status.get("lastScheduleTime")
    job = (spec.get("jobTemplate") or {}).get("spec") or {}
    head = [name, spec.get("schedule", ""), spec.get("timeZone") or NONE, "True" if spec.get("suspend") else "False"]
    middle = [len(status.get("active") or ()), age_of(last, now_s) if last else NONE, _age(item, now_s)]
    return [*head, *middle, *_containers(job.get("template")), selector_text(job.get("selector")) or NONE]


def budget_cells(item: Object, now_s: float) -> Cells:
    """Name, bounds, allowed disruptions, age."""
    spec, status, name = _parts(item)
    bounds = [str(spec.get("minAvailable", "N/A")), str(spec.get("maxUnavailable", "N/A"))]
    return [name, *bounds, status.get("disruptionsAllowed", 0), _age(item, now_s)]
