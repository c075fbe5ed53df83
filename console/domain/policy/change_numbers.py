"""The numbers that a change moves: weights, replicas and quotas, before and after, in units that policies compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from console.domain.quantity import quantity_number

Numbers = dict[str, float | None]
Fields = Mapping[str, Any]


def change_numbers(key: str, after: Fields, before: Fields | None) -> list[dict[str, Any]]:
    """Return (what, name, before, after) of each number that an operation sets; ``None``: not set, or not known.

    ``after`` are the fields of the operation, ``before`` those of its inverse where that is of the same kind.
    Weights are percent of what is spread, whatever unit the provider has.
    """
    if key not in _READERS:
        return []
    what, read = _READERS[key]
    now, then = read(after), read(before) if before is not None else {}
    return [{"what": what, "name": name, "before": then.get(name), "after": value} for name, value in now.items()]


def _shares(field: str, whole: float | None) -> Callable[[Fields], Numbers]:
    """Read pairs as percent; a ``whole`` of ``None``: they are relative to their sum."""

    def read(fields: Fields) -> Numbers:
        pairs: Sequence[tuple[str, float]] = fields.get(field) or ()
        total = whole if whole is not None else sum(float(weight) for _, weight in pairs)
        return {str(name): round(100 * float(weight) / total, 6) if total else 0.0 for name, weight in pairs}

    return read


def _plain(*names: str) -> Callable[[Fields], Numbers]:
    def read(fields: Fields) -> Numbers:
        return {name: _number(fields.get(name)) for name in names if fields.get(name) is not None}

    return read


def _pairs(field: str) -> Callable[[Fields], Numbers]:
    def read(fields: Fields) -> Numbers:
        return {str(name): _number(value) for name, value in fields.get(field) or ()}

    return read


def _rate(fields: Fields) -> Numbers:
    return {"rps": _number(fields.get("rps"))}


def _number(value: object) -> float | None:
    return quantity_number(value) if isinstance(value, str) else None if value is None else float(value)  # type: ignore[arg-type]


_READERS: dict[str, tuple[str, Callable[[Fields], Numbers]]] = {
    "set-model-weights": ("weight", _shares("weights", 1.0)),
    "set-route-weights": ("weight", _shares("weights", None)),
    "set-pool-weights": ("weight", _shares("weights", None)),
    "set-worker-percentages": ("weight", _shares("shares", 100.0)),
    "scale": ("replicas", _plain("replicas")),
    "set-replica-bounds": ("replicas", _plain("minimum", "maximum")),
    "set-resource-quota": ("quota", _pairs("hard")),
    "set-cell-quota": ("quota", _pairs("quotas")),
    "set-rate-limit": ("quota", _rate),
}
