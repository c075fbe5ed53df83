"""The numbers that a change moves: weights, replicas and quotas, before and after, in units that policies compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from console.domain.quantity import quantity_number

_HELD = 2
Numbers = dict[str, float | None]
Fields = Mapping[str, Any]


def change_numbers(key: str, after: Fields, before: Fields | None) -> list[dict[str, Any]]:
    """Return (what, name, before, after) of each number that an operation sets; ``None``: not set, or not known.

    ``after`` are the fields of the operation, ``before`` those of its inverse where that is of the same kind.
    Weights are percent of what is spread, whatever unit the provider has.
    """
    if key == "set-rollout-steps":
        return _canary(after, before)
    if key == "set-pool-weights" and before is not None:
        after = {**after, "weights": _with_unnamed(after, before)}
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


def _with_unnamed(after: Fields, before: Fields) -> list[tuple[str, float]]:
    """Return the weights of all pools: those that a change does not name keep theirs."""
    return list({**dict(before.get("weights") or ()), **dict(after.get("weights") or ())}.items())


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


def _jumps(fields: Fields) -> Numbers:
    """Return each rise of a canary's weight by the place of its step, in points; the last is to everybody.

    A rise behind a pause without an end waits for a person, who promotes it: it is no rise of its own.
    """
    weight, found, is_held = 0.0, dict[str, float | None](), False
    for place, step in enumerate(fields.get("steps") or ()):
        if "setWeight" in step:
            found[f"step {place + 1}"] = 0.0 if is_held else max(0.0, float(step["setWeight"]) - weight)
            weight, is_held = float(step["setWeight"]), False
        is_held = is_held or ("pause" in step and not (step["pause"] or {}).get("duration"))
    found["last step"] = 0.0 if is_held else max(0.0, 100.0 - weight)
    return found


def _held(fields: Fields | None) -> float:
    """Return the weight at which steps hold a canary for a person; 0 where they do not."""
    steps = list((fields or {}).get("steps") or ())
    waits = len(steps) == _HELD and "pause" in steps[1] and not (steps[1]["pause"] or {}).get("duration")
    return float(steps[0].get("setWeight", 0)) if waits else 0.0


def _canary(after: Fields, before: Fields | None) -> list[dict[str, Any]]:
    """Return the rises of new steps; the first one begins where the steps of before hold the canary."""
    held = _held(before)
    rows = []
    for name, jump in _jumps(after).items():
        rise = max(0.0, (jump or 0.0) - held)
        held = 0.0  # counts for the first rise only
        rows.append({"what": "canary", "name": name, "before": 0.0, "after": rise})
    return rows


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
