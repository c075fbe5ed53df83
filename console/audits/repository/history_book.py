"""The last history of a repository that was read: what leads to a later commit is read from there on."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from console.audits.config_digest import config_digest
from console.kernel.errors import UserError
from console.kernel.file_lock import FileLock
from console.kernel.paths import keep_private, private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

Commit = TypeVar("Commit")


class HistoryBook(Generic[Commit]):
    """Keeps the commits (newest first) that lead to one, as ``commit`` values that msgspec writes and reads.

    Names depend on the ``.mailmap`` of the checkout: with another one nothing is known.
    """

    def __init__(self, checkout: Checkout, commit: type[Commit]) -> None:
        cache = checkout.cache
        self._file = None if cache is None else cache / "files" / checkout.repository.name / "history.msgpack"
        self._digest = f"{config_digest()} {mailmap_of(checkout)}"
        self._decoder = msgspec.msgpack.Decoder(tuple[str, tuple[commit, ...]])  # type: ignore[valid-type]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait, ten seconds at most, for another process that reads this history now and will keep it."""
        with ExitStack() as held:
            if self._file is not None:
                with suppress(UserError, OSError):
                    held.enter_context(FileLock(private_folder(self._file.parent) / "history.lock"))
            yield

    def known(self) -> tuple[Commit, ...]:
        """Return the history that was kept last; empty when there is none."""
        if self._file is None:
            return ()
        try:
            digest, commits = self._decoder.decode(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return ()
        return commits if digest == self._digest else ()

    def keep(self, commits: tuple[Commit, ...]) -> None:
        """Keep a history; a full disk, or a name that is no text, only means that git is asked again."""
        if self._file is None:
            return
        with suppress(UnicodeError):
            keep_private(self._file, msgspec.msgpack.encode((self._digest, commits)))


def mailmap_of(checkout: Checkout) -> str:
    """Return the content (its id) of what names people in a checkout; empty: nothing does."""
    return next((one.object_id for one in checkout.tracked if one.path == ".mailmap"), "")
