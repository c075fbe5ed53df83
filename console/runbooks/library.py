"""The runbooks that there are: those of the program, of the estate and of the user, by id."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.regular_file import read_regular
from console.runbooks.parse import MOST_BYTES, Parsed, parse_runbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.domain.runbooks.runbook import Runbook

_LANGUAGES = ("en", "ja")
_MOST_FILES = 2000


class Shelf(NamedTuple):
    """A folder of runbooks and whose it is; subfolders ``en`` and ``ja`` hold the same ones in these languages."""

    folder: Path
    origin: str


class Library:
    """``problems`` are sentences on files that cannot be used. Later shelves win over earlier ones with the same id."""

    def __init__(self, runbooks: Iterable[Runbook], problems: tuple[str, ...], language: str) -> None:
        self.problems, self._language = problems, language
        self._known: dict[str, dict[str, Runbook]] = {}
        for one in runbooks:
            versions = self._known.setdefault(one.id, {})
            if any(other.origin != one.origin for other in versions.values()):
                versions.clear()
            versions[one.language] = one

    def all(self) -> tuple[Runbook, ...]:
        """Return all runbooks in the language that is wanted (else in another), by id."""
        return tuple(self._in_language(one) for _, one in sorted(self._known.items()))

    def _in_language(self, versions: dict[str, Runbook]) -> Runbook:
        return versions.get(self._language) or versions.get("en") or next(iter(versions.values()))

    def find(self, runbook_id: str) -> Runbook:
        """Return a runbook; raise ``UserError`` when there is none of that id."""
        if runbook_id not in self._known:
            near = [one for one in self._known if runbook_id.lower() in one or one in runbook_id.lower()]
            raise UserError(
                t("There is no runbook {id}.", id=repr(runbook_id)),
                t("Did you mean {names}?", names=", ".join(sorted(near)[:5]))
                if near
                else t("List them with: cell-console runbook list"),
            )
        return self._in_language(self._known[runbook_id])


def read_library(shelves: Iterable[Shelf], language: str) -> Library:
    """Return what stands on the shelves; blocks (disk). What cannot be read is told in ``problems``."""
    found: list[Runbook] = []
    problems: list[str] = []
    for shelf in shelves:
        for file, tongue in _files(shelf.folder):
            read = read_runbook_file(file, tongue, shelf.origin)
            if isinstance(read, str):
                problems.append(read)
            else:
                found.append(read)
    return Library(found, tuple(problems), language)


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the Markdown of a folder with its language; what is a link out of it is left out."""
    for tongue in ("", *_LANGUAGES):
        place = folder / tongue if tongue else folder
        try:
            names = sorted(one for one in place.iterdir() if one.suffix == ".md")[:_MOST_FILES]
        except OSError:
            continue
        for one in names:
            if one.resolve().is_relative_to(folder.resolve()) and one.stem.lower() != "readme":
                yield one, tongue or "en"


@lru_cache(maxsize=400)
def _parsed(text: str, name: str, language: str, origin: str, file: str) -> Parsed:
    """The library is read anew for every list and plan; hardly ever has anything changed."""
    return parse_runbook(text, name=name, language=language, origin=origin, file=file)


def read_runbook_file(file: Path, language: str, origin: str) -> Runbook | str:
    """Return the runbook in a file, or a sentence on why it cannot be used."""
    try:
        raw = read_regular(file, MOST_BYTES)
    except OSError as error:
        return t("The runbook {file} cannot be read: {why}.", file=file, why=error.strerror or error)
    parsed = _parsed(raw.decode("utf-8", "replace"), file.stem, language, origin, str(file))
    if parsed.runbook is not None and parsed.is_sound:
        return parsed.runbook
    first = next(one for one in parsed.faults if one.is_error)
    return t("The runbook {file} cannot be used, line {line}: {why}", file=file, line=first.line, why=first.text)
