"""The records of a project that are of its repository: another estate may call another one by the same key."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.estate.schema.project import Project
    from console.store.audits.audit_book import AuditRecord


def own_records(
    projects: Iterable[Project], known: Mapping[str, Iterable[AuditRecord]]
) -> dict[str, tuple[AuditRecord, ...]]:
    """Return the projects that have such records by their keys, each in its order, of what is ``known`` by keys.

    A repository that moved to another host, or is reached by ssh now, stays the same one.
    """
    found = {}
    for project in projects:
        path = _path(project.url)
        records = known.get(project.key, ())
        if own := tuple(one for one in records if one.source == project.url or _path(one.source) == path):
            found[project.key] = own
    return found


def _path(url: str) -> str:
    """Return what follows the host, as forges compare it."""
    _, scheme, rest = url.rpartition("://")
    host, slash, path = rest.partition("/")
    if not scheme and ":" in host:  # git@host:path
        path = f"{host.partition(':')[2]}{slash}{path}"
    return path.strip("/").removesuffix(".git").lower()
