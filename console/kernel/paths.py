"""Where the program keeps its files: per-user folders, private by mode."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from console.kernel.errors import UserError

APP = "cell-console"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one profile; every folder is created with mode 0700 when first asked for."""

    config: Path
    data: Path
    cache: Path
    state: Path

    @staticmethod
    def for_user() -> Paths:
        """Return the platform's folders (XDG on Linux)."""
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


def temporary_root() -> Path:
    """Return a new private folder for a throw-away profile; the caller removes it with ``remove_tree``."""
    return Path(tempfile.mkdtemp(prefix=f"{APP}-"))


def remove_tree(folder: Path) -> None:
    """Remove a throw-away profile; what cannot be removed is left."""
    shutil.rmtree(folder, ignore_errors=True)


def private_folder(folder: Path) -> Path:
    """Create ``folder`` (mode 0700) if needed and return it; raise ``UserError`` when that is impossible."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UserError(
            f"The folder {folder} cannot be created: {error.strerror or error}.",
            "Free some space or correct its rights, or start with --temp-profile.",
        ) from error
    return folder


def write_private(file: Path, text: str) -> None:
    """Replace ``file`` atomically with mode 0600; raise ``UserError`` when it cannot be written."""
    private_folder(file.parent)
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as draft:
            draft.write(text)
        Path(draft.name).replace(file)
    except OSError as error:
        raise UserError(
            f"The file {file} cannot be written: {error.strerror or error}.",
            "Free some space or correct its rights, then try again.",
        ) from error
