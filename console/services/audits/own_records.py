"""The records of a project that are of its repository: another estate may call another one by the same key."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.estate.schema.project import Project
    from console.store.audits.audit_book import AuditRecord

_WORDS = frozenset(("_git", "_ssh", "defaultcollection"))
_LEAST = 2  # an owner and a name


def own_records(
    projects: Iterable[Project], known: Mapping[str, Iterable[AuditRecord]]
) -> dict[str, tuple[AuditRecord, ...]]:
    """Return the projects that have such records by their keys, each in its order, of what is ``known`` by keys.

    A repository that moved to another host, or is reached by ssh now, stays the same one.
    """
    found = {}
    for project in projects:
        if own := tuple(one for one in known.get(project.key, ()) if is_own(one, project.url)):
            found[project.key] = own
    return found


def is_own(record: AuditRecord, url: str) -> bool:
    """Return whether a record is of the repository that has an address."""
    return record.source == url or _is_same(_path(record.source), _path(url))


def _path(url: str) -> tuple[str, ...]:
    """Return what follows the host in parts, as forges compare them, without the words of Azure DevOps."""
    _, scheme, rest = url.rpartition("://")
    host, slash, path = rest.partition("/")
    if not scheme and ":" in host:  # git@host:path
        path = f"{host.partition(':')[2]}{slash}{path}"
    parts = unquote(path).strip("/").removesuffix(".git").lower().split("/")
    return tuple(one for one in parts if one not in _WORDS)


def _is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two paths lead to one repository; by some ways a server or an organization stands before it."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _LEAST and long[-len(short) :] == short)
