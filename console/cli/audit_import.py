"""``cell-console audit import``: projects for the estate from what a forge lists."""

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.cli.opened import opened
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.forge.repository import Repository
    from console.estate.project_import import ProjectProposal


@click.command(name="import", help=t("Propose projects from the repositories that CONNECTION lists for OWNER."))
@click.argument("connection")
@click.argument("owner", required=False, default="")
@click.option("--only", default="*", metavar="PATTERN", help=t("Only repositories whose path matches (*, ?)."))
@click.option("--team", default="", metavar="KEY", help=t("The team of the estate that they belong to."))
@click.option("--most", type=click.IntRange(1, 5000), default=1000, show_default=True, help=t("Read at most so many."))
@click.option("--save", is_flag=True, help=t("Add them to the estate file; the old one is kept as .bak."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def import_projects(
    invocation: Invocation, *, connection: str, owner: str, only: str, team: str, most: int, save: bool, output: str
) -> None:
    """Print what would be added and what not, with the reason; writes only with ``--save``."""
    from console.estate.project_import import propose_projects  # noqa: PLC0415 - pydantic
    from console.services.project_file import add_projects  # noqa: PLC0415

    loaded = invocation.load_estate()
    if team and team not in {one.key for one in loaded.estate.teams}:
        raise UserError(
            t("The estate has no team {name}.", name=repr(team)), t("Add it to “teams” of the estate file.")
        )
    listed = [one for one in _listed(invocation, connection, owner, most) if fnmatchcase(one.ref.name, only)]
    proposals = propose_projects(loaded.estate, connection, listed, team)
    emit_sheet(_sheet(proposals), output)
    added = [one.project for one in proposals if one.project is not None]
    if save and added:
        add_projects(loaded.file, added)
        invocation.note(t("{count} projects were added to {file}.", count=len(added), file=loaded.file))
    elif added:
        invocation.note(t("{count} projects would be added; --save does it.", count=len(added)))


def _listed(invocation: Invocation, connection: str, owner: str, most: int) -> "tuple[Repository, ...]":
    from console.services.forge_read import ask_forge  # noqa: PLC0415

    with opened(invocation) as session:
        return ask_forge(session, connection, lambda reader: reader.repositories(owner, most))


def _sheet(proposals: "tuple[ProjectProposal, ...]") -> Sheet:
    titles = (t("Repository"), t("Key"), t("Proposal"))
    cells, records = [], []
    for one in proposals:
        key = one.project.key if one.project is not None else ""
        cells.append((one.repository, key or "–", one.reason if key else t("left out: {why}", why=one.why_not)))
        project = one.project.model_dump(mode="json", exclude_defaults=True) if one.project is not None else None
        records.append({"repository": one.repository, "project": project, "why_not": one.why_not})
    return Sheet(titles, cells, records)
