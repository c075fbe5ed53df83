"""Opening the window by the shortest way, without click, for the few options that it knows."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.kernel.paths import Paths
    from console.settings.settings import Settings

_FLAGS = frozenset({"--profile-startup", "--read-only"})


def short_way(arguments: list[str]) -> bool:
    """Return whether ``start`` understands these arguments: nothing, or flags of the window.

    A shell that asks for completions gives no arguments either; its question stands in the environment.
    """
    return "_CELL_CONSOLE_COMPLETE" not in os.environ and all(argument in _FLAGS for argument in arguments)


def start(arguments: list[str]) -> int:
    """Open the window on the last estate and return the exit code; errors and signals are told as everywhere."""
    from console.cli.termination import Termination  # noqa: PLC0415

    gc.disable()  # collecting while modules are loaded finds nothing; the window turns it on again
    with Termination() as termination:
        return termination.code(_opened(arguments))


def _opened(arguments: list[str]) -> int:
    try:
        from console.bootstrap import Profile, run_window  # noqa: PLC0415
        from console.cli.locale_language import locale_language  # noqa: PLC0415
        from console.kernel.held_signals import held_signals  # noqa: PLC0415
        from console.kernel.i18n import set_language, set_numbers  # noqa: PLC0415
        from console.kernel.log import set_up_logging  # noqa: PLC0415
        from console.kernel.paths import Paths  # noqa: PLC0415
        from console.settings.window_look import read_look  # noqa: PLC0415

        set_up_logging()
        paths = Paths.for_user()
        look = read_look(paths.config / "settings.json")
        set_language(locale_language() if look.language == "system" else look.language)
        set_numbers(look.numbers)
        notes: list[str] = []
        profile = Profile(paths, lambda: _settings(paths, notes), "--read-only" in arguments, notes=notes)
        return run_window(profile, profile_startup="--profile-startup" in arguments, loading=held_signals())
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last line of defence, as in the program
        from console.cli.program import tell_error  # noqa: PLC0415

        return tell_error(error)


def _settings(paths: Paths, notes: list[str]) -> Settings:
    """Read the settings with their schema; what is wrong with them is noted once, however often it is read.

    It is told on stderr here, and by the window to whom started it from a menu.
    """
    from console.kernel.redact import scrub  # noqa: PLC0415
    from console.settings.settings_file import load_settings  # noqa: PLC0415 - pydantic

    loaded = load_settings(paths)
    if loaded.note and loaded.note not in notes:
        notes.append(loaded.note)
        print(scrub(loaded.note), file=sys.stderr)  # noqa: T201 - this is the command line's output
    return loaded.settings
