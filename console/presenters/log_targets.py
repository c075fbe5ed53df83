"""Where an object's logs are: the pods behind it, the containers in them, and the ports they listen on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeGuard


@dataclass(frozen=True, slots=True)
class LogTarget:
    """``selector`` finds the pods of a workload (empty for a pod itself); ``containers`` in the order of the spec."""

    selector: str
    containers: tuple[str, ...]
    ports: tuple[int, ...]


def log_target(raw: bytes) -> LogTarget | None:
    """Return the target of a pod, workload or service; ``None`` for kinds without pods."""
    found = json.loads(raw.decode("utf-8", "replace"))
    spec = _part(found, "spec")
    if found.get("kind") == "Pod":
        return LogTarget("", _names(spec.get("containers")), _ports(spec.get("containers")))
    if found.get("kind") == "Service":
        ports = tuple(port for one in _dicts(spec.get("ports")) if _is_port(port := one.get("port")))
        return LogTarget(_selector(spec.get("selector")), (), ports)
    template = _part(_part(spec, "template"), "spec")
    labels = _part(spec, "selector").get("matchLabels")
    if template.get("containers") and labels:
        return LogTarget(_selector(labels), _names(template["containers"]), _ports(template["containers"]))
    return None


def _selector(labels: Any) -> str:
    return ",".join(f"{key}={value}" for key, value in labels.items()) if isinstance(labels, dict) else ""


def _names(containers: Any) -> tuple[str, ...]:
    return tuple(str(one.get("name", "")) for one in _dicts(containers))


def _ports(containers: Any) -> tuple[int, ...]:
    ports = (port.get("containerPort") for one in _dicts(containers) for port in _dicts(one.get("ports")))
    return tuple(dict.fromkeys(port for port in ports if _is_port(port)))


def _part(found: Any, name: str) -> dict[str, Any]:
    part = found.get(name) if isinstance(found, dict) else None
    return part if isinstance(part, dict) else {}


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _is_port(number: Any) -> TypeGuard[int]:
    return type(number) is int and 0 < number < 65_536
