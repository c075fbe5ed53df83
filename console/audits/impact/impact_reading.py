"""Reading the impact of a push from a clone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from console.audits.audit_rule import load_rules
from console.audits.impact.dependant import dependants
from console.audits.impact.push_part import needed_audits, push_part
from console.audits.repository.git_reading import git_output
from console.audits.repository.history import FileChange, parse_changes
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.push_impact import PushImpact, PushPart

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from console.audits.audit_rule import AuditRule

_CODE = frozenset({PathClass.SOURCE, PathClass.TEST})


def read_impact(repository: Path, before: str, after: str) -> PushImpact:
    """Return the impact of what lies between two commits of a bare repository; raise ``ConnectorError``."""
    rules = load_rules()
    if not before:
        audits = tuple(dict.fromkeys(one.audit for one in rules))
        return PushImpact("", after, (), frozenset(PushPart), audits, tuple(one.key for one in rules))
    changed = _changed(repository, before, after) if before != after else ()
    paths = _paths(changed)
    parts = frozenset(push_part(one) for one in paths)
    touched = tuple(one.key for one in rules if before != after and _is_touched(one, paths))
    return PushImpact(
        before,
        after,
        tuple(one.path for one in changed),
        parts,
        needed_audits(parts),
        touched,
    )


@lru_cache(maxsize=8)
def read_dependants(repository: Path, before: str, after: str) -> tuple[str, ...]:
    """Return the files that import what lies between two commits, for people: no audit asks, and it reads all code."""
    return dependants(repository, after, _paths(_changed(repository, before, after)))


def _paths(changed: Iterable[FileChange]) -> frozenset[str]:
    return frozenset(path for one in changed for path in (one.path, one.old_path) if path)


def _is_touched(rule: AuditRule, paths: frozenset[str]) -> bool:
    """Return whether a rule's outcome may differ: only rules of the code alone are sure not to when none changed.

    Those of all files also look at the baseline, which is another one after each push; those of the history and the
    forge look at what every push changes.
    """
    return rule.scope != "code" or any(path_class(one) in _CODE for one in paths)


def _changed(repository: Path, before: str, after: str) -> tuple[FileChange, ...]:
    output = git_output(
        repository, "diff", "--name-status", "-M", "-z", "--no-ext-diff", "--no-textconv", "--end-of-options", before,
        after,
    )  # fmt: skip
    return tuple(parse_changes(output.decode("utf-8", "surrogateescape")))
