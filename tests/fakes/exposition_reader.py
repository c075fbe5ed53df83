"""A strict reader of the Prometheus text format, independent of the code that writes it."""

import re
from dataclasses import dataclass, field

_SAMPLE = re.compile(r"^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$")
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)')


@dataclass
class Exposition:
    """Types by family and values by series."""

    types: dict[str, str] = field(default_factory=dict)
    helps: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, frozenset[tuple[str, str]]], float] = field(default_factory=dict)

    def named(self, name: str, **labels: str) -> dict[frozenset[tuple[str, str]], float]:
        """The series of a name that carry these labels."""
        wanted = set(labels.items())
        return {key[1]: value for key, value in self.values.items() if key[0] == name and wanted <= key[1]}


def read_exposition(text: bytes) -> Exposition:
    """Parse; raises ValueError for a line out of order, a repeated series or a malformed line."""
    found = Exposition()
    family = ""
    for line in text.decode().splitlines():
        if line.startswith("# HELP "):
            family, found.helps[family] = line[7:].split(" ", 1)[0], line
        elif line.startswith("# TYPE "):
            name, kind = line[7:].split(" ")
            if name != family or name in found.types:
                raise ValueError(f"TYPE out of place: {line}")
            found.types[name] = kind
        else:
            _take(found, family, line)
    return found


def _take(found: Exposition, family: str, line: str) -> None:
    match = _SAMPLE.match(line)
    if match is None:
        raise ValueError(f"malformed: {line}")
    name, labels, value = match.groups()
    suffixes = ("", "_bucket", "_sum", "_count") if found.types.get(family) == "histogram" else ("",)
    if name not in {family + suffix for suffix in suffixes}:
        raise ValueError(f"{name} stands under {family}")
    pairs = _LABEL.findall(labels or "")
    if labels and sum(len(key) + len(text) + 4 for key, text in pairs) - 1 != len(labels):
        raise ValueError(f"malformed labels: {line}")
    key = (name, frozenset(pairs))
    if key in found.values:
        raise ValueError(f"twice: {line}")
    found.values[key] = float(value)
