"""The load tests of an estate on this computer: one file each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from console.domain.capacity.load_test import LoadTest
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import private_folder, write_private
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.kernel.paths import Paths

_DECODER = msgspec.json.Decoder(prepared(LoadTest))
_KEY = re.compile(r"[0-9a-f]{12}")
_MOST_BYTES = 256 * 1024
_MOST = 500


class LoadTestShelf:
    """Everything blocks: use it off the GUI thread or from the command line."""

    def __init__(self, paths: Paths, estate: str) -> None:
        self._folder = paths.state / "load-tests" / estate

    def tests(self) -> tuple[LoadTest, ...]:
        """Return the load tests, newest first; files that are damaged are passed over."""
        found = sorted(self._read(), key=lambda one: (-one.at_s, one.key))
        return tuple(found[:_MOST])

    def keep(self, test: LoadTest) -> None:
        """Keep a load test; the same one again changes nothing. Raises ``UserError`` when the disk refuses."""
        try:
            write_private(private_folder(self._folder) / f"{test.key}.json", msgspec.json.encode(test))
        except OSError as error:
            raise UserError(
                t("The load test cannot be kept: {error}.", error=error.strerror or ""),
                t("Free some space, or check who may write to {folder}.", folder=self._folder),
            ) from None

    def find(self, key: str) -> LoadTest:
        """Return the load test whose key begins so; raise ``UserError`` unless there is exactly one."""
        found = [one for one in self.tests() if key and one.key.startswith(key)]
        if len(found) != 1:
            why = (
                t("Several load tests begin with {key}.", key=repr(key))
                if found
                else t("There is no load test {key}.", key=repr(key))
            )
            raise UserError(why, t("List them with: cell-console capacity loadtest list"))
        return found[0]

    def remove(self, test: LoadTest) -> None:
        """Forget a load test."""
        (self._folder / f"{test.key}.json").unlink(missing_ok=True)

    def _read(self) -> Iterator[LoadTest]:
        files = self._folder.glob("*.json") if self._folder.is_dir() else ()
        for file in files:
            if not _KEY.fullmatch(file.stem) or file.is_symlink():
                continue
            try:
                if file.stat().st_size <= _MOST_BYTES:
                    yield _DECODER.decode(file.read_bytes())
            except (OSError, ValueError, RecursionError):
                continue
