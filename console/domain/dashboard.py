"""Dashboards of Grafana."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A dashboard or (``is_folder``) a folder; ``ref.name`` is its uid, ``url`` where a person opens it."""

    ref: ResourceRef
    title: str
    folder: str
    tags: tuple[str, ...]
    url: str
    is_folder: bool = False
