"""Secrets that were found up to a commit, kept by it: only what came after it is looked through again."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from console.audits.repository.git_reading import git_output
from console.kernel.errors import ConnectorError
from console.kernel.paths import private_folder

if TYPE_CHECKING:
    from pathlib import Path

    from console.audits.repository.checkout import Checkout

_MOST_KEPT = 8


class SecretSight(msgspec.Struct, frozen=True, order=True):
    """A secret in one version of a file: where, and what tells it from others without showing it."""

    commit: str
    path: str
    line: int
    kind: str
    width: int
    entropy: str

    @property
    def secret(self) -> tuple[str, str, int, str]:
        """Return what it has in common with other sights of the same secret."""
        return self.kind, self.path, self.width, self.entropy


_PAGES = msgspec.json.Decoder(tuple[str, dict[str, tuple[SecretSight, ...]]])


class SecretBook:
    """The sights of the newest commits of one repository; ``rules`` names the program and how it is asked."""

    def __init__(self, checkout: Checkout, rules: str) -> None:
        self._repository, self._rules = checkout.repository, rules
        self._file = None if checkout.cache is None else _place(checkout.cache, checkout.repository)
        self._pages = self._read()

    def before(self, commit: str) -> tuple[str, tuple[SecretSight, ...]]:
        """Return the newest known commit among those that led to ``commit``, and its sights; empty: there is none."""
        for known in reversed(self._pages):
            if known == commit or _leads_to(self._repository, known, commit):
                return known, self._pages[known]
        for known in reversed(self._pages):
            if _leads_to(self._repository, commit, known):
                reached = frozenset(
                    git_output(self._repository, "rev-list", "--end-of-options", commit).decode().split()
                )
                return commit, tuple(one for one in self._pages[known] if one.commit in reached)
        return "", ()

    def keep(self, commit: str, sights: tuple[SecretSight, ...]) -> None:
        """Keep what was found up to a commit; a full disk only means that it is looked for again."""
        if self._file is None:
            return
        others = {one: rows for one, rows in self._pages.items() if one != commit}
        pages = dict([*others.items(), (commit, sights)][-_MOST_KEPT:])
        with suppress(OSError, UnicodeError):
            private_folder(self._file.parent)
            draft = self._file.with_suffix(f".{os.getpid()}")
            draft.write_bytes(msgspec.json.encode((self._rules, pages)))
            draft.replace(self._file)

    def _read(self) -> dict[str, tuple[SecretSight, ...]]:
        if self._file is None:
            return {}
        try:
            rules, pages = _PAGES.decode(self._file.read_bytes())
        except (OSError, msgspec.MsgspecError):
            return {}
        return pages if rules == self._rules else {}


def _place(cache: Path, repository: Path) -> Path:
    return cache / "files" / repository.name / "secrets.json"


def _leads_to(repository: Path, earlier: str, commit: str) -> bool:
    try:
        git_output(repository, "merge-base", "--is-ancestor", earlier, commit)
    except ConnectorError:
        return False
    return True
