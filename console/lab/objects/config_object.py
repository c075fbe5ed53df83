"""ConfigMaps of the cells: model router, quotas, delivery settings, template; the autoscaler's status."""

import json

import yaml

from console.lab.objects.common import TEMPLATE, TEMPLATE_ANNOTATION, JsonObject, metadata
from console.lab.objects.world_clock import stamp
from console.lab.simulator.cell_catalogue import FULL, STREAM
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.model_catalogue import DEFAULT_MODEL_WEIGHTS

MODEL_ROUTER = "model-router"
CELL_QUOTA = "cell-quota"
DELIVERY_CONFIG = "delivery-config"
CELL_TEMPLATE = "cell-template"
USUAL_BATCH = 500
CTA_ONLY, ANSWER_TTL, USUAL_TTL_S = "cta_only", "answer_cache_ttl", 300
PARTITION_KEY, USUAL_KEY = "partition.key", "user_id"
DRIFTED_CELL = "infra"


def cell_config_maps(cell: CellSpec, created_s: float) -> list[JsonObject]:
    """All ConfigMaps of one cell."""
    quota = {"langchain_rps": f"{cell.langchain_rps:.0f}", "next_edge_rps": f"{cell.next_edge_rps:.0f}"}
    if cell.name == DRIFTED_CELL:  # somebody lowered it by hand: the template says otherwise
        quota["langchain_rps"] = f"{cell.langchain_rps * 0.6:.0f}"
    maps = {
        MODEL_ROUTER: {
            "weights.json": json.dumps(DEFAULT_MODEL_WEIGHTS, separators=(",", ":")),
            CTA_ONLY: "false",
            ANSWER_TTL: f"{USUAL_TTL_S}s",
        },
        CELL_QUOTA: quota,
        CELL_TEMPLATE: {"values.yaml": template_values(cell)},
    }
    if cell.workload("delivery") is not None:
        maps[DELIVERY_CONFIG] = {"batch.size": str(USUAL_BATCH), PARTITION_KEY: USUAL_KEY, "topic": "newsletter-jobs"}
    return [_config_map(name, cell.namespace, data, {"cell": cell.name}, created_s) for name, data in maps.items()]


def template_values(cell: CellSpec) -> str:
    """Helm values of the cell as its template wants it; the drifted cell runs something else."""
    drifted = cell.name == DRIFTED_CELL
    services = {
        spec.name: {"replicas": {"min": spec.min_replicas, "max": spec.max_replicas}}
        for spec in cell.workloads
        if not spec.is_store
    }
    if drifted:
        for name in FULL:
            services.setdefault(name, {"replicas": {"min": 1, "max": 2}})
        services["web"] = {"replicas": {"min": 3, "max": services["web"]["replicas"]["max"] + 2}}
    values = {
        "template": TEMPLATE,
        "version": "2.4.0",
        "cell": {"name": cell.name, "kind": cell.kind, "region": cell.region},
        "services": services,
        "dataStores": [spec.name for spec in cell.workloads if spec.is_store] or list(STREAM),
        "quotas": {"langchain_rps": int(cell.langchain_rps), "next_edge_rps": int(cell.next_edge_rps)},
    }
    text: str = yaml.safe_dump(values, sort_keys=False)
    return text


def autoscaler_status(blueprint: EstateBlueprint, ready: dict[str, bool], now_s: float) -> JsonObject:
    """The ConfigMap that the cluster autoscaler publishes (its YAML format since 1.30)."""
    regions: dict[str, list[str]] = {}
    for node in blueprint.nodes:
        regions.setdefault(node.region, []).append(node.name)
    groups = [
        {"name": f"lab-{region}", **_health([ready.get(name, True) for name in names], bounds=(1, 2 * len(names) + 2))}
        for region, names in regions.items()
    ]
    status = {
        "time": stamp(now_s).replace("T", " ").replace("Z", ".000000000 +0000 UTC"),
        "autoscalerStatus": "Running",
        "clusterWide": _health([ready.get(node.name, True) for node in blueprint.nodes], bounds=None),
        "nodeGroups": groups,
    }
    text = {"status": yaml.safe_dump(status, sort_keys=False)}
    annotations = {"cluster-autoscaler.kubernetes.io/last-updated": str(status["time"])}
    content = _config_map("cluster-autoscaler-status", "kube-system", text, {}, None)
    content["metadata"]["annotations"] = annotations
    return content


def _health(ready: list[bool], bounds: tuple[int, int] | None) -> JsonObject:
    up = sum(ready)
    counts = {"registered": {"total": len(ready), "ready": up, "notStarted": 0, "unready": {"total": len(ready) - up}}}
    health: JsonObject = {"status": "Healthy" if up == len(ready) else "Unhealthy", "nodeCounts": counts}
    if bounds:
        health.update(cloudProviderTarget=len(ready), minSize=bounds[0], maxSize=bounds[1])
    return {
        "health": health,
        "scaleUp": {"status": "NoActivity"},
        "scaleDown": {"status": "NoCandidates"},
    }


def _config_map(
    name: str, namespace: str, data: dict[str, str], labels: dict[str, str], created_s: float | None
) -> JsonObject:
    annotations = {TEMPLATE_ANNOTATION: TEMPLATE} if labels else None
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": metadata(name, namespace, labels=labels, annotations=annotations, created_s=created_s),
        "data": data,
    }
