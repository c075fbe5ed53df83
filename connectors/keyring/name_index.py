"""The names of the secrets that this program stored: keyrings cannot be asked for a list."""

from pathlib import Path
from urllib.parse import quote, unquote

from console.kernel.paths import private_folder, write_private


class NameIndex:
    """One empty private file per name, so that two consoles at once lose nothing; never a value."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        """Return all names in order."""
        if not self._folder.is_dir():
            return ()
        return tuple(sorted(unquote(file.name) for file in self._folder.iterdir() if file.is_file()))

    def __contains__(self, name: str) -> bool:
        return self._file(name).is_file()

    def add(self, name: str) -> None:
        """Note a name; raise ``UserError`` when the disk refuses."""
        private_folder(self._folder)
        write_private(self._file(name), "")

    def remove(self, name: str) -> None:
        """Forget a name."""
        self._file(name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self._folder / quote(name, safe="").replace(".", "%2E")
