"""The estate file of a running lab: what the console opens as it would open any other estate."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from console.lab.lab_folder import SLO_FOLDER
from console.lab.objects.audit_place import IMAGE, NAMESPACE, SECRET
from console.lab.objects.config_object import CELL_QUOTA
from console.lab.outside.lab_server import Sections
from console.lab.runner.calendar_section import calendar_section
from console.lab.runner.job_section import job_section
from console.lab.runner.kubeconfig import ADMIN_CONTEXT
from console.lab.runner.running_lab import RunningLab
from console.lab.runner.telling_section import telling_sections
from console.lab.simulator.cell_catalogue import CACHE, FULL, SERVICES, STREAM
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.model_catalogue import DEFAULT_MODEL_WEIGHTS

CLUSTER, PROMETHEUS, ALERTMANAGER = "lab", "lab-prometheus", "lab-alertmanager"
# Replica bounds differ with the size of the cells, so the templates say nothing about them.
_TEMPLATES = {
    "newsletter-cell": ("Newsletter cell", FULL, STREAM),
    "content-cell": ("Content cell", tuple(name for name in FULL if name != "slo-controller"), STREAM),
    "platform-cell": ("Platform cell", tuple(name for name in FULL if name != "delivery"), CACHE),
}
_TEMPLATE_OF = {"content": "content-cell", "ai": "platform-cell", "infra": "platform-cell"}
_TITLES = {"infra": "Infra", "ai": "AI"}
_HEAD = (
    "# Written by cell-console lab. Everything in this estate is simulated; the file is replaced at the next start.\n"
)


_PROFILES = {"content": "startup", "platform": "enterprise"}
"""How strictly the audits look at the projects of a team; the others are looked at as open source."""


def estate_file(
    lab: RunningLab,
    blueprint: EstateBlueprint,
    outside: Sections | None = None,
    *,
    now_s: float = 0.0,
    collector: tuple[str, Path] | None = None,
) -> str:
    """Return the YAML text of the estate; secrets are references to the lab's private token files.

    ``outside`` are the entries of the lab's other servers; they are put behind those of the same section. Campaigns
    of the calendar are those around ``now_s`` (unix seconds). ``collector`` is where the console takes results of
    audits in the cluster (host:port), and the file of their token.
    """
    content: dict[str, Any] = {
        "schema_version": 1,
        "name": "lab",
        "title": "Lab (simulated)",
        "environment": "lab",
        "clusters": [
            {"key": CLUSTER, "title": "Lab cluster", "kubeconfig": str(lab.kubeconfig), "context": ADMIN_CONTEXT}
            | _audits(collector)
        ],
        **_metric_connections(lab),
        "templates": [_template(key, blueprint.cells[0]) for key in _TEMPLATES],
        "cells": [_cell(cell, bool(lab.prometheus_url)) for cell in blueprint.cells],
        "slos": [SLO_FOLDER],
        "calendars": calendar_section(blueprint.cells, lab.seed, now_s),
        "routers": [_cell_router(blueprint), *_model_routers(blueprint)],
        "automation": job_section(),
        "teams": [
            {"key": team, "title": title, "profile": _PROFILES.get(team, "open-source")}
            for team, title in _teams(blueprint.cells)
        ],
    }
    for section, entries in (outside or {}).items():
        content[section] = [*content.get(section, ()), *entries]
    content.update(telling_sections({one["key"] for one in content.get("notifications", ())}))
    return _HEAD + yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def _audits(collector: tuple[str, Path] | None) -> dict[str, Any]:
    if collector is None:
        return {}
    listen, token = collector
    return {
        "audits": {
            "namespace": NAMESPACE,
            "image": IMAGE,
            "secret": SECRET,
            "results": f"http://{listen}/results",
            "results_token": f"file:{token}",
            "listen": listen,
            "parallel": 2,
        }
    }


def _metric_connections(lab: RunningLab) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if lab.prometheus_url:
        token = {"kind": "bearer", "token": f"file:{lab.prometheus_token_file}"}
        found["prometheus"] = [
            {"key": PROMETHEUS, "title": "Lab Prometheus", "url": lab.prometheus_url, "auth": token, "poll_s": 5.0}
        ]
    if lab.alertmanager_url:
        token = {"kind": "bearer", "token": f"file:{lab.alertmanager_token_file}"}
        found["alertmanagers"] = [
            {"key": ALERTMANAGER, "title": "Lab Alertmanager", "url": lab.alertmanager_url, "auth": token}
        ]
    return found


def _template(key: str, usual: CellSpec) -> dict[str, Any]:
    title, services, stores = _TEMPLATES[key]
    return {
        "key": key,
        "title": title,
        "services": [{"name": name, "layer": SERVICES[name].layer} for name in services],
        "data_stores": [{"name": name, "engine": name} for name in stores],
        "quotas": {"langchain_rps": usual.langchain_rps, "next_edge_rps": usual.next_edge_rps},
    }


def _cell(cell: CellSpec, has_metrics: bool) -> dict[str, Any]:
    content: dict[str, Any] = {
        "key": cell.name,
        "title": _title(cell.name),
        "kind": cell.kind,
        "cluster": CLUSTER,
        "region": cell.region,
        "zone": cell.zone,
        "team": cell.name if cell.kind == "functional" else "platform",
        "segments": ["b2b", "b2c", "enterprise"],
        "template": _TEMPLATE_OF.get(cell.name, "newsletter-cell"),
        "services": [_service(cell, one.name, one.layer, one.kind) for one in cell.workloads if not one.is_store],
        "data_stores": [{"name": one.name, "engine": one.name} for one in cell.workloads if one.is_store],
        "selectors": {"namespaces": [cell.namespace], "labels": {"cell": cell.name}, "metrics_cell": cell.name},
        "quotas": {"langchain_rps": cell.langchain_rps, "next_edge_rps": cell.next_edge_rps},
        "quota_config": {"namespace": cell.namespace, "name": CELL_QUOTA},
        "users": round(cell.users),
    }
    if has_metrics:
        content["prometheus"] = PROMETHEUS
    return content


def _service(cell: CellSpec, name: str, layer: str, kind: str) -> dict[str, Any]:
    content = {"name": name, "layer": layer}
    if kind != "Deployment":
        content["workload"] = f"{kind}/{name}"
    return content


def _cell_router(blueprint: EstateBlueprint) -> dict[str, Any]:
    return {
        "kind": "istio",
        "key": "cell-router",
        "title": "Cell router",
        "cluster": CLUSTER,
        "namespace": "edge",
        "name": "cell-router",
        "destinations": [
            {"cell": cell.name, "destination": f"web.{cell.namespace}.svc.cluster.local"} for cell in blueprint.cells
        ],
    }


def _model_routers(blueprint: EstateBlueprint) -> Iterator[dict[str, Any]]:
    for cell in blueprint.cells:
        yield {
            "kind": "model",
            "key": f"models-{cell.name}",
            "title": f"Model router of {_title(cell.name)}",
            "cluster": CLUSTER,
            "config_map": {"namespace": cell.namespace, "name": "model-router", "entry": "weights.json"},
            "format": "json",
            "cells": [cell.name],
            "targets": [{"name": name, "weight": weight} for name, weight in DEFAULT_MODEL_WEIGHTS.items()],
        }


def _teams(cells: Sequence[CellSpec]) -> Iterator[tuple[str, str]]:
    yield "platform", "Platform"
    for cell in cells:
        if cell.kind == "functional":
            yield cell.name, _title(cell.name)


def _title(name: str) -> str:
    return _TITLES.get(name) or name.replace("-", " ").capitalize()
