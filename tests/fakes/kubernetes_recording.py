"""Recorded exchanges of a real API server: reading them, and comparing answers without what is volatile."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MASKS = (
    (UID, "<uid>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "<time>"),
    (re.compile(r"^\d+s$"), "<age>"),  # cells of tables
    (re.compile(r'Invalid value: "\{.*\}": '), "Invalid value: <object>: "),  # the whole object, quoted
    (re.compile(r"(too old resource version: \d+) \(\d+\)"), r"\1 <oldest>"),
)
VOLATILE = frozenset(("resourceVersion", "creationTimestamp", "deletionTimestamp", "time", "continue", "uid"))


def read_recording(folder: Path, name: str) -> list[dict[str, Any]]:
    """The exchanges of one file, in order."""
    found: list[dict[str, Any]] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return found


@dataclass
class Names:
    """Which identifiers of the recording are which in the lab: uids, versions, continue tokens."""

    known: dict[str, str] = field(default_factory=dict)

    def learn(self, recorded: Any, answered: Any) -> None:
        """Walk two answers in step and remember the identifiers in the same places."""
        if isinstance(recorded, dict) and isinstance(answered, dict):
            for key, value in recorded.items():
                other = answered.get(key)
                if key in {"uid", "resourceVersion", "continue"} and isinstance(value, str) and isinstance(other, str):
                    self.known[value] = other
                else:
                    self.learn(value, other)
        elif isinstance(recorded, list) and isinstance(answered, list):
            for value, other in zip(recorded, answered, strict=False):
                self.learn(value, other)

    def translate(self, value: Any) -> Any:
        """A request of the recording with the lab's identifiers."""
        if isinstance(value, dict):
            return {key: self.translate(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.translate(part) for part in value]
        return self.known.get(value, value) if isinstance(value, str) else value


def comparable(value: Any) -> Any:
    """A body without what differs between any two servers."""
    if isinstance(value, dict):
        found = {key: comparable(part) for key, part in value.items() if key not in VOLATILE}
        if "managedFields" in found:
            found["managedFields"] = sorted(found["managedFields"], key=lambda one: json.dumps(one, sort_keys=True))
        return found
    if isinstance(value, list):
        return [comparable(part) for part in value]
    if isinstance(value, str):
        for pattern, word in MASKS:
            value = pattern.sub(word, value)
        return value
    return value


def differences(recorded: Any, answered: Any, path: str = "") -> Iterator[str]:
    """Every place where two comparable bodies differ, in words."""
    if isinstance(recorded, dict) and isinstance(answered, dict):
        for key in recorded.keys() | answered.keys():
            here = f"{path}.{key}"
            if key not in answered:
                yield f"{here}: the lab lacks {recorded[key]!r}"
            elif key not in recorded:
                yield f"{here}: the lab adds {answered[key]!r}"
            else:
                yield from differences(recorded[key], answered[key], here)
    elif isinstance(recorded, list) and isinstance(answered, list) and len(recorded) == len(answered):
        for place, (left, right) in enumerate(zip(recorded, answered, strict=True)):
            yield from differences(left, right, f"{path}[{place}]")
    elif recorded != answered:
        yield f"{path}: recorded {recorded!r}, the lab says {answered!r}"
