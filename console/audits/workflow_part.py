"""Where the jobs of a workflow stand in its file."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = re.compile(r"(\"[^\"]*\"|'[^']*'|[^\s\"':#-][^:#]{0,200}?)\s*:(\s|$)")
_TOP = re.compile(r"jobs\s*:\s*(#.*)?$")


class WorkflowPart(NamedTuple):
    """``line`` is that of its name, counted from one; ``text`` all of the job."""

    name: str
    line: int
    text: str


def workflow_parts(text: str) -> tuple[WorkflowPart, ...]:
    """Return the jobs as they are written, in their order: what stands right below ``jobs``, however it is called."""
    lines = text.split("\n")
    top = next((place for place, one in enumerate(lines) if _TOP.match(one)), len(lines))
    indent, starts, end = 0, list[tuple[str, int]](), len(lines)
    for place in range(top + 1, len(lines)):
        plain = lines[place].strip()
        if not plain or plain[0] == "#":
            continue
        depth = len(lines[place]) - len(lines[place].lstrip())
        indent = indent or depth
        if depth < indent or not indent:
            end = place
            break
        found = _NAME.match(plain) if depth == indent else None
        if found is not None:
            starts.append((found[1].strip("\"'"), place))
    ends = [*(place for _, place in starts[1:]), end]
    return (
        tuple(
            WorkflowPart(name, place + 1, "\n".join(lines[place:last]))
            for (name, place), last in zip(starts, ends, strict=True)
        )
        if starts
        else ()
    )
