"""Findings that follow from one file alone, and fingerprints, kept by content: a push reads only what it changed."""

from __future__ import annotations

from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from console.audits.repository.content_book import ContentBook
from console.audits.repository.file_book import contents_of, file_book
from console.domain.audit.finding import Finding
from console.domain.audit.fingerprint import fingerprinted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from console.audits.repository.checkout import Checkout

Note = TypeVar("Note")


def kept_findings(
    checkout: Checkout, reader: str, notes: Iterable[tuple[str, Note]], look: Callable[[Note], Iterable[Finding]]
) -> Iterator[Finding]:
    """Yield what ``look`` finds in notes on files (path first), by file in the order in which files come first.

    A note and what is found in it must follow from the content and the path of its file alone, in no language.
    """
    by_path: dict[str, list[Note]] = {}
    for path, note in notes:
        by_path.setdefault(path, []).append(note)
    book = file_book(checkout, reader, by_path, tuple[Finding, ...])
    checkout.folder_with(book.missing)
    made = {path: tuple(found for note in by_path[path] for found in look(note)) for path in book.missing}
    for found in book.whole(made, ()).values():
        yield from found


def kept_fingerprinted(checkout: Checkout, rule: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings of a rule with fingerprints, in order; the lines of files that did not change are not read."""
    ordered = sorted(findings, key=lambda one: (one.path, one.line, one.rule, one.commit, one.evidence))
    if not ordered:
        return ()
    contents = contents_of(checkout)
    by_path = {path: tuple(rows) for path, rows in groupby(ordered, key=lambda one: one.path)}
    asked = {
        path: _asked(contents[path], rows)
        for path, rows in by_path.items()
        if path in contents and any(one.line for one in rows)
    }
    book = ContentBook(checkout, f"fingerprints-{rule}", asked, tuple[str, ...])
    checkout.folder_with(book.missing)
    made = {
        path: tuple(one.fingerprint for one in fingerprinted(by_path[path], checkout.line)) for path in book.missing
    }
    known = book.whole(made, ())
    return tuple(
        one
        for path, rows in by_path.items()
        for one in (_marked(rows, known[path]) if path in known else fingerprinted(rows, checkout.line))
    )


def _asked(content: str, rows: Iterable[Finding]) -> str:
    """Return what stands for everything that the fingerprints of some findings in one file follow from."""
    parts = [content, *(f"{one.line} {one.rule} {one.commit} {one.evidence}" for one in rows)]
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _marked(rows: Iterable[Finding], prints: Iterable[str]) -> Iterator[Finding]:
    return (replace(one, fingerprint=print_) for one, print_ in zip(rows, prints, strict=True))
