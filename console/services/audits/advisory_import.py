"""Reading advisories from a file or a folder, as osv.dev publishes them: one JSON each, zipped per ecosystem."""

from __future__ import annotations

import logging
import lzma
import stat
import zipfile
import zlib
from typing import TYPE_CHECKING

import msgspec

from console.domain.audit.osv_record import OsvRecord
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST_FILES = 1_000_000
_MOST_BYTES = 4 << 20
_MOST_TOTAL = 8 << 30
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError, OSError, EOFError)
_DECODER = msgspec.json.Decoder(prepared(OsvRecord))
_log = logging.getLogger(__name__)


def read_advisories(source: Path) -> Iterator[OsvRecord]:
    """Yield the advisories of a zip file, a JSON file or a folder of JSON files; raise ``UserError``.

    Nothing is unpacked to a disk; what is too large or no advisory is left out and noted.
    """
    found = False
    for one in _of_folder(source) if source.is_dir() else _of_file(source):
        found = True
        yield one
    if not found:
        raise _no_advisory(source.name)


def _of_file(file: Path) -> Iterator[OsvRecord]:
    if file.is_file() and zipfile.is_zipfile(file):  # looking into a pipe would wait for somebody to write
        yield from _of_zip(file)
        return
    try:
        yield _decoded(read_regular(file, _MOST_BYTES))
    except OSError as error:
        raise UserError(
            t("{file} cannot be read: {error}.", file=file.name, error=error.strerror or ""),
            t("Name a zip file of osv.dev, or a folder of its JSON files."),
        ) from error
    except (ValueError, RecursionError) as error:
        raise _no_advisory(file.name) from error


def _of_folder(folder: Path) -> Iterator[OsvRecord]:
    for place, file in enumerate(sorted(folder.rglob("*.json"))):
        if place >= _MOST_FILES:
            raise _too_much(folder.name)
        try:
            if not stat.S_ISREG(file.lstat().st_mode):
                continue
            record = _record(read_regular(file, _MOST_BYTES + 1), file.name)
        except OSError as error:
            _log.warning("%s: %s", file.name, error)
            continue
        if record is not None:
            yield record


def _of_zip(file: Path) -> Iterator[OsvRecord]:
    total = 0
    try:
        with zipfile.ZipFile(file) as archive:
            members = [one for one in archive.infolist() if one.filename.endswith(".json")]
            if len(members) > _MOST_FILES:
                raise _too_much(file.name)
            for one in members:
                with archive.open(one) as stream:
                    content = stream.read(_MOST_BYTES + 1)
                total += len(content)
                if total > _MOST_TOTAL:
                    raise _too_much(file.name)
                record = _record(content, one.filename)
                if record is not None:
                    yield record
    except (*_DAMAGED, NotImplementedError, RuntimeError) as error:
        raise UserError(
            t("{file} is damaged or locked: {error}.", file=file.name, error=error), t("Fetch it again.")
        ) from error


def _record(content: bytes, name: str) -> OsvRecord | None:
    try:
        return _decoded(content)
    except (ValueError, RecursionError) as error:
        _log.warning("%s is left out: %s", name[:200], error)
        return None


def _decoded(content: bytes) -> OsvRecord:
    if len(content) > _MOST_BYTES:
        raise ValueError("too large for an advisory")
    return _DECODER.decode(content)


def _no_advisory(name: str) -> UserError:
    return UserError(
        t("{file} holds no advisory in the OSV format.", file=name),
        t("Name a zip file of osv.dev, or a folder of its JSON files."),
    )


def _too_much(name: str) -> UserError:
    return UserError(
        t("{file} holds more than advisories can be.", file=name), t("Name a zip file of osv.dev for one ecosystem.")
    )
