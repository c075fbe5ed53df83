"""The estate as Prometheus text (format 0.0.4)."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from console.lab.simulator.estate_state import EstateState, Labels
from console.lab.simulator.series.metric_family import FAMILIES, MetricFamily, family_of
from console.lab.simulator.series.pod_series import PodSeries


def exposition(state: EstateState, pods: PodSeries) -> bytes:
    """All series of the contract with their HELP and TYPE lines."""
    lines: dict[str, list[str]] = {name: [] for name in FAMILIES}
    for group in (state.counters, state.gauges):
        for (name, labels), value in group.items():
            lines[_family_name(name)].append(f"{name}{label_text(labels)} {value:.12g}\n")
    for name, rendered in pods.lines(state):
        lines[name].extend(rendered)
    return "".join(_text(lines)).encode()


def _text(lines: dict[str, list[str]]) -> Iterator[str]:
    for family in FAMILIES.values():
        if lines[family.name]:
            yield declaration(family)
            yield from lines[family.name]


def declaration(family: MetricFamily) -> str:
    """The HELP and TYPE lines of a family."""
    return f"# HELP {family.name} {family.help}\n# TYPE {family.name} {family.type}\n"


@lru_cache(maxsize=200_000)
def label_text(labels: Labels) -> str:
    """Labels in braces; values are escaped."""
    return "{" + ",".join(_pairs(labels)) + "}" if labels else ""


@lru_cache(maxsize=1_000)
def _family_name(name: str) -> str:
    return family_of(name).name


def _pairs(labels: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in labels:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        yield f'{name}="{escaped}"'
