"""The names of the secrets that this program stored: keyrings cannot be asked for a list."""

from pathlib import Path
from urllib.parse import quote, unquote

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import private_folder, write_private


class NameIndex:
    """One empty private file per name, so that two consoles at once lose nothing; never a value."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        """Return all names in order; raise ``UserError`` when the folder cannot be read."""
        try:
            found = [file.name for file in self._folder.iterdir()]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise UserError(
                t("The file {file} cannot be read: {reason}.", file=self._folder, reason=error.strerror or error),
                t("Check the path and its rights."),
            ) from error
        return tuple(sorted(unquote(one) for one in found if "." not in one))  # which are drafts that a crash left

    def __contains__(self, name: str) -> bool:
        return name in self.names()

    def add(self, name: str) -> None:
        """Note a name; raise ``UserError`` when the disk refuses."""
        private_folder(self._folder)
        write_private(self._file(name), "")

    def remove(self, name: str) -> None:
        """Forget a name."""
        self._file(name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self._folder / quote(name, safe="").replace(".", "%2E")
