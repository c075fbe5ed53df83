"""The checkout: one commit of a repository with everything that rules look at, each part read once, when asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from console.audits.repository.file_book import file_book
from console.audits.repository.git_reading import git_output
from console.audits.repository.path_class import Language, PathClass, language_of, path_class
from console.audits.repository.tracked_file import TrackedFile, parse_tree
from console.audits.repository.tree_export import MOST_FILE_BYTES, LeftOut, TreeExport, export_tree, sorted_out
from console.domain.audit.audit_profile import OPEN_SOURCE, AuditProfile
from console.domain.audit.forge_facts import NOTHING_TOLD, ForgeFacts
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


Found = TypeVar("Found")
_MOST_TEXT = 2 << 20
_MOST_SINGLES = 12


class Checkout:
    """``repository`` is bare, ``commit`` a full hash, ``folder`` empty: the files are written there when first needed.

    ``baseline`` is the commit that findings are compared with (empty: none);
    ``now_s`` is the unix time that ages are counted from, so that the same input gives the same output. In
    ``cache`` programs keep what they make of their own rules (kingfisher compiles for ten seconds), and what was read
    in a file is kept there by its content. ``forge`` is what the forge told before: workers have no network.
    ``advisories`` is the folder of known vulnerabilities. ``runs_own_tools`` allows the repository's own checkers to
    run.
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
        advisories: Path | None = None,
        runs_own_tools: bool = False,
    ) -> None:
        self.repository, self.commit, self.baseline = repository, commit, baseline
        self.profile, self.now_s, self.forge = profile, now_s, forge
        self.advisories, self.runs_own_tools = advisories, runs_own_tools
        self._folder, self.cache = folder, cache
        self._tools: dict[str, object] = {}

    # --- files ----------------------------------------------------------------------------------------------------

    @cached_property
    def tracked(self) -> tuple[TrackedFile, ...]:
        """Every file of the commit, links and submodules too."""
        return parse_tree(git_output(self.repository, "ls-tree", "-r", "-z", "-l", "--full-tree", self.commit))

    @cached_property
    def files(self) -> tuple[TrackedFile, ...]:
        """The files that rules and programs may look into."""
        return self._sorted.files

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What is not looked into, and why."""
        return self._sorted.left_out

    @cached_property
    def _sorted(self) -> TreeExport:
        return sorted_out(self.tracked)

    def folder_with(self, paths: Iterable[str]) -> Path:
        """Return the folder, in which at least these of the files are; nothing in it is a link."""
        wanted = [self._unwritten.pop(one) for one in tuple(paths) if one in self._unwritten]
        try:
            if wanted:
                export_tree(self.repository, wanted, self._folder)
        except BaseException as error:
            self._unwritten.update((one.path, one) for one in wanted)  # a part of the files is none of them
            if isinstance(error, OSError):
                raise _unwritable(error) from error
            raise
        return self._folder

    @cached_property
    def _unwritten(self) -> dict[str, TrackedFile]:
        return {one.path: one for one in self.files}

    def content(self, path: str, most: int = _MOST_TEXT) -> bytes:
        """Return the first ``most`` bytes of a file; nothing when it is not there."""
        is_few = len(self._singles) < _MOST_SINGLES
        self._singles.add(path)
        folder = self.folder_with([path] if is_few else self._unwritten)
        try:
            with open(folder / path, "rb") as stream:
                return stream.read(most)
        except OSError:
            return b""

    @cached_property
    def _singles(self) -> set[str]:
        return set()

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
        """Return the text of a file (at most 2 MB); empty when it is binary or not there."""
        content = self.content(path)
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
        book = file_book(self, "lines", self.of(PathClass.SOURCE, PathClass.TEST), int)
        counts = {one: self.content(one, MOST_FILE_BYTES).count(b"\n") for one in book.missing}
        return sum(book.whole(counts, 0).values()) / 1000.0

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


def _unwritable(error: OSError) -> UserError:
    return UserError(
        t("The files of the commit cannot be written for the programs: {why}.", why=error.strerror or error),
        t("Free some space in the cache folder, then audit again."),
    )
