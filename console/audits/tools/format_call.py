"""Formatters that a project calls in its pipeline or its task files, without settings of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.ci_job import ci_jobs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_TASKS = re.compile(r"^(GNUmakefile|[Mm]akefile|tox\.ini|[Jj]ustfile|Taskfile\.ya?ml)$")
_CALL = re.compile(r"(?:^|[\s;&|('\"@])(?P<name>black|ruff format|cargo fmt)(?P<rest>(?:[ \t]+[^\s;&|'\")]+)*)")
_ASIDE = re.compile(r"^\s*#|\b(install|add|echo|deps)\b")
_FREE = frozenset({"--check", "--diff", "-q", "--quiet", "-v", "--verbose", "--color", "--all", "--"})


class FormatCall(NamedTuple):
    """``roots`` are the folders and files that it is called for; none: all."""

    name: str
    roots: tuple[str, ...]


def format_call(checkout: Checkout, name: str) -> FormatCall | None:
    """Return a call that checks or formats plainly; one with a style in its options says nothing that is known here."""
    known = checkout.once("format-calls", lambda: tuple(_calls(checkout)))
    return next((one for one in known if one.name == name), None)


def _calls(checkout: Checkout) -> Iterator[FormatCall]:
    texts = [one.commands for one in ci_jobs(checkout)]
    texts += [checkout.text(one) for one in sorted(checkout.paths) if _TASKS.match(one)]
    for line in (one for text in texts for one in text.splitlines()):
        found = _CALL.search(line) if len(line) < 1000 and not _ASIDE.search(line) else None
        if found is None:
            continue
        words = found["rest"].split()
        roots = tuple(one.removeprefix("./").rstrip("/") for one in words if not one.startswith("-"))
        if not _FREE.issuperset(one for one in words if one.startswith("-")):
            continue
        if not words and found["name"] == "black":
            continue  # black alone does nothing: it is a name in a list
        if "." in roots or "" in roots or not roots:
            yield FormatCall(found["name"], ())
        elif all(any(path == one or path.startswith(f"{one}/") for path in checkout.paths) for one in roots):
            yield FormatCall(found["name"], roots)
