"""The folder in which operators exchange changes and signatures; in a Git working copy, with the others' commits."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import write_private
from console.kernel.regular_file import read_regular
from console.services.git_folder import GitFolder

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUEST, APPROVAL = ".request.json", ".approval.json"
_GIT_S = 60.0
_MOST_FILES, _MOST_BYTES = 1000, 1 << 20
_TRIES = 3


class ExchangeFolder:
    """Blocks (disk, network of git); raises ``UserError``. What it holds comes from others and is only data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._git = GitFolder(folder, _GIT_S, partial(_trouble, folder))

    def texts(self, ending: str) -> Iterator[tuple[str, str]]:
        """Yield (name, text) of the files that end so, the newest names first, after taking what others committed."""
        if self._git.has_remote():
            self._git.pull()
        names = sorted((one for one in self.folder.glob(f"*{ending}") if not one.is_symlink()), reverse=True)
        for file in names[:_MOST_FILES]:
            try:
                content = read_regular(file, _MOST_BYTES)
            except OSError:
                continue  # gone again, or no file: the next look tells
            if len(content) <= _MOST_BYTES:
                yield file.name, content.decode("utf-8", "replace")

    def put(self, name: str, text: str, message: str) -> Path:
        """Write a file and hand it to the others; return where it is."""
        file = self.folder / name
        write_private(file, text)
        if self._git.is_in_git():
            self._git.commit(message, name)
            self._push()
        return file

    def _push(self) -> None:
        """Push; when others were first, take theirs and push again."""
        if not self._git.has_remote():
            return
        for left in reversed(range(_TRIES)):
            try:
                self._git.push()
            except UserError:
                if not left:
                    raise
                self._git.pull()
            else:
                return


def exchange_folder(named: str) -> ExchangeFolder | None:
    """Return the folder that the settings name; ``None`` when they name none, or it is not there."""
    folder = Path(named.strip()).expanduser()
    return ExchangeFolder(folder) if named.strip() and folder.is_dir() else None


def _trouble(folder: Path, why: str) -> UserError:
    return UserError(
        t("The exchange folder {folder} could not be brought up to date: {why}", folder=folder, why=why),
        t("Look at it with git status; the files in it are written, or hand them over yourself."),
    )
