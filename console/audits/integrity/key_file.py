"""Private keys in files that end in ``.key``, which kingfisher takes for slides and does not look into."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.repository.blob_text import blob_texts, files_at
from console.audits.repository.file_book import file_book
from console.audits.repository.history import history_of
from console.audits.tools.kingfisher_run import FoundSecret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

KIND = "private-key"
_ENDING = ".key"
_MOST_GONE = 200
_BLOCK = re.compile(r"-----BEGIN (?:(?:RSA|EC|DSA|OPENSSH) )?PRIVATE KEY-----\s[A-Za-z0-9+/=\s]{64,}+-----END")


def keys_in_files(checkout: Checkout) -> Iterator[FoundSecret]:
    """Yield the keys of the tree, then those that only its history holds, at the commit that first had them."""
    yield from _in_tree(checkout)
    yield from _gone(checkout)


def _in_tree(checkout: Checkout) -> Iterator[FoundSecret]:
    paths = sorted(one.path for one in checkout.files if one.path.endswith(_ENDING))
    book = file_book(checkout, "key-files", paths, tuple[int, ...])
    fresh = {one: _lines(checkout.content(one).decode("utf-8", "replace")) for one in book.missing}
    for path, lines in book.whole(fresh, ()).items():
        for line in lines:
            yield FoundSecret(KIND, path, line, "")


def _gone(checkout: Checkout) -> Iterator[FoundSecret]:
    there = {one.object_id for one in checkout.tracked}
    for path, commit in list(_first_commits(checkout).items())[:_MOST_GONE]:
        blobs = [one for one in files_at(checkout.repository, commit, [path]) if one.is_regular]
        fresh = {one.object_id for one in blobs} - there
        if any(_lines(text) for _, text in blob_texts(checkout.repository, fresh)):
            yield FoundSecret(KIND, path, 0, commit)


def _first_commits(checkout: Checkout) -> dict[str, str]:
    """Return the first commit of each path that the tree no longer has."""
    return {
        change.path: commit.id
        for commit in history_of(checkout)
        for change in commit.changes
        if change.path.endswith(_ENDING) and change.status == "A" and change.path not in checkout.paths
    }


def _lines(text: str) -> tuple[int, ...]:
    return tuple(text.count("\n", 0, one.start()) + 1 for one in _BLOCK.finditer(text))
