"""Reading a bill in the FOCUS format from a file of any size, in bounded memory."""

from __future__ import annotations

import csv
import gzip
import hashlib
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from typing import TYPE_CHECKING

from console.domain.focus.ledger import FocusLedger
from console.domain.focus.row_reader import RowReader
from console.estate.focus_columns import focus_columns
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.regular_file import open_regular
from console.store.cost_book import ImportedBill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from console.domain.focus.charge import ChargeKey
    from console.domain.focus.ledger import ChargeSum

MOST_LINE = 1 << 20
MOST_RECORD = 4 << 20
_TELL_EVERY = 20_000
_UTF8_MARK, _UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
_GZIP_MARK = b"\x1f\x8b"
"""Some providers hand out their bills in this form only (``.csv.gz``)."""


@dataclass(frozen=True, slots=True)
class FocusReading:
    """What a file holds; ``sums`` are its amounts by day and place."""

    bill: ImportedBill
    sums: Mapping[ChargeKey, ChargeSum]


class _Lines:
    """The text lines of a file; bounds a line and a record, and takes the digest of everything that is read."""

    def __init__(self, file: BufferedReader, name: str) -> None:
        self._file, self._name = file, name
        self.digest = hashlib.sha256()
        self.number = 0
        self.record_bytes = 0

    def __iter__(self) -> Iterator[str]:
        while raw := self._file.readline(MOST_LINE + 1):
            self.number += 1
            self.digest.update(raw)
            self.record_bytes += len(raw)
            if len(raw) > MOST_LINE or self.record_bytes > MOST_RECORD:
                raise self.fault(t("a line is longer than {size} KiB", size=MOST_LINE >> 10))
            if self.number == 1:
                raw = self._without_mark(raw)
            try:
                yield raw.decode("utf-8")
            except UnicodeDecodeError:
                raise self.fault(t("it is not UTF-8 text")) from None

    def _without_mark(self, raw: bytes) -> bytes:
        if raw.startswith(_UTF16_MARKS):
            raise self.fault(t("it is UTF-16 text"))
        return raw.removeprefix(_UTF8_MARK)

    def fault(self, why: str) -> UserError:
        """Return the error that ends the import, naming the line."""
        return UserError(
            t("{file}, line {line}: {why}.", file=self._name, line=self.number, why=why),
            t("Export it anew as comma-separated UTF-8 text; nothing was imported."),
        )


def read_focus(file: Path, cell_tag: str, now_s: float, tell: Callable[[int], None]) -> FocusReading:
    """Read and check a whole file; raise ``UserError`` when it cannot be read as such a bill. Blocks.

    ``tell`` is told now and then how many lines have been read.
    """
    try:
        with _content(file) as opened:
            return _read(_Lines(opened, file.name), file.name, cell_tag, now_s, tell)
    except OSError as error:
        raise _unreadable(file, error) from error


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file's content; raise ``UserError`` when it cannot be read. Blocks."""
    try:
        with _content(file) as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(file, error) from error


@contextmanager
def _content(file: Path) -> Iterator[BufferedReader]:
    """Open a file for its content, also of one that is compressed: the same content is the same bill."""
    with open_regular(file) as opened:
        is_packed = opened.peek(len(_GZIP_MARK)).startswith(_GZIP_MARK)
        try:
            yield BufferedReader(gzip.GzipFile(fileobj=opened)) if is_packed else opened
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise UserError(
                t("{file} cannot be read: {why}.", file=file, why=t("its gzip compression is damaged")),
                t("Export it anew as comma-separated UTF-8 text; nothing was imported."),
            ) from None


def _unreadable(file: Path, error: OSError) -> UserError:
    return UserError(
        t("{file} cannot be read: {why}.", file=file, why=error.strerror or str(error)),
        t("Check its path and rights."),
    )


def _read(lines: _Lines, name: str, cell_tag: str, now_s: float, tell: Callable[[int], None]) -> FocusReading:
    records = csv.reader(iter(lines), strict=True)
    ledger, rows, left_out = FocusLedger(), 0, 0
    try:
        reader = RowReader([one.strip() for one in next(records, [])], focus_columns(), cell_tag)
        begins = lines.number + 1
        for record in records:
            lines.record_bytes = 0
            if record:  # an empty line is no charge
                rows += 1
                charge = reader.charge(begins, record)
                if charge is None:
                    left_out += 1
                else:
                    ledger.add(charge)
                if rows % _TELL_EVERY == 0:
                    tell(rows)
            begins = lines.number + 1
    except csv.Error as error:
        raise lines.fault(t("it is not comma-separated text ({why})", why=str(error)[:100])) from error
    bill = ImportedBill(lines.digest.hexdigest(), name, now_s, rows, left_out, reader.problems.all())
    return FocusReading(bill, ledger.sums)
