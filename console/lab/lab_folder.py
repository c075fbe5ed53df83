"""The folder of one running lab: private, locked, and emptied of secrets and data at the end."""

import fcntl
import os
import shutil
from io import TextIOWrapper
from pathlib import Path

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import private_folder, write_private
from console.kernel.redact import register_secret
from console.lab.place import KUBECONFIG, MARK

SLO_FOLDER, MODEL_FOLDER = "slos", "models"
_MOST = 50


class LabFolder:
    """Locked by its lab as long as that lives: two labs never share one. Everything in it is 0600, its folders 0700."""

    def __init__(self, root: Path, lock: TextIOWrapper) -> None:
        self.root = root
        self._lock = lock

    @staticmethod
    def open(folder: Path) -> "LabFolder":
        """Take ``folder`` for one lab; raise ``UserError`` when another lab has it or it holds something else."""
        found = _try(folder)
        if found is None:
            raise UserError(
                t("Another lab runs in {folder}.", folder=folder),
                t("Name another folder with --dir, or stop that lab."),
            )
        return found

    @staticmethod
    def open_first(base: Path) -> "LabFolder":
        """Take the first of ``base``, ``base-2``, ``base-3``, … that no other lab has."""
        for number in range(1, _MOST):
            found = _try(base if number == 1 else base.with_name(f"{base.name}-{number}"))
            if found is not None:
                return found
        raise UserError(t("There are {count} labs running already.", count=_MOST - 1), t("Stop some of them."))

    @property
    def kubeconfig(self) -> Path:
        """Return the path of the kubeconfig."""
        return self.root / KUBECONFIG

    @property
    def estate(self) -> Path:
        """Return the path of the estate file."""
        return self.root / "estate.yaml"

    def sub_folder(self, name: str) -> Path:
        """Return a private folder below, created when needed."""
        return private_folder(self.root / name)

    def token_file(self, name: str, token: str) -> Path:
        """Write a token to a private file and return its path."""
        register_secret(token)
        file = self.sub_folder("tokens") / name
        write_private(file, token)
        return file

    def clear(self) -> None:
        """Remove everything but the mark, the lock, the estate file and its documents, which hold no secret."""
        for entry in self.root.iterdir():
            if entry.name in (MARK, self.estate.name, SLO_FOLDER, MODEL_FOLDER):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)

    def close(self) -> None:
        """Clear it and let other labs have it."""
        self.clear()
        self._lock.close()


def _open_mark(mark: Path) -> TextIOWrapper:
    """Open the file that is locked; a link in its place would let somebody else choose which file is emptied."""
    try:
        descriptor = os.open(mark, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise UserError(
            t("The folder {folder} holds something that is no lab.", folder=mark.parent),
            t("Name an empty or a new folder with --dir."),
        ) from error
    os.fchmod(descriptor, 0o600)
    return open(descriptor, "w", encoding="utf-8")


def _try(folder: Path) -> LabFolder | None:
    folder = folder.absolute()
    mark = folder / MARK
    if folder.exists() and not mark.exists() and any(folder.iterdir()):
        raise UserError(
            t("The folder {folder} holds something that is no lab.", folder=folder),
            t("Name an empty or a new folder with --dir."),
        )
    private_folder(folder).chmod(0o700)
    lock = _open_mark(mark)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    found = LabFolder(folder, lock)
    found.clear()  # a lab that was killed left its data
    return found
