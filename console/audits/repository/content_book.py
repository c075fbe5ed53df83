"""What was read in the contents of a repository, kept by them: what did not change is not read again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from console.audits.config_digest import config_digest
from console.kernel.paths import keep_private
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from console.audits.repository.kept_place import KeptPlace

Rows = TypeVar("Rows")
_Pages = dict[str, dict[str, msgspec.Raw]]
_DECODER = msgspec.msgpack.Decoder(prepared(tuple[str, _Pages]))
_VERSIONS = 2


class ContentBook(Generic[Rows]):
    """The rows of one reader (a program, or our own look at a language) over contents; ``wanted`` are ids by name.

    Kept in one file per repository and reader: of each name its two newest contents (a baseline's too), as long as
    rules and programs are the same. ``missing`` are the names that must be read. A file that is damaged, or a full
    disk, only means reading again.
    """

    def __init__(self, checkout: KeptPlace, reader: str, wanted: Mapping[str, str], rows: type[Rows]) -> None:
        self._digest, self._type = config_digest(), rows
        self._file = None if checkout.cache is None else _place(checkout.cache, checkout.repository, reader)
        self._wanted = wanted
        self._pages = self._read() if wanted else {}
        self.missing = tuple(one for one, id_ in wanted.items() if id_ not in self._pages.get(one, {}))

    def whole(self, made: Mapping[str, Rows], nothing: Rows) -> dict[str, Rows]:
        """Return the rows of all names, those of ``missing`` from ``made`` (not in it: ``nothing``), and keep them."""
        decode = msgspec.msgpack.Decoder(self._type).decode
        fresh = {one: made.get(one, nothing) for one in self.missing}
        if fresh:
            self._keep(fresh)
        return {one: fresh[one] if one in fresh else decode(self._pages[one][id_]) for one, id_ in self._wanted.items()}

    def newest(self, name: str) -> Rows | None:
        """Return the rows of the content of a name that was kept last, whichever it was; nothing: none was."""
        versions = tuple(self._pages.get(name, {}).values())
        return msgspec.msgpack.decode(versions[-1], type=self._type) if versions else None

    def _read(self) -> _Pages:
        if self._file is None:
            return {}
        try:
            digest, pages = _DECODER.decode(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return pages if digest == self._digest else {}

    def _keep(self, fresh: Mapping[str, Rows]) -> None:
        if self._file is None:
            return
        encode = msgspec.msgpack.encode
        with suppress(UnicodeError):
            pages = {one: self._pages[one] for one in self._wanted if one in self._pages}
            for one, rows in fresh.items():
                versions = [*pages.get(one, {}).items(), (self._wanted[one], msgspec.Raw(encode(rows)))]
                pages[one] = dict(versions[-_VERSIONS:])
            keep_private(self._file, encode((self._digest, pages)))


def _place(cache: Path, repository: Path, reader: str) -> Path:
    return cache / "files" / repository.name / f"{reader}.msgpack"
