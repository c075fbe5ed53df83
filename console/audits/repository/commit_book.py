"""What was found up to the newest commits of a repository, kept by them: only what came after is looked at again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from console.kernel.paths import keep_private

if TYPE_CHECKING:
    from pathlib import Path

    from console.audits.repository.kept_place import KeptPlace

Rows = TypeVar("Rows")
_MOST_KEPT = 8


class CommitBook(Generic[Rows]):
    """``pages`` has the rows by commit, the newest last; ``rules`` names whatever else they depend on."""

    def __init__(self, checkout: KeptPlace, name: str, rules: str, rows: type[Rows]) -> None:
        self._rules = rules
        self._file = None if checkout.cache is None else _place(checkout.cache, checkout.repository, name)
        self._decoder = msgspec.json.Decoder(tuple[str, dict[str, rows]])  # type: ignore[valid-type]
        self.pages = self._read()

    def keep(self, commit: str, found: Rows) -> None:
        """Keep what was found up to a commit; a full disk only means that it is looked for again."""
        if self._file is None:
            return
        others = {one: known for one, known in self.pages.items() if one != commit}
        pages = dict([*others.items(), (commit, found)][-_MOST_KEPT:])
        with suppress(UnicodeError):
            keep_private(self._file, msgspec.json.encode((self._rules, pages)))

    def _read(self) -> dict[str, Rows]:
        if self._file is None:
            return {}
        try:
            rules, pages = self._decoder.decode(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return pages if rules == self._rules else {}


def _place(cache: Path, repository: Path, name: str) -> Path:
    return cache / "files" / repository.name / f"{name}.json"
