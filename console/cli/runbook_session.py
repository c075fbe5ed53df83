"""What the runbook commands have in common: the library without a session, and a session that knows the runs."""

import os.path
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.opened import opened
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.invocation import Invocation
    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook import Runbook
    from console.estate.load import LoadedEstate
    from console.estate.schema.estate import Estate
    from console.runbooks.library import Library
    from console.services.session import Session

_SUFFIXES = frozenset({".md", ".markdown"})


@contextmanager
def runbook_session(invocation: "Invocation", *, reaches: bool = True) -> Iterator["Session"]:
    """Yield a session whose connections are built and whose runs are known; tell what cannot be read."""
    with opened(invocation, reaches=reaches) as session:
        desk = session.changes.runbooks
        session.runtime.run(desk.book.refresh())
        for problem in desk.book.problems:
            invocation.note(problem)
        yield session


def _loaded(invocation: "Invocation") -> "LoadedEstate | None":
    """Return the chosen estate; ``None`` where none was chosen and there is no lab: runbooks can be read without."""
    try:
        return invocation.load_estate()
    except ConsoleError:
        if invocation.estate:
            raise
        return None


def known_library(invocation: "Invocation") -> "tuple[Library, Estate | None]":
    """Return the runbooks of the program, the chosen estate and the user; nothing is reached."""
    from console.kernel.i18n import language  # noqa: PLC0415 - heavy: markdown
    from console.runbooks.library import read_library  # noqa: PLC0415
    from console.services.runbooks.runbook_shelves import own_runbooks, runbook_shelves  # noqa: PLC0415

    loaded = _loaded(invocation)
    estate, folder = (loaded.estate, loaded.file.parent) if loaded is not None else (None, Path())
    return read_library(runbook_shelves(own_runbooks(invocation.paths), estate, folder), language()), estate


def chosen_runbook(name: str, library: "Library") -> "Runbook":
    """Return a runbook by its id, or the one in a file; raise ``UserError`` when it cannot be used."""
    from console.runbooks.library import read_runbook_file  # noqa: PLC0415 - heavy: markdown

    file = Path(name)
    if file.suffix.lower() not in _SUFFIXES:
        return _of_id(name, library)
    found = read_runbook_file(file.absolute(), "en", "file")
    if isinstance(found, str):
        raise UserError(found, t("See all faults with: cell-console runbook lint {file}", file=file))
    return found


def _of_id(name: str, library: "Library") -> "Runbook":
    if os.path.exists(name) and all(one.id != name for one in library.all()):
        raise UserError(t("{file} is no runbook.", file=name), t("A runbook's file ends in .md."))
    return library.find(name)


def runbook_files(names: Iterable[str], library: "Library", invocation: "Invocation") -> list[Path]:
    """Return the files that names mean: ids, files, folders; without any all of the library."""
    found: list[Path] = []
    for name in names:
        place = Path(name)
        if os.path.isdir(name):
            found += sorted(place.rglob("*.md"))
        else:
            found.append(place if place.suffix.lower() in _SUFFIXES else Path(_of_id(name, library).file))
    if found or names:
        return found
    for problem in library.problems:
        invocation.note(problem)
    return [Path(one.file) for one in library.all()]


def given_values(values: Iterable[str]) -> dict[str, object]:
    """Return the parameters of ``--param NAME=VALUE``."""
    found: dict[str, object] = {}
    for one in values:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise UserError(t("{text} is no parameter.", text=repr(one)), t("Write --param NAME=VALUE."))
        found[name] = value
    return found


def planned(invocation: "Invocation", name: str, values: Iterable[str]) -> "RunPlan":
    """Return the plan of a runbook for the chosen estate; nothing is reached."""
    from console.kernel.clock import SystemClock  # noqa: PLC0415 - heavy: markdown
    from console.runbooks.plan import make_plan  # noqa: PLC0415
    from console.runbooks.world import World  # noqa: PLC0415

    library, estate = known_library(invocation)
    folder = str(invocation.load_estate().file.parent) if estate is not None else ""
    world = World(estate, SystemClock().now().timestamp(), folder)
    return make_plan(chosen_runbook(name, library), given_values(values), world, library.find)
