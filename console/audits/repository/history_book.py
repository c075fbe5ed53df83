"""The last history of a repository that was read: what leads to a later commit is read from there on."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import msgspec

from console.audits.config_digest import config_digest
from console.kernel.errors import UserError
from console.kernel.file_lock import FileLock
from console.kernel.paths import keep_private, private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from console.audits.repository.checkout import Checkout

_MOST_ADDED = 200


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Commit = TypeVar("Commit", bound=_Named)


class HistoryBook(Generic[Commit]):
    """Keeps the commits (newest first) that lead to one, as ``commit`` values that msgspec writes and reads.

    Names depend on the ``.mailmap`` of the checkout: with another one nothing is known. The few that a push adds are
    kept beside the others, which are written anew only for every two hundred.
    """

    def __init__(self, checkout: Checkout, commit: type[Commit]) -> None:
        cache = checkout.cache
        self._file = None if cache is None else cache / "files" / checkout.repository.name / "history.msgpack"
        self._digest = f"{config_digest()} {mailmap_of(checkout)}"
        self._decoder = msgspec.msgpack.Decoder(tuple[str, tuple[commit, ...]])  # type: ignore[valid-type]
        self._added_decoder = msgspec.msgpack.Decoder(tuple[str, str, tuple[commit, ...]])  # type: ignore[valid-type]
        self._written: tuple[Commit, ...] = ()

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
        if digest != self._digest or not commits:
            return ()
        written: tuple[Commit, ...] = commits
        self._written = written
        return (*self._added(written[0].id), *written)

    def _added(self, below: str) -> tuple[Commit, ...]:
        """Return what was added on top of the commit ``below``."""
        assert self._file is not None
        try:
            digest, on, commits = self._added_decoder.decode(_added_file(self._file).read_bytes())
        except (OSError, ValueError, RecursionError):
            return ()
        return commits if (digest, on) == (self._digest, below) else ()

    def keep(self, commits: tuple[Commit, ...]) -> None:
        """Keep a history; a full disk, or a name that is no text, only means that git is asked again."""
        if self._file is None:
            return
        added = len(commits) - len(self._written)
        is_longer = bool(self._written) and added >= 0 and commits[added] is self._written[0]
        with suppress(UnicodeError):
            if is_longer and added <= _MOST_ADDED:
                content = (self._digest, self._written[0].id, commits[:added])
                keep_private(_added_file(self._file), msgspec.msgpack.encode(content))
            else:
                keep_private(self._file, msgspec.msgpack.encode((self._digest, commits)))


def _added_file(file: Path) -> Path:
    return file.with_name("history-added.msgpack")


def mailmap_of(checkout: Checkout) -> str:
    """Return the content (its id) of what names people in a checkout; empty: nothing does."""
    return next((one.object_id for one in checkout.tracked if one.path == ".mailmap"), "")
