"""Annotations of Grafana: what happened when, drawn into dashboards."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class DashboardAnnotation:
    """``ref.name`` is its id; unix seconds, ``end_s`` equals ``start_s`` for a moment; no dashboard: in all of them."""

    ref: ResourceRef
    start_s: float
    end_s: float
    text: str
    tags: tuple[str, ...]
    dashboard: str = ""
    author: str = ""
