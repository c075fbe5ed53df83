"""Reading the trail: its records, whether it is whole, proofs and exports of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.domain.attestation import CHANGE, FILE, envelope, statement
from console.domain.canonical_json import canonical_json
from console.domain.inclusion_proof import Receipt, inclusion_path, leaf_hash
from console.domain.trail_record import read_trail_line
from console.domain.trail_verification import Verification
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import private_folder, write_private
from console.services.trail_verifier import verifier_text
from console.store.trail.file_trail import LOST
from resources.trail.signed_note import read_checkpoint
from resources.trail.trail_check import CHECKPOINTS, check_folder, checkpoints_of, lines_of, trail_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.trail_record import TrailRecord
    from console.services.trail_book import TrailBook
    from resources.trail.signed_note import Checkpoint

MOST_RECORDS = 10_000
MOST_EXPORTED = 1_000_000
_MOST_FILE = 256 << 20


class TrailReading:
    """Blocks (disk, hashing); any thread. Raises ``UserError`` when the trail cannot be read."""

    def __init__(self, book: TrailBook) -> None:
        self._book = book

    def records(self, most: int = MOST_RECORDS) -> Iterator[TrailRecord]:
        """Return the newest records, oldest first, each read when it is asked for: read, they are thrice as large."""
        lines = self._lines()
        first = max(0, len(lines) - most)
        return (read_trail_line(line, first + at) for at, line in enumerate(lines[first:]))

    def _lines(self) -> list[bytes]:
        folder = self._book.folder
        try:
            return [line for _, file in trail_files(folder) for line in lines_of(file)] if folder.is_dir() else []
        except OSError as error:
            raise _unreadable(folder, error) from error

    def verify(self, now_s: float, against: tuple[Path, ...] = ()) -> Verification:
        """Check every line, also against the checkpoints that were kept elsewhere; ``now_s`` is noted as the time."""
        folder, copy = self._book.folder, self._book.copy_folder
        private_folder(folder)
        keys = self._book.key.trusted()
        lost = sorted(self._book.seen.parent.glob(f"{LOST}*"))
        known = [_checkpoint(one) for one in (self._book.seen, *lost, *against) if one.is_file() or one in against]
        try:
            if copy is None or not copy.is_dir():
                return Verification(check_folder(folder, keys, known), None, now_s)
            theirs = [one._replace(source=str(copy / CHECKPOINTS)) for one in checkpoints_of(copy)[0]]
            return Verification(check_folder(folder, keys, (*known, *theirs)), check_folder(copy, keys), now_s)
        except OSError as error:
            raise _unreadable(folder, error) from error

    def receipt(self, sequence: int) -> Receipt:
        """Return a record with the proof that it is below the newest signed checkpoint; ``UserError`` if it is not."""
        lines = self._lines()
        signed = [one for one in checkpoints_of(self._book.folder)[0] if one.signatures and one.size <= len(lines)]
        newest = max(signed, key=lambda one: one.size, default=None)
        if not 0 <= sequence < len(lines):
            raise UserError(t("The trail has no record {number}.", number=sequence), t("See: cell-console trail show"))
        if newest is None or sequence >= newest.size:
            raise UserError(
                t("No signed checkpoint covers the record {number}.", number=sequence),
                t("The newest records are signed for with what comes next; see: cell-console trail verify"),
            )
        path = inclusion_path([leaf_hash(line) for line in lines[: newest.size]], sequence)
        return Receipt(
            lines[sequence].decode("utf-8", "replace"), sequence, tuple(one.hex() for one in path), _note(newest)
        )

    def export(self, folder: Path) -> int:
        """Write the trail, its newest checkpoint, public keys and the stand-alone verifier into a new folder.

        Returns how many records were there; raises ``UserError`` without a trace when there is none.
        """
        if not any(self.records(1)):
            raise UserError(t("There is no trail yet."), t("It begins by itself with the first thing that is done."))
        _check_new(folder)
        try:
            private_folder(folder)
            self._copy(folder)
            inside = checkpoints_of(folder)[0]
            if inside:
                write_private(folder / "checkpoint", _note(max(inside, key=lambda one: one.size)))
            for key in self._book.key.trusted():
                write_private(folder / f"{key.mark.hex()}.vkey", key.text + "\n")
            write_private(folder / "verify_trail.py", verifier_text())
        except OSError as error:
            raise _unreadable(self._book.folder, error) from error
        return sum(1 for _, file in trail_files(folder) for _line in lines_of(file))

    def _copy(self, folder: Path) -> None:
        """Copy the checkpoints first: consoles go on writing, and all that one vouches for was written before it."""
        checkpoints = self._book.folder / CHECKPOINTS
        if checkpoints.is_file():
            write_private(folder / checkpoints.name, checkpoints.read_bytes())
        for _, file in trail_files(self._book.folder):
            write_private(folder / file.name, file.read_bytes())

    def attest_change(self, form: dict[str, Any]) -> dict[str, Any]:
        """Return the signed statement on a change, as it is now; ``form`` is that of ``change_form``."""
        said = statement(form["id"], canonical_json(form).encode("utf-8", "replace"), CHANGE, form)
        return self._signed(said)

    def attest_file(self, file: Path) -> dict[str, Any]:
        """Return the signed statement that a file (a report, a run record) was in this console's hands as it is."""
        try:
            size = file.stat().st_size
            content = file.read_bytes() if size <= _MOST_FILE else b""
        except OSError as error:
            raise _unreadable(file, error) from error
        if size > _MOST_FILE:
            raise UserError(t("The file {file} is larger than {size} MiB.", file=file, size=_MOST_FILE >> 20))
        return self._signed(statement(file.name, content, FILE, {"size": size, "trail": self._book.origin}))

    def _signed(self, said: dict[str, Any]) -> dict[str, Any]:
        signer = self._book.key.signer()
        key = signer.key(self._book.origin or "cell-console.local")
        return envelope(said, f"{key.name}+{key.mark.hex()}", signer.sign)


def _note(checkpoint: Checkpoint) -> str:
    import base64  # noqa: PLC0415 - only for exports

    lines = (
        f"— {name} {base64.b64encode(mark + signature).decode()}\n" for name, mark, signature in checkpoint.signatures
    )
    return checkpoint.text + "\n" + "".join(lines)


def _check_new(folder: Path) -> None:
    """Raise ``UserError`` unless nothing is there, or an empty folder."""
    try:
        is_new = not folder.exists() or not any(folder.iterdir())
    except OSError as error:
        raise _unreadable(folder, error) from error
    if not is_new:
        raise UserError(t("The folder {folder} is not empty.", folder=folder), t("Name a new one."))


def _checkpoint(file: Path) -> Checkpoint:
    try:
        return read_checkpoint(file.read_text(encoding="utf-8"), str(file))
    except (OSError, ValueError) as error:
        raise UserError(
            t("The file {file} holds no checkpoint that can be read.", file=file),
            t("A checkpoint is a signed note of four lines and more, as in an export."),
        ) from error


def _unreadable(place: Path, error: OSError) -> UserError:
    return UserError(
        t("{place} cannot be read or written: {why}.", place=place, why=error.strerror or error),
        t("Correct its rights, or free some space."),
    )
