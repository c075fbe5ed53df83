"""``cell-console audit import``: projects for the estate from what a forge lists, or from a list of addresses."""

from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.cli.opened import opened
from console.cli.writable_estate import writable_estate
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.estate.project_import import Candidate
    from console.services.audits.project_registry import ProjectRegistry, RegistryProposal
    from console.services.session import Session

_STEP = 20


@click.command(name="import", help=t("Propose projects from the repositories that CONNECTION lists for OWNER."))
@click.argument("connection", required=False, default="")
@click.argument("owner", required=False, default="")
@click.option("--list", "listed", type=click.Path(path_type=Path), metavar="FILE",
              help=t("Repositories of a file instead: one address per line, or CSV with a column url."))  # fmt: skip
@click.option("--only", default="*", metavar="PATTERN", help=t("Only repositories whose path matches (*, ?)."))
@click.option("--team", default="", metavar="KEY", help=t("The team of the estate that they belong to."))
@click.option("--most", type=click.IntRange(1, 5000), default=1000, show_default=True, help=t("Read at most so many."))
@click.option("--look/--no-look", "looks", default=True, show_default=True,
              help=t("Look at the names of the files, to propose settings."))  # fmt: skip
@click.option("--draft", type=click.Path(path_type=Path), metavar="FILE",
              help=t("Write the proposals into this new file, to edit them and add them with --from."))  # fmt: skip
@click.option("--from", "edited", type=click.Path(path_type=Path), metavar="FILE",
              help=t("Add the projects of an edited draft."))  # fmt: skip
@click.option("--save", is_flag=True, help=t("Add them to the estate file; the old one is kept as .bak."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def import_projects(
    invocation: Invocation, *, connection: str, owner: str, listed: Path | None, only: str, team: str, most: int,
    looks: bool, draft: Path | None, edited: Path | None, save: bool, output: str,
) -> None:  # fmt: skip
    """Print what would be added and what not, with reasons; writes only with ``--save``, ``--draft``, ``--from``."""
    from console.services.project_file import add_projects, drafted_projects, write_draft  # noqa: PLC0415 - pydantic

    loaded = writable_estate(invocation) if save or edited is not None else invocation.load_estate()
    if edited is not None:
        added = drafted_projects(edited, loaded.estate)
        add_projects(loaded.file, added)
        invocation.note(t("{count} projects were added to {file}.", count=len(added), file=loaded.file))
        return
    if team and team not in {one.key for one in loaded.estate.teams}:
        raise UserError(
            t("The estate has no team {name}.", name=repr(team)), t("Add it to “teams” of the estate file.")
        )
    if (listed is None) == (not connection):
        raise UserError(t("Name a connection, or a list with --list."), t("For example: audit import github acme"))
    proposals = _proposals(invocation, connection, owner, listed, only, team, most, looks=looks)
    emit_sheet(_sheet(proposals), output)
    kept = [one for one in proposals if one.proposal.project is not None]
    if draft is not None:
        write_draft(draft, [(one.proposal.project, _reasons(one)) for one in kept if one.proposal.project is not None])
        invocation.note(t("Edit {file}, then: cell-console audit import --from {file}", file=draft))
    elif save and kept:
        add_projects(loaded.file, [one.proposal.project for one in kept if one.proposal.project is not None])
        invocation.note(t("{count} projects were added to {file}.", count=len(kept), file=loaded.file))
    elif kept:
        invocation.note(t("{count} projects would be added; --save does it.", count=len(kept)))


def _proposals(
    invocation: Invocation, connection: str, owner: str, listed: Path | None, only: str, team: str, most: int, *,
    looks: bool,
) -> "tuple[RegistryProposal, ...]":  # fmt: skip
    from console.services.audits.repository_list import read_list  # noqa: PLC0415

    def seen(count: int) -> None:
        if count % _STEP == 0:
            invocation.note(t("{count} repositories looked at.", count=count))

    with opened(invocation) as session:
        registry = _registry(invocation, session)

        async def asked() -> "tuple[RegistryProposal, ...]":
            found: tuple[Candidate, ...]
            if listed is not None:
                found = await registry.listed(read_list(listed), team)
            else:
                found = await registry.owned(connection, owner, most, team)
            chosen = [one for one in found if fnmatchcase(one.repository.ref.name, only)]
            return await registry.proposals(chosen, looks=looks, seen=seen)

        return session.runtime.run(asked())


def _registry(invocation: Invocation, session: "Session") -> "ProjectRegistry":
    from console.bootstrap import open_vault  # noqa: PLC0415 - keyring
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.ports.forge import ForgeReader  # noqa: PLC0415
    from console.services.audits.project_registry import ProjectRegistry  # noqa: PLC0415 - pydantic, git

    loaded = invocation.load_estate()
    vault = open_vault(invocation.paths, loaded.file.parent)
    return ProjectRegistry(
        session.runtime,
        SystemClock(),
        loaded.estate,
        vault,
        lambda key: session.offered(key, ForgeReader),
        loaded.folder,
    )


def _sheet(proposals: "tuple[RegistryProposal, ...]") -> Sheet:
    from console.presenters.registry_rows import structure_words  # noqa: PLC0415

    titles = (t("Repository"), t("Key"), t("Made of"), t("Proposal"))
    cells, records = [], []
    for one in proposals:
        project = one.proposal.project
        words = "; ".join(_reasons(one)) if project is not None else t("left out: {why}", why=one.proposal.why_not)
        made_of = structure_words(one.structure) if one.structure is not None else one.trouble
        cells.append((one.proposal.repository, project.key if project is not None else "–", made_of or "–", words))
        records.append(_record(one))
    return Sheet(titles, cells, records, names=("repository", "project", "why_not", "structure", "settings", "trouble"))


def _reasons(one: "RegistryProposal") -> list[str]:
    from console.presenters.registry_rows import setting_words  # noqa: PLC0415

    told = [one.proposal.reason, *(setting_words(setting) for setting in one.settings), one.trouble]
    return [reason for reason in told if reason]


def _record(one: "RegistryProposal") -> dict[str, object]:
    project = one.proposal.project
    return {
        "repository": one.proposal.repository,
        "project": project.model_dump(mode="json", exclude_defaults=True) if project is not None else None,
        "why_not": one.proposal.why_not,
        "structure": one.structure._asdict() if one.structure is not None else None,
        "settings": [setting._asdict() for setting in one.settings],
        "trouble": one.trouble,
    }
