"""What was read in the files of a checkout, kept by their content."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from console.audits.repository.content_book import ContentBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.audits.repository.kept_place import KeptPlace

Rows = TypeVar("Rows")


def file_book(checkout: KeptPlace, reader: str, paths: Iterable[str], rows: type[Rows]) -> ContentBook[Rows]:
    """Return the book of one reader over some written files; the same content under another path is read by itself."""
    contents = contents_of(checkout)
    return ContentBook(checkout, reader, {one: contents[one] for one in paths}, rows)


def contents_of(checkout: KeptPlace) -> Mapping[str, str]:
    """Return the contents (their ids) of the files that are looked at, by path."""
    return checkout.once("contents", lambda: {one.path: one.object_id for one in checkout.files})
