"""One call of the program: its global options, and what commands make from them when they need it."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t
from console.kernel.paths import Paths, remove_tree, temporary_root

if TYPE_CHECKING:
    from console.bootstrap import Profile
    from console.estate.load import LoadedEstate

LAB = "lab"


@dataclass(slots=True)
class Invocation:
    """``estate`` is a file or ``lab`` (empty: the last one opened, else the lab), ``language`` what was asked for."""

    estate: str = ""
    temp_profile: bool = False
    read_only: bool = False
    quiet: bool = False
    verbosity: int = 0
    language: str = ""
    _paths: Paths | None = field(default=None, repr=False)
    _temporary: Path | None = field(default=None, repr=False)
    _profile: "Profile | None" = field(default=None, repr=False)

    @property
    def paths(self) -> Paths:
        """Return the folders of the profile; a throw-away one is made on first use."""
        if self._paths is None:
            if self.temp_profile:
                self._temporary = temporary_root()
                self._paths = Paths.under(self._temporary)
            else:
                self._paths = Paths.for_user()
        return self._paths

    def profile(self) -> "Profile":
        """Return folders and settings; what was wrong with the settings is told once on stderr."""
        from console.bootstrap import Profile  # noqa: PLC0415 - heavy: pydantic
        from console.settings.settings_file import load_settings  # noqa: PLC0415

        if self._profile is None:
            loaded = load_settings(self.paths)
            if loaded.note:
                self.note(loaded.note)
            notes = (loaded.note,) if loaded.note else ()
            self._profile = Profile(self.paths, loaded.settings, self.read_only, self.language, notes)
        return self._profile

    def chosen_estate(self) -> str:
        """Return the estate to work on: the option's, the last one opened, or ``lab``."""
        from console.settings.recent import recent_estates  # noqa: PLC0415

        return self.estate or next(iter(recent_estates(self.paths)), LAB)

    def estate_file(self) -> Path:
        """Return the chosen estate's file; raise ``UserError`` when it is the lab and the lab never ran."""
        chosen = self.chosen_estate()
        if chosen != LAB:
            return Path(chosen)
        from console.lab.place import lab_estate_file  # noqa: PLC0415

        file = lab_estate_file(self.paths)
        if not os.path.isfile(file):  # nor where one may not look
            raise UserError(
                t("The lab has not been started yet, so there is no estate to read."),
                t("Start it with: cell-console lab --headless, or choose a file with --estate FILE."),
            )
        return file

    def load_estate(self) -> "LoadedEstate":
        """Return the chosen estate; raise ``UserError`` (all problems of the file together)."""
        from console.estate.load import load_estate  # noqa: PLC0415 - heavy: pydantic

        return load_estate(self.estate_file())

    def reached_estate(self) -> "LoadedEstate":
        """Return the chosen estate to reach what it names; raise ``ConnectorError`` when that is a lab not running."""
        if self.is_lab_stopped():
            raise lab_is_stopped()
        return self.load_estate()

    def is_lab_stopped(self) -> bool:
        """Return whether the chosen estate is that of a lab that does not run."""
        from console.lab.place import is_stopped_lab  # noqa: PLC0415

        return is_stopped_lab(self.estate_file())

    def note(self, text: str) -> None:
        """Tell something on stderr that is no result; nothing with --quiet."""
        from console.cli.driven_echo import driven_echo  # noqa: PLC0415
        from console.cli.plain_text import visible  # noqa: PLC0415
        from console.kernel.redact import scrub  # noqa: PLC0415

        if not self.quiet:
            driven_echo("\n".join(visible(line) for line in scrub(text).split("\n")), err=True)

    def close(self) -> None:
        """Remove the throw-away profile."""
        if self._temporary is not None:
            remove_tree(self._temporary)
            self._temporary = self._paths = None


def lab_is_stopped() -> ConnectorError:
    """Return what is told where the connections of a lab that does not run are needed."""
    return ConnectorError(
        ErrorKind.UNREACHABLE, t("The lab is not running."), t("Start it with: cell-console lab --headless")
    )


pass_invocation = click.make_pass_decorator(Invocation, ensure=True)
