"""Adding projects to the estate in its file, directly or from a draft that somebody has edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.estate.project_import import with_projects
from console.estate.read_yaml import read_yaml_file
from console.estate.schema.project import Project
from console.estate.write_yaml import yaml_text
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.visible_text import visible_line
from console.services.estate_edit import edit_estate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from console.estate.schema.estate import Estate

_SECTION = "projects"


def add_projects(file: Path, added: Sequence[Project]) -> None:
    """Add projects; the old file is kept beside it as ``.bak``. Raises ``UserError``. Blocks."""
    edit_estate(file, lambda text: with_projects(text, added))


def write_draft(file: Path, projects: Sequence[tuple[Project, Sequence[str]]]) -> None:
    """Write proposed projects with the reasons above each into a new file; raise ``UserError``."""
    parts = [f"# {t('Proposed projects: delete what is not wanted and edit the rest.')}\n{_SECTION}:\n"]
    for project, reasons in projects:
        parts += [f"  # {visible_line(one)}\n" for one in reasons]
        parts.append(yaml_text([project.model_dump(mode="json", exclude_defaults=True)]).replace("\n", "\n  ").rstrip())
        parts[-1] = f"  {parts[-1]}\n"
    try:
        with open(file, "x", encoding="utf-8") as stream:
            stream.write("".join(parts) if projects else f"{_SECTION}: []\n")
    except OSError as error:
        raise UserError(
            t("{file} could not be written: {why}.", file=file, why=error.strerror or ""), t("Name a new file.")
        ) from error


def drafted_projects(file: Path, estate: Estate) -> tuple[Project, ...]:
    """Return the projects of an edited draft; raise ``UserError`` that names what is wrong with which."""
    value = read_yaml_file(file).value
    entries: Any = value.get(_SECTION) if isinstance(value, dict) else None
    if not isinstance(entries, list) or not entries:
        raise UserError(
            t("{file} has no projects.", file=file), t("Write a draft with: cell-console audit import … --draft FILE")
        )
    taken = {one.key for one in estate.projects}
    found: list[Project] = []
    for number, entry in enumerate(entries, 1):
        project = _project(entry, number)
        if project.key in taken:
            raise UserError(
                t("There are two projects with the key {key}.", key=project.key), t("Give one of them another key.")
            )
        taken.add(project.key)
        found.append(project)
    return tuple(found)


def _project(entry: Any, number: int) -> Project:
    try:
        return Project.model_validate(entry)
    except ValueError as error:  # pydantic's, with one line per field
        places: list[Any] = getattr(error, "errors", list)()
        first = places[0] if places else {"loc": (), "msg": str(error)}
        where = ".".join(map(str, first["loc"]))
        raise UserError(
            t("Project {number}, {field}: {why}.", number=number, field=where or "–", why=first["msg"]),
            t("Correct it in the draft, then try again."),
        ) from None
