"""Where an object's logs are: the pods behind it, the containers in them, and the ports they listen on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LogTarget:
    """``selector`` finds the pods of a workload (empty for a pod itself); ``containers`` in the order of the spec."""

    selector: str
    containers: tuple[str, ...]
    ports: tuple[int, ...]


def log_target(raw: bytes) -> LogTarget | None:
    """Return the target of a pod, workload or service; ``None`` for kinds without pods."""
    found = json.loads(raw)
    spec: Any = found.get("spec") or {}
    if found.get("kind") == "Pod":
        return LogTarget("", _names(spec.get("containers")), _ports(spec.get("containers")))
    if found.get("kind") == "Service":
        ports = tuple(int(one["port"]) for one in spec.get("ports") or () if str(one.get("port", "")).isdigit())
        return LogTarget(_selector(spec.get("selector")), (), ports)
    template = (spec.get("template") or {}).get("spec") or {}
    labels = (spec.get("selector") or {}).get("matchLabels")
    if template.get("containers") and labels:
        return LogTarget(_selector(labels), _names(template["containers"]), _ports(template["containers"]))
    return None


def _selector(labels: Any) -> str:
    return ",".join(f"{key}={value}" for key, value in labels.items()) if isinstance(labels, dict) else ""


def _names(containers: Any) -> tuple[str, ...]:
    return tuple(str(one.get("name", "")) for one in containers or ())


def _ports(containers: Any) -> tuple[int, ...]:
    ports = (port.get("containerPort") for one in containers or () for port in one.get("ports") or ())
    return tuple(dict.fromkeys(int(port) for port in ports if isinstance(port, int)))
