"""The second copy of the trail: a folder elsewhere, committed when it is in a Git working copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.file_lock import FileLock
from console.kernel.i18n import t
from console.kernel.paths import private_folder
from console.services.git_folder import GitFolder
from resources.trail.trail_check import CHECKPOINTS, trail_files

if TYPE_CHECKING:
    from pathlib import Path

    from resources.trail.signed_note import Key

_COMPARED = 64 << 10
_GIT_S = 30.0


class TrailCopy:
    """Only added to; what does not agree with the trail is told and left as it is. Blocks; raises ``UserError``.

    With ``push`` its commits go to the remote of its branch too, when it has one; never by force.
    """

    def __init__(self, source: Path, target: Path, *, push: bool = False) -> None:
        self._source, self._target, self._push = source, target, push

    def bring(self, key: Key | None, size: int) -> None:
        """Bring the copy up to the trail of ``size`` records, with the public key that it is signed with."""
        try:
            private_folder(self._target)
            with FileLock(self._source / "copy.lock"):
                self._bring(key, size)
        except OSError as error:
            raise UserError(
                t(
                    "The second copy of the trail, {folder}, cannot be written: {why}.",
                    folder=self._target,
                    why=error.strerror or error,
                ),
                t("Correct its rights, or name another folder in the settings."),
            ) from error

    def _bring(self, key: Key | None, size: int) -> None:
        changed = [self._append(file) for _, file in trail_files(self._source)]
        changed.append(self._append(self._source / CHECKPOINTS))
        if key is not None:
            (self._target / f"{key.mark.hex()}.vkey").write_text(key.text + "\n", encoding="utf-8")
        copy = GitFolder(self._target, _GIT_S, self._not_committed)
        if any(changed) and copy.is_in_git():
            copy.commit(f"Trail: {size} records", ".")
            if self._push and copy.has_remote():
                GitFolder(self._target, _GIT_S, self._not_pushed).push()

    def _append(self, file: Path) -> bool:
        """Add what the copy of a file lacks; return whether there was anything."""
        copy = self._target / file.name
        if not file.is_file():
            return False
        have = copy.stat().st_size if copy.is_file() else 0
        with file.open("rb") as ours, copy.open("ab+") as theirs:
            start = max(0, have - _COMPARED)
            ours.seek(start)
            theirs.seek(start)
            if theirs.read(have - start) != ours.read(have - start):
                raise self._other(file.name)
            more = ours.read()
            theirs.write(more)
        return bool(more)

    def _other(self, name: str) -> UserError:
        return UserError(
            t("The second copy of the trail holds something else in {name} than the trail.", name=name),
            t("One of the two was changed: cell-console trail verify tells which. The copy is left as it is."),
        )

    def _not_pushed(self, why: str) -> UserError:
        return UserError(
            t("The second copy of the trail, {folder}, is committed and was not pushed: {why}", folder=self._target,
              why=why),
            t("Look at it with git push; it is tried again with the next record."),
        )  # fmt: skip

    def _not_committed(self, why: str) -> UserError:
        return UserError(
            t("The second copy of the trail, {folder}, was not committed: {why}", folder=self._target, why=why),
            t("Look at it with git status."),
        )
