"""The results store: one packed object per task id; the first writer wins, and a second delivery changes nothing."""

from __future__ import annotations

import gzip
import io
import os
import re
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t
from console.kernel.paths import private_folder
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Collection

_ENDING = ".sarif.gz"
_DRAFT = ".part-"
_NAME = re.compile(r"[0-9a-f]{20}")
_MOST_PACKED = 64 << 20
_MOST_BYTES = 256 << 20


class ResultStore:
    """Any number of processes may use the same folder at once. Contents are bytes that are packed here."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def holds(self, task_id: str) -> bool:
        """Return whether there is a result of this task."""
        return self._file(task_id).is_file()

    def put(self, task_id: str, content: bytes) -> bool:
        """Keep a result unless there is one; return whether this was the first. Raises ``UserError``.

        A link is made only once the content is on the disk: there is never half an object under its name.
        """
        file = self._file(task_id)
        private_folder(file.parent)
        try:
            with tempfile.NamedTemporaryFile("wb", dir=file.parent, prefix=_DRAFT, delete=False) as draft:
                try:
                    draft.write(gzip.compress(content, 6, mtime=0))
                    draft.flush()
                    os.fsync(draft.fileno())
                    draft.close()
                    os.link(draft.name, file)
                finally:
                    os.unlink(draft.name)
        except FileExistsError:
            self.renew(task_id)
            return False
        except OSError as error:
            raise UserError(
                t("The result of an audit cannot be kept in {folder}: {why}.", folder=file.parent, why=error.strerror),
                t("Free some space or correct its rights, then try again."),
            ) from error
        return True

    def get(self, task_id: str) -> bytes | None:
        """Return a result, ``None`` when there is none; raise ``ConnectorError`` when its file is damaged."""
        try:
            packed = read_regular(self._file(task_id), _MOST_PACKED)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _damaged(task_id, error.strerror or "") from error
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(packed)) as stream:
                content = stream.read(_MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise _damaged(task_id, str(error)) from error
        if not content or len(content) > _MOST_BYTES:
            why = t("it is larger than {size} MB", size=_MOST_BYTES >> 20) if content else t("it is empty")
            raise _damaged(task_id, why)
        return content

    def renew(self, task_id: str) -> None:
        """Note that a result counts now: what is swept is older."""
        with suppress(OSError):
            os.utime(self._file(task_id))

    def drop(self, task_id: str) -> None:
        """Let go of a damaged result, so that its task can be done again."""
        with suppress(FileNotFoundError):
            self._file(task_id).unlink()

    def sweep(self, named: Collection[str], before_s: float) -> int:
        """Remove what is older than ``before_s``: results that are not ``named``, drafts of killed workers.

        Return how many; raise ``OSError``.
        """
        count = 0
        for file in (*self._folder.glob(f"??/*{_ENDING}"), *self._folder.glob(f"??/{_DRAFT}*")):
            with suppress(FileNotFoundError):  # somebody else sweeps, or the worker has just ended
                if file.name.removesuffix(_ENDING) not in named and file.stat().st_mtime < before_s:
                    file.unlink()
                    count += 1
        return count

    def _file(self, task_id: str) -> Path:
        if not _NAME.fullmatch(task_id):
            raise _damaged(task_id[:40], t("its name is no task id"))
        return self._folder / task_id[:2] / f"{task_id}{_ENDING}"


def _damaged(task_id: str, why: str) -> ConnectorError:
    return ConnectorError(
        ErrorKind.PROTOCOL,
        t("The kept result {id} of an audit is damaged: {why}.", id=task_id, why=why),
        t("Run the audit again; a result that is not whole counts as none."),
    )
