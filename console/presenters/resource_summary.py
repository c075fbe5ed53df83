"""A describe-like summary of any object: sections of labelled lines and small tables, from its JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.presenters.format import UNKNOWN, ago, local_time
from console.presenters.resource_yaml import readable

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ENTRIES = 200  # of a list or mapping; every one is a widget, the whole is in the YAML


@dataclass(frozen=True, slots=True)
class SummarySection:
    """A titled part: ``lines`` are (label, value); ``columns`` and ``rows`` are a table, empty when there is none."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def summary(raw: bytes, now_s: float) -> tuple[SummarySection, ...]:
    """Return the sections that the object has something to say in; ``now_s`` is for ages."""
    found = readable(raw)
    parts = (_identity(found, now_s), _scale(found), _containers(found), _conditions(found, now_s), _data(found))
    return tuple(section for section in parts if section.lines or section.rows)


def _at(found: Any, *path: str) -> Any:
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _text(value: Any) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, dict):
        return _joined("  ", [f"{key}={one}" for key, one in islice(value.items(), MOST_ENTRIES)], len(value))
    if isinstance(value, list):
        return _joined(", ", [str(one) for one in value[:MOST_ENTRIES]], len(value))
    return scrub(str(value))


def _joined(between: str, shown: list[str], of: int) -> str:
    more = (t("and {count} more", count=of - len(shown)),) if of > len(shown) else ()
    return scrub(between.join((*shown, *more))) or UNKNOWN


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [one for one in found[:MOST_ENTRIES] if isinstance(one, dict)] if isinstance(found, list) else []


def moment_s(text: Any) -> float | None:
    """Return an RFC 3339 time as unix seconds; ``None`` when it is not one."""
    try:
        return datetime.fromisoformat(str(text)).timestamp()
    except (ValueError, OverflowError):
        return None


def _identity(found: dict[str, Any], now_s: float) -> SummarySection:
    created = moment_s(_at(found, "metadata", "creationTimestamp"))
    owners = _dicts(_at(found, "metadata", "ownerReferences"))
    lines = [
        (t("Kind"), f"{found.get('kind', UNKNOWN)} ({found.get('apiVersion', UNKNOWN)})"),
        (t("Name"), _text(_at(found, "metadata", "name"))),
        (t("Namespace"), _text(_at(found, "metadata", "namespace"))),
        (t("Created"), f"{local_time(created)} ({ago(created, now_s)})" if created else UNKNOWN),
        (t("Owned by"), ", ".join(f"{one.get('kind')}/{one.get('name')}" for one in owners) or UNKNOWN),
        (t("Labels"), _text(_at(found, "metadata", "labels"))),
        (t("Node"), _text(_at(found, "spec", "nodeName"))),
        (t("Address"), _text(_at(found, "status", "podIP") or _at(found, "spec", "clusterIP"))),
        (t("Selector"), _text(_at(found, "spec", "selector", "matchLabels") or _at(found, "spec", "selector"))),
    ]
    return SummarySection(t("Object"), tuple(line for line in lines if line[1] != UNKNOWN))


def _scale(found: dict[str, Any]) -> SummarySection:
    wanted = (
        (t("Replicas wanted"), ("spec", "replicas")),
        (t("Replicas ready"), ("status", "readyReplicas")),
        (t("Replicas updated"), ("status", "updatedReplicas")),
        (t("Minimum"), ("spec", "minReplicas")),
        (t("Maximum"), ("spec", "maxReplicas")),
        (t("Replicas now"), ("status", "currentReplicas")),
        (t("Phase"), ("status", "phase")),
        (t("Schedule"), ("spec", "schedule")),
        (t("Strategy"), ("spec", "strategy", "type")),
    )
    lines = tuple((label, _text(_at(found, *path))) for label, path in wanted if _at(found, *path) is not None)
    return SummarySection(t("State"), lines)


def _containers(found: dict[str, Any]) -> SummarySection:
    spec = _at(found, "spec", "template", "spec") or found.get("spec")
    containers = _at(spec, "containers")
    if not isinstance(containers, list):
        return SummarySection(t("Containers"))
    states = {_text(one.get("name")): one for one in _dicts(_at(found, "status", "containerStatuses"))}
    columns = (t("Name"), t("Image"), t("Requests"), t("Limits"), t("State"), t("Restarts"))
    return SummarySection(t("Containers"), (), columns, tuple(_container_rows(_dicts(containers), states)))


def _container_rows(containers: list[Any], states: dict[Any, Any]) -> Iterator[tuple[str, ...]]:
    for one in containers:
        status = states.get(_text(one.get("name")), {})
        yield (
            _text(one.get("name")),
            _text(one.get("image")),
            _text(_at(one, "resources", "requests")),
            _text(_at(one, "resources", "limits")),
            _container_state(status.get("state")),
            _text(status.get("restartCount")),
        )


def _container_state(state: Any) -> str:
    if not isinstance(state, dict) or not state:
        return UNKNOWN
    word, detail = next(iter(state.items()))
    reason = _at(detail, "reason")
    return f"{word} ({reason})" if reason else str(word)


def _conditions(found: dict[str, Any], now_s: float) -> SummarySection:
    conditions = _at(found, "status", "conditions")
    if not isinstance(conditions, list):
        return SummarySection(t("Conditions"))
    rows = tuple(
        (
            _text(one.get("type")),
            _text(one.get("status")),
            _text(one.get("reason")),
            _text(one.get("message")),
            ago(moment_s(one.get("lastTransitionTime")), now_s) if one.get("lastTransitionTime") else UNKNOWN,
        )
        for one in _dicts(conditions)
    )
    return SummarySection(t("Conditions"), (), (t("Type"), t("Status"), t("Reason"), t("Message"), t("Changed")), rows)


def _data(found: dict[str, Any]) -> SummarySection:
    data = found.get("data")
    if not isinstance(data, dict):
        return SummarySection(t("Data"))
    lines = [(str(key), _text(value)) for key, value in islice(data.items(), MOST_ENTRIES)]
    if len(data) > len(lines):
        lines.append(("…", t("and {count} more", count=len(data) - len(lines))))
    return SummarySection(t("Data"), tuple(lines))
