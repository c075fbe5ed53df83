"""Where the program keeps its files: per-user folders, private by mode."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from console.kernel.errors import UserError
from console.kernel.i18n import t

APP = "cell-console"


class Paths(NamedTuple):
    """The folders of one profile; every folder is created with mode 0700 when first asked for."""

    config: Path
    data: Path
    cache: Path
    state: Path

    @staticmethod
    def for_user() -> Paths:
        """Return the platform's folders (XDG on Linux)."""
        if os.name == "posix" and sys.platform.startswith("linux"):
            return _xdg()
        import platformdirs  # noqa: PLC0415 - kept off the start-up path of --help

        return Paths(
            config=Path(platformdirs.user_config_dir(APP, appauthor=False)),
            data=Path(platformdirs.user_data_dir(APP, appauthor=False)),
            cache=Path(platformdirs.user_cache_dir(APP, appauthor=False)),
            state=Path(platformdirs.user_state_dir(APP, appauthor=False)),
        )

    @staticmethod
    def under(root: Path) -> Paths:
        """Return a whole profile below one folder (throw-away profiles, tests)."""
        return Paths(root / "config", root / "data", root / "cache", root / "state")


def _xdg() -> Paths:
    """Return what platformdirs would say on Linux, without loading it before the first paint."""
    home = Path.home()

    def folder(variable: str, *default: str) -> Path:
        named = os.environ.get(variable, "").strip()
        return (Path(named) if named else home.joinpath(*default)) / APP

    return Paths(
        config=folder("XDG_CONFIG_HOME", ".config"),
        data=folder("XDG_DATA_HOME", ".local", "share"),
        cache=folder("XDG_CACHE_HOME", ".cache"),
        state=folder("XDG_STATE_HOME", ".local", "state"),
    )


def temporary_root() -> Path:
    """Return a new private folder for a throw-away profile; the caller removes it with ``remove_tree``."""
    return Path(tempfile.mkdtemp(prefix=f"{APP}-"))


def remove_tree(folder: Path) -> None:
    """Remove a throw-away profile; what cannot be removed is left."""
    shutil.rmtree(folder, ignore_errors=True)


def private_folder(folder: Path) -> Path:
    """Create ``folder`` (mode 0700) if needed and return it; raise ``UserError`` when that is impossible."""
    try:
        _make(folder)
    except OSError as error:
        raise UserError(
            t("The folder {folder} cannot be created: {why}.", folder=folder, why=error.strerror or error),
            t("Free some space or correct its rights, or start with --temp-profile."),
        ) from error
    return folder


def _make(folder: Path) -> None:
    """Make a folder and what is missing above it, all for the user alone; ``parents=True`` leaves those to umask."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        _make(folder.parent)
    folder.mkdir(exist_ok=True, mode=0o700)


def write_private(file: Path, content: str | bytes) -> None:
    """Replace ``file``, or what it links to, atomically with mode 0600; raise ``UserError`` when it cannot be written.

    A pipe or a device is not replaced.
    """
    private_folder(file.parent)
    try:
        _replace(file, content)
    except OSError as error:
        raise UserError(
            t("The file {file} cannot be written: {why}.", file=file, why=error.strerror or error),
            t("Free some space or correct its rights, then try again."),
        ) from error


def keep_private(file: Path, content: bytes) -> None:
    """Replace a file that can be made again, atomically, mode 0600; a disk that refuses is no fault, nor waited for."""
    with suppress(OSError, UserError):
        private_folder(file.parent)
        _replace(file, content, lasting=False)


def _replace(file: Path, content: str | bytes, *, lasting: bool = True) -> None:
    """Write a draft beside the file and put it in its place; lone surrogates, which UTF-8 has not, become marks."""
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    file = Path(os.path.realpath(file)) if file.is_symlink() else file
    if file.is_symlink() or (file.exists() and not (file.is_file() or file.is_dir())):
        raise OSError(errno.EINVAL, t("it is not a regular file"), str(file))
    with tempfile.NamedTemporaryFile("wb", dir=file.parent, prefix=f".{file.name}.", delete=False) as draft:
        place = Path(draft.name)
        try:
            draft.write(raw)
            draft.flush()
            if lasting:
                os.fsync(draft.fileno())  # whole after power loss too
            draft.close()
            place.replace(file)
        except BaseException:
            place.unlink(missing_ok=True)
            raise
