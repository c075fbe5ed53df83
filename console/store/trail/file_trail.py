"""The trail as files of lines in the profile's folder, shared by several consoles."""

from __future__ import annotations

import json
import secrets
import threading
from typing import TYPE_CHECKING

from console.domain.checkpoint_note import checkpoint_note
from console.domain.trail_record import TrailForm, line_hash, read_trail_line, trail_line
from console.domain.trail_status import TrailStatus
from console.kernel.errors import ConsoleError, UserError
from console.kernel.file_lock import FileLock
from console.kernel.i18n import t
from console.kernel.paths import private_folder, write_private
from console.store.journal.line_file import LineFile, line_files
from console.store.trail.trail_head import TrailHead, saved_head
from resources.trail.signed_note import read_checkpoint
from resources.trail.trail_check import HEALED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from console.domain.checkpoint_note import NoteSigner
    from resources.trail.signed_note import Checkpoint

STEM = "trail"
BEGUN = "trail.begun"
LOST = "seen-"
"""What the names of checkpoints begin with that were seen, and that the trail had lost when it was written next."""
MOST_FILE_BYTES = 8 << 20
_MOST_LINE = 1 << 20


class FileTrail:
    """Any thread; blocks. Every line carries the SHA-256 of the one before it, over all files.

    ``seen`` keeps the newest checkpoint apart from the trail, so that cutting off both their ends does not go
    unnoticed; one that the trail has lost stays beside it, because what is written next would hide that. Nothing
    that was written is ever changed: a line that a crash tore stays, and the next one says so. ``open_records`` had
    no checkpoint over them when this console last wrote.
    """

    def __init__(self, folder: Path, seen: Path, *, most_file_bytes: int = MOST_FILE_BYTES) -> None:
        self._folder, self._seen, self._most = folder, seen, most_file_bytes
        self._thread_lock = threading.Lock()
        self._lock = FileLock(folder / "lock")
        self._head: TrailHead | None = None
        self._checkpoints = LineFile(folder, 1, "checkpoints")
        self._newest: Checkpoint | None = None
        self._signed = 0
        self._origin = ""
        self._torn = b""
        self.open_records = 0

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def origin(self) -> str:
        """Return the name of this trail; empty before its first record. May block."""
        first = line_files(self._folder, STEM)[:1]
        if not self._origin and first:
            with first[0].path.open("rb") as file:
                form = read_trail_line(file.readline(_MOST_LINE).rstrip(b"\n"), 0).form
            self._origin = str(form.body.get("origin", "")) if form is not None else ""
        return self._origin

    def _caught_up(self) -> TrailHead:
        """Return where the trail ends now, with what other consoles wrote."""
        self._read_checkpoint()
        head = self._head
        if head is None or self._is_shorter(head):
            newest = self._newest
            head = saved_head(self._folder / "head.json", *((newest.size, newest.root) if newest else (0, b"")))
            head = TrailHead() if self._is_shorter(head) else head
            head.torn = self._ends_torn(head)
        for file in line_files(self._folder, STEM):
            if file.number < head.file:
                continue
            lines, end = file.read_from(head.offset if file.number == head.file else 0)
            for line in lines:
                head.take(line, read_trail_line(line, 0).form)
            head.file, head.offset = file.number, end
        self._head = head
        return head

    def _ends_torn(self, head: TrailHead) -> bool:
        """Return whether the last line before a kept head cannot be read; a checkpoint may have been made over it."""
        last = LineFile(self._folder, head.file, STEM).last_line() if head.offset else b""
        return bool(last) and read_trail_line(last, 0).form is None

    def _is_shorter(self, head: TrailHead) -> bool:
        """Return whether files are gone, or shorter than they were: somebody has cut them."""
        return LineFile(self._folder, head.file, STEM).size < head.offset

    def _read_checkpoint(self) -> None:
        line = self._checkpoints.last_line() if self._checkpoints.path.exists() else b""
        self._torn = b""
        try:
            self._newest = read_checkpoint(json.loads(line)["checkpoint"]) if line else None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._newest, self._torn = None, line  # by a crash; the next one stands on a line of its own and says so
        if self._newest is not None and self._newest.signatures:
            self._signed = max(self._signed, self._newest.size)

    # --- writing --------------------------------------------------------------------------------------------------

    def append(
        self, forms: Iterable[TrailForm], signer: NoteSigner | None, *, seal: bool, mark: TrailForm
    ) -> TrailStatus:
        """Write events behind all others and wait until they are on disk; with ``seal`` make a checkpoint at once.

        Time and actor of ``mark`` are those of what the trail says of itself. Raises ``UserError`` when they cannot be
        written; then nothing of them is. What hinders only the checkpoint is the trouble of the status.
        """
        with self._thread_lock:
            private_folder(self._folder)
            try:
                with self._lock:
                    head = self._caught_up()
                    self._write(head, [one for one in forms if not one.once or one.once not in head.once], mark)
                    trouble = self._sealed(head, signer) if seal else ""
                    self.open_records = head.tree.size - (self._newest.size if self._newest else 0)
            except OSError as error:
                raise self._unwritable(error) from error
            return TrailStatus(head.tree.size, self._signed, trouble=trouble)

    def _write(self, head: TrailHead, forms: list[TrailForm], mark: TrailForm) -> None:
        if not forms and not head.torn:  # nothing is signed for over a torn line that no next one tells of
            return
        files = line_files(self._folder, STEM)
        last = files[-1] if files else LineFile(self._folder, 1, STEM)
        if head.tree.size == 0:
            origin = f"cell-console.local/trail/{secrets.token_hex(8)}"
            forms.insert(0, TrailForm(mark.at, BEGUN, origin, mark.actor, body={"origin": origin}))
        elif head.torn:
            forms.insert(0, TrailForm(mark.at, HEALED, head.last, mark.actor))
        size, previous, lines = head.tree.size, head.last, list[bytes]()
        for form in forms:
            lines.append(trail_line(form, size + len(lines), previous))
            previous = line_hash(lines[-1][:-1])
        target = LineFile(self._folder, last.number + 1, STEM) if last.size >= self._most else last
        end = target.append(b"".join(lines))
        head.file, head.offset = target.number, end
        for form, line in zip(forms, lines, strict=True):
            head.take(line[:-1], form)

    def _sealed(self, head: TrailHead, signer: NoteSigner | None) -> str:
        """Make a checkpoint; return what hinders it."""
        try:
            self._seal(head, signer)
        except (OSError, ConsoleError) as error:
            return t("The checkpoint of the trail {folder} cannot be written: {why}.", folder=self._folder, why=error)
        return ""

    def _seal(self, head: TrailHead, signer: NoteSigner | None) -> None:
        newest = self._newest
        if newest is not None and newest.size == head.tree.size and (newest.signatures or signer is None):
            return
        note = checkpoint_note(self.origin, head.tree.size, head.tree.root(), signer)
        form = {"checkpoint": note} | ({"torn": line_hash(self._torn)} if self._torn else {})
        self._keep_lost(newest)
        self._checkpoints.append(json.dumps(form, ensure_ascii=False).encode() + b"\n")
        self._newest = read_checkpoint(note)
        self._signed = head.tree.size if signer is not None else self._signed
        head.save(self._folder / "head.json")
        write_private(self._seen, note)

    def _keep_lost(self, newest: Checkpoint | None) -> None:
        """Put the checkpoint that was seen last aside unless the ``newest`` of the trail is that one, or behind it."""
        try:
            seen = read_checkpoint(self._seen.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        known = (newest.origin, newest.size, newest.root) if newest is not None else ("", 0, b"")
        is_behind = known[0] == seen.origin and known[1] > seen.size
        if not is_behind and known != (seen.origin, seen.size, seen.root):
            self._seen.replace(self._seen.with_name(f"{LOST}{seen.size}-{seen.root[:4].hex()}"))

    def _unwritable(self, error: OSError) -> UserError:
        return UserError(
            t("The trail {folder} cannot be written: {why}.", folder=self._folder, why=error.strerror or error),
            t("What happens is kept in memory until it can. Free some space or correct its rights."),
        )
