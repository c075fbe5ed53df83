"""Commits made in our own bare clone, without a working copy, an index or a hook."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.git_reading import git_output

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_WHO = "Cell Console <audit@cell-console.example>"


class PlannedCommit(NamedTuple):
    """``files`` are whole contents by path, with their modes (``100644`` or ``100755``)."""

    message: str
    files: Mapping[str, tuple[str, str]]


def make_commits(repository: Path, base: str, commits: Sequence[PlannedCommit], now_s: float, name: str) -> str:
    """Make commits in a line after ``base`` and return the last one's hash; raise ``ConnectorError``.

    They lie under ``refs/cell-console/NAME`` of the clone, where nothing fetches or pushes.
    """
    ref = f"refs/cell-console/{name}"
    parts = [f"reset {ref}\nfrom {base}\n\n"]
    for number, one in enumerate(commits, 1):
        parts.append(f"commit {ref}\nmark :{number}\ncommitter {_WHO} {int(now_s)} +0000\n{_sized(one.message)}\n")
        parts += [f"M {mode} inline {_quoted(path)}\n{_sized(text)}\n" for path, (mode, text) in one.files.items()]
    stream = "".join([*parts, "done\n"]).encode("utf-8", "surrogateescape")
    git_output(repository, "fast-import", "--quiet", "--done", "--force", stdin=stream)
    return git_output(repository, "rev-parse", "--verify", "--end-of-options", ref).decode().strip().splitlines()[-1]


def patch_series(repository: Path, base: str, tip: str) -> str:
    """Return the commits as mails that ``git am`` takes; raise ``ConnectorError``."""
    output = git_output(
        repository, "format-patch", "--stdout", "--no-signature", "--no-ext-diff", "--no-textconv", "--zero-commit",
        f"{base}..{tip}",
    )  # fmt: skip
    return output.decode("utf-8", "replace")


def _sized(text: str) -> str:
    return f"data {len(text.encode('utf-8', 'surrogateescape'))}\n{text}"


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
