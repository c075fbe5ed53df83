"""The checkout: one commit of a repository with everything that rules look at, each part read once, when asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from console.audits.repository.facts import NOTHING_TOLD, ForgeFacts
from console.audits.repository.git_reading import git_output
from console.audits.repository.path_class import Language, PathClass, language_of, path_class
from console.audits.repository.tracked_file import TrackedFile, parse_tree
from console.audits.repository.tree_export import LeftOut, export_tree
from console.domain.audit.audit_profile import OPEN_SOURCE, AuditProfile
from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


Found = TypeVar("Found")
_MOST_TEXT = 2 << 20


class Checkout:
    """``repository`` is bare, ``commit`` a full hash, ``folder`` empty: the files are written there when first needed.

    ``baseline`` is the commit that findings are compared with (empty: none);
    ``now_s`` is the unix time that ages are counted from, so that the same input gives the same output. In
    ``cache`` programs keep what they make of their own rules (kingfisher compiles for ten seconds), never anything of
    a repository. ``forge`` is what the forge told before: workers have no network.
    """

    def __init__(
        self,
        repository: Path,
        commit: str,
        folder: Path,
        *,
        now_s: float,
        baseline: str = "",
        profile: AuditProfile = OPEN_SOURCE,
        cache: Path | None = None,
        forge: ForgeFacts = NOTHING_TOLD,
    ) -> None:
        self.repository, self.commit, self.baseline = repository, commit, baseline
        self.profile, self.now_s, self.forge = profile, now_s, forge
        self._folder, self.cache = folder, cache
        self._tools: dict[str, object] = {}

    # --- files ----------------------------------------------------------------------------------------------------

    @cached_property
    def tracked(self) -> tuple[TrackedFile, ...]:
        """Every file of the commit, links and submodules too."""
        return parse_tree(git_output(self.repository, "ls-tree", "-r", "-z", "-l", "--full-tree", self.commit))

    @cached_property
    def files(self) -> tuple[TrackedFile, ...]:
        """The files that were written into ``folder`` for rules and programs."""
        return self._export[0]

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What was not written, and why."""
        return self._export[1]

    @cached_property
    def _export(self) -> tuple[tuple[TrackedFile, ...], tuple[LeftOut, ...]]:
        return export_tree(self.repository, self.tracked, self._folder)

    @property
    def folder(self) -> Path:
        """Where the files of the commit are; nothing in it is a link."""
        _ = self._export
        return self._folder

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of all tracked files."""
        return frozenset(one.path for one in self.tracked)

    def of(self, *classes: PathClass, languages: frozenset[Language] | None = None) -> tuple[str, ...]:
        """Return the written files of some classes (and languages), in order."""
        return tuple(
            one.path
            for one in self.files
            if path_class(one.path) in classes and (languages is None or language_of(one.path) in languages)
        )

    def text(self, path: str) -> str:
        """Return the text of a written file (at most 2 MB); empty when it is binary or not there."""
        try:
            with open(self.folder / path, "rb") as stream:
                content = stream.read(_MOST_TEXT)
        except OSError:
            return ""
        return "" if b"\0" in content[:8000] else content.decode("utf-8", "replace")

    def line(self, path: str, number: int) -> str:
        """Return a line of a file, from 1; empty when there is none."""
        lines = self.lines(path)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def lines(self, path: str) -> list[str]:
        """Return the lines of a written file."""
        known = self._line_book.get(path)
        if known is None:
            known = self._line_book[path] = self.text(path).splitlines()
        return known

    @cached_property
    def _line_book(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def kloc(self) -> float:
        """Thousands of lines of source and tests, for densities."""
        code = self.of(PathClass.SOURCE, PathClass.TEST)
        return sum(_line_count(self.folder / one) for one in code) / 1000.0

    # --- programs -------------------------------------------------------------------------------------------------

    def once(self, key: str, read: Callable[[], Found]) -> Found:
        """Return what ``read()`` gave the first time it was asked for under ``key``; failures are kept too."""
        if key not in self._tools:
            try:
                self._tools[key] = read()
            except ConsoleError as error:
                self._tools[key] = error
        known = self._tools[key]
        if isinstance(known, ConsoleError):
            raise known
        return known  # type: ignore[return-value]


def _line_count(file: Path) -> int:
    try:
        with open(file, "rb") as stream:
            return sum(part.count(b"\n") for part in iter(lambda: stream.read(1 << 16), b""))
    except OSError:
        return 0
