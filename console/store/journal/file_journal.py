"""The journal as files of lines in the profile's folder, shared by several consoles."""

from __future__ import annotations

import secrets
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.file_lock import FileLock
from console.kernel.i18n import t
from console.kernel.paths import private_folder
from console.ports.journal import JournalConflict, JournalReading
from console.store.journal.carried_records import carried_lines, nothing_lasts
from console.store.journal.line_file import LineFile, line_files
from console.store.journal.record_line import FIRST, line_hash, read_line, written_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from console.ports.journal import JournalRecord
    from console.store.journal.carried_records import Lasting

MOST_FILE_BYTES = 8 << 20
MOST_FILES = 2  # read at a start: the newest 8 to 16 MiB, a thousand changes and more; older files stay on disk
MOST_LINE_BYTES = 1 << 20
LAST_STEPS = 64  # of which all are told at a start; of what lies before them the newest of each subject


class FileJournal:
    """Implements ``console.ports.journal.Journal``; any thread.

    Every line carries the SHA-256 of the line before it, over all files. A line that was torn by a crash stays where it
    is, is told once, and the next record begins on a line of its own. What ``lasting`` names is not over: a new file
    begins with it, so that it is known at a start however much was written since.
    """

    def __init__(
        self, folder: Path, lasting: Lasting = nothing_lasts, *, most_file_bytes: int = MOST_FILE_BYTES
    ) -> None:
        self._folder, self._lasting, self._most = folder, lasting, most_file_bytes
        self._thread_lock = threading.Lock()
        self._lock = FileLock(folder / "lock")
        self._steps: dict[str, int] = {}
        self._fresh: list[JournalRecord] = []
        self._many = 2 * LAST_STEPS
        self._problems: list[str] = []
        self._read_to: tuple[int, int] = (0, 0)  # number of a file, bytes of it
        self._owner = secrets.token_hex(8)
        self._life: FileLock | None = None

    # --- reading --------------------------------------------------------------------------------------------------

    def read(self) -> JournalReading:
        """Return what is new since the last call."""
        with self._thread_lock:
            if self._folder.is_dir():
                try:
                    with self._held():
                        self._catch_up()
                except OSError as error:
                    raise self._unreadable(error) from error
            reading = JournalReading(tuple(self._fresh), tuple(self._problems))
            self._fresh, self._problems = [], []
            return reading

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Hold the lock; where nothing can be written nobody writes, and reading goes without."""
        try:
            self._lock.try_hold()
        except OSError:
            yield
            return
        with self._lock:
            yield

    def _catch_up(self) -> None:
        files = line_files(self._folder)
        number, offset = self._read_to
        first_time = number == 0
        for file in files[-MOST_FILES:] if first_time else [one for one in files if one.number >= number]:
            start = offset if file.number == number else 0
            lines, end = file.read_from(start)
            for line in lines:
                self._take(file, line)
            self._read_to = (file.number, end)

    def _take(self, file: LineFile, line: bytes) -> None:
        try:
            record = read_line(line)
        except ValueError as error:
            self._problems.append(
                t("A line of the journal {file} is damaged and was left out: {why}.", file=file.path, why=error)
            )
            return
        if record.step > self._steps.get(record.subject, -1):
            self._steps[record.subject] = record.step
            self._fresh.append(record)
            if len(self._fresh) >= self._many:
                self._fresh = _thinned(self._fresh)
                self._many = 2 * len(self._fresh) + LAST_STEPS

    # --- writing --------------------------------------------------------------------------------------------------

    def append(self, record: JournalRecord) -> None:
        """Write a record behind all others and wait until it is on disk for good."""
        with self._thread_lock:
            private_folder(self._folder)
            try:
                self._declare_alive()
                with self._lock:
                    self._append(record)
            except OSError as error:
                raise self._unwritable(error) from error

    def _append(self, record: JournalRecord) -> None:
        self._catch_up()
        if record.step <= self._steps.get(record.subject, -1):
            raise JournalConflict(
                t("Another console has changed {subject} in the meantime.", subject=record.subject),
                t("Look at it again: cell-console change show {subject}", subject=record.subject),
            )
        target = self._target(record.at_s)
        files = line_files(self._folder)
        last = files[-1] if files else target
        line = written_line(record, line_hash(tail) if (tail := last.last_line()) else FIRST)
        if len(line) > MOST_LINE_BYTES:
            raise UserError(
                t("The change is too large to be journaled ({size} bytes).", size=len(line)),
                t("Split it into smaller ones."),
            )
        self._read_to = (target.number, target.append(line))
        self._steps[record.subject] = record.step

    def _target(self, now_s: float) -> LineFile:
        """Return the file to write into; a new one is there whole, with what it begins with, or not at all."""
        files = line_files(self._folder)
        last = files[-1] if files else LineFile(self._folder, 1)
        if last.size < self._most:
            return last
        new = LineFile(self._folder, last.number + 1)
        if len(files) >= MOST_FILES:
            carried = carried_lines(files[-MOST_FILES], last, self._lasting, now_s, self._most // 2)
            if carried:
                new.begin(carried)
        return new

    def _unreadable(self, error: OSError) -> UserError:
        return UserError(
            t("The journal {folder} cannot be read: {why}.", folder=self._folder, why=error.strerror or error),
            t("Correct its rights, or start with --temp-profile."),
        )

    def _unwritable(self, error: OSError) -> UserError:
        return UserError(
            t("The journal {folder} cannot be written: {why}.", folder=self._folder, why=error.strerror or error),
            t("Nothing is changed without it. Free some space or correct its rights, then try again."),
        )

    # --- who runs -------------------------------------------------------------------------------------------------

    @property
    def owner(self) -> str:
        """Return this console's name."""
        return self._owner

    def _declare_alive(self) -> None:
        if self._life is None:
            private_folder(self._folder / "running")
            life = FileLock(self._life_file(self._owner))
            life.try_hold()
            self._life = life

    def is_running(self, owner: str) -> bool:
        """Return whether that console still holds its lock."""
        file = self._life_file(owner)
        if owner == self._owner:
            return True
        if not file.is_file():
            return False
        try:
            lock = FileLock(file)
            held = not lock.try_hold()
        except OSError:
            return False
        if not held:
            file.unlink(missing_ok=True)
            lock.release()
        return held

    def _life_file(self, owner: str) -> Path:
        return self._folder / "running" / (owner if owner.isalnum() else "unknown")

    def close(self) -> None:
        """Let go of this console's lock."""
        with self._thread_lock:
            if self._life is not None:
                with suppress(OSError):  # the home has become one where nothing can be written
                    self._life_file(self._owner).unlink(missing_ok=True)
                self._life.release()
                self._life = None


def _thinned(records: list[JournalRecord]) -> list[JournalRecord]:
    """Leave out steps that later ones replace, but of the last: 16 MiB of them are more than all else in memory."""
    newest = {one.subject: place for place, one in enumerate(records)}
    edge = len(records) - LAST_STEPS
    return [one for place, one in enumerate(records) if place >= edge or newest[one.subject] == place]
