"""HEAD of a kept clone, after a fetch: it names what HEAD names there now, not what it named at the first clone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.repository.git_reading import git_output

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ASK_S = 60.0
_HEADS = "refs/heads/"
_FETCHED = re.compile(r"([0-9a-f]{40}|[0-9a-f]{64})\t[^\t\n]*\t")
_NAMED = re.compile(r"^ref: refs/heads/(\S+)\tHEAD$", re.MULTILINE)


def renew_head(folder: Path, address: str, environment: Mapping[str, str]) -> None:
    """Let HEAD be what a fetch of HEAD and of all branches has just found; the clone's lock is held.

    The other side is asked for a name only when the branch that HEAD names here is not where HEAD is there. Raises
    ``ConnectorError``.
    """
    told = (folder / "FETCH_HEAD").read_text("utf-8", "surrogateescape")  # HEAD was asked for first
    match = _FETCHED.match(told)
    if match is None:
        return
    commit, here = match[1], (folder / "HEAD").read_text("utf-8", "surrogateescape").strip()
    if here == commit or _is_at(told, here.removeprefix(f"ref: {_HEADS}"), commit):
        return
    answer = git_output(
        folder,
        "ls-remote",
        "--quiet",
        "--symref",
        "--end-of-options",
        address,
        "HEAD",
        most_s=_ASK_S,
        environment=environment,
    )
    named = _NAMED.search(answer.decode("utf-8", "surrogateescape"))
    if named is not None and _is_at(told, named[1], commit):
        git_output(folder, "symbolic-ref", "HEAD", f"{_HEADS}{named[1]}")
    else:  # it names no branch, or has moved on since
        git_output(folder, "update-ref", "--no-deref", "HEAD", commit)


def _is_at(fetched: str, branch: str, commit: str) -> bool:
    return f"\n{commit}\t\tbranch '{branch}' of " in fetched
