"""Secrets that were found up to a commit, kept by it: only what came after it is looked through again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from console.audits.repository.commit_book import CommitBook
from console.audits.repository.git_reading import git_output
from console.kernel.errors import ConnectorError

if TYPE_CHECKING:
    from pathlib import Path

    from console.audits.repository.checkout import Checkout


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


class SecretBook:
    """The sights of the newest commits of one repository; ``rules`` names the program and how it is asked."""

    def __init__(self, checkout: Checkout, rules: str) -> None:
        self._repository = checkout.repository
        self._book = CommitBook(checkout, "secrets", rules, tuple[SecretSight, ...])

    def before(self, commit: str) -> tuple[str, tuple[SecretSight, ...]]:
        """Return the newest known commit among those that led to ``commit``, and its sights; empty: there is none."""
        for known in reversed(self._book.pages):
            if known == commit or _leads_to(self._repository, known, commit):
                return known, self._book.pages[known]
        for known in reversed(self._book.pages):
            if _leads_to(self._repository, commit, known):
                reached = frozenset(
                    git_output(self._repository, "rev-list", "--end-of-options", commit).decode().split()
                )
                return commit, tuple(one for one in self._book.pages[known] if one.commit in reached)
        return "", ()

    def keep(self, commit: str, sights: tuple[SecretSight, ...]) -> None:
        """Keep what was found up to a commit."""
        self._book.keep(commit, sights)


def _leads_to(repository: Path, earlier: str, commit: str) -> bool:
    try:
        git_output(repository, "merge-base", "--is-ancestor", earlier, commit)
    except ConnectorError:
        return False
    return True
