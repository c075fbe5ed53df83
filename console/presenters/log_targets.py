"""Where an object's logs are: the pods behind it, the containers in them, and the ports they listen on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class LogTarget:
    """``selector`` finds the pods of a workload (empty for a pod itself).

    ``containers`` are in the order of the spec, those that begin or accompany the pod (init containers) last.
    """

    selector: str
    containers: tuple[str, ...]
    ports: tuple[int, ...]


def log_target(raw: bytes) -> LogTarget | None:
    """Return the target of a pod, workload or service; ``None`` for kinds without pods."""
    found = json.loads(raw.decode("utf-8", "replace"))
    spec = _part(found, "spec")
    if found.get("kind") == "Pod":
        return LogTarget("", _names(spec), _ports(spec))
    if found.get("kind") == "Service":
        ports = tuple(port for one in _dicts(spec.get("ports")) if _is_port(port := one.get("port")))
        return LogTarget(",".join(_equal(spec.get("selector"))), (), ports)
    template = _part(_part(spec, "template"), "spec")
    wanted = _part(spec, "selector")
    chosen = ",".join((*_equal(wanted.get("matchLabels")), *_expressions(wanted.get("matchExpressions"))))
    if template.get("containers") and chosen:
        return LogTarget(chosen, _names(template), _ports(template))
    return None


def _equal(labels: Any) -> Iterator[str]:
    return (f"{key}={value}" for key, value in labels.items()) if isinstance(labels, dict) else iter(())


def _expressions(found: Any) -> Iterator[str]:
    """Yield requirements as a label selector writes them: ``tier in (a,b)``, ``tier``, ``!tier``."""
    for one in _dicts(found):
        key, values = str(one.get("key", "")), one.get("values")
        among = ",".join(map(str, values)) if isinstance(values, list) else ""
        forms = {"In": f"{key} in ({among})", "NotIn": f"{key} notin ({among})", "Exists": key}
        yield forms.get(str(one.get("operator")), f"!{key}")


def _containers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [*_dicts(spec.get("containers")), *_dicts(spec.get("initContainers"))]


def _names(spec: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(one.get("name", "")) for one in _containers(spec))


def _ports(spec: dict[str, Any]) -> tuple[int, ...]:
    ports = (port.get("containerPort") for one in _containers(spec) for port in _dicts(one.get("ports")))
    return tuple(dict.fromkeys(port for port in ports if _is_port(port)))


def _part(found: Any, name: str) -> dict[str, Any]:
    part = found.get(name) if isinstance(found, dict) else None
    return part if isinstance(part, dict) else {}


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _is_port(number: Any) -> TypeGuard[int]:
    return type(number) is int and 0 < number < 65_536
