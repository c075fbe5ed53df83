"""Keys that must exist elsewhere in the file."""

from collections.abc import Iterator, Mapping
from typing import Any

from console.estate.checks.row import Found, keys, rows, texts
from console.estate.explain import nearest
from console.estate.legible import legible
from console.estate.problem import Path
from console.kernel.i18n import t

_GIT = ("github", "gitlab", "bitbucket", "azure_devops")
# (section, path of the reference inside an entry, sections that it may point to)
_REFERENCES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("cells", ("cluster",), ("clusters",)),
    ("cells", ("prometheus",), ("prometheus",)),
    ("cells", ("template",), ("templates",)),
    ("opencost", ("cluster",), ("clusters",)),
    ("prometheus", ("in_cluster", "cluster"), ("clusters",)),
    ("alertmanagers", ("in_cluster", "cluster"), ("clusters",)),
    ("grafana", ("in_cluster", "cluster"), ("clusters",)),
    ("opencost", ("in_cluster", "cluster"), ("clusters",)),
    ("audit_services", ("in_cluster", "cluster"), ("clusters",)),
    ("routers", ("cluster",), ("clusters",)),
    ("routers", ("account",), ("cloudflare",)),
    ("routers", ("cells",), ("cells",)),
    ("routers", ("destinations", "cell"), ("cells",)),
    ("budgets", ("cells",), ("cells",)),
    ("budgets", ("teams",), ("teams",)),
    ("models", ("account",), ("cloudflare",)),
    ("models", ("prometheus",), ("prometheus",)),
    ("projects", ("provider",), _GIT),
    ("projects", ("team",), ("teams",)),
    ("teams", ("notifications",), ("notifications",)),
    ("calendars", ("entries", "cells"), ("cells",)),
)


def reference_problems(data: Mapping[str, Any]) -> Iterator[Found]:
    """Every reference points to an entry that exists; a cell's team only when teams are declared."""
    for section, inner, targets in _REFERENCES:
        yield from missing_keys(data, _found(data, section, inner), *targets)
    teams = keys(data, "teams")
    for path, text in _found(data, "cells", ("team",)):
        if teams and text and text not in teams:
            yield path, _sentence(text, ("teams",), teams)


def missing_keys(data: Mapping[str, Any], named: Iterator[tuple[Path, str]], *targets: str) -> Iterator[Found]:
    """Yield those of some named keys that no entry of the target sections has."""
    known = keys(data, *targets)
    for path, text in named:
        if text not in known:
            yield path, _sentence(text, targets, known)


def _found(data: Mapping[str, Any], section: str, inner: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    for path, row in rows(data, section):
        if len(inner) == 1:
            yield from texts(row.get(inner[0]), (*path, inner[0]))
            continue
        nested = row.get(inner[0])
        if isinstance(nested, Mapping):
            yield from texts(nested.get(inner[1]), (*path, *inner))
        for deeper, one in rows(row, inner[0]):
            yield from texts(one.get(inner[1]), (*path, *deeper, inner[1]))


def _sentence(text: str, targets: tuple[str, ...], known: list[str]) -> str:
    where = "/".join(targets)
    key, meant = legible(text), nearest(text, known)
    if meant:
        return t('there is no "{key}" in {section}; did you mean "{meant}"?', key=key, section=where, meant=meant)
    if not known:
        return t('there is no "{key}" in {section}, which is empty; add it there.', key=key, section=where)
    listed = legible(", ".join(known), most=200)
    return t('there is no "{key}" in {section}; known: {known}.', key=key, section=where, known=listed)
