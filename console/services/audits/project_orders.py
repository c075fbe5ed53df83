"""Orders for projects: of the estate, with their teams' profiles, or of a list of addresses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE, AuditProfile
from console.estate.audit_profiles import estate_profile
from console.estate.clone_trust import clone_trust
from console.estate.clone_user import clone_user
from console.estate.forge_place import project_place
from console.kernel.clone_login import CloneTrust
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.services.audits.audit_order import AuditOrder, OrderLogin
from console.services.audits.repository_list import read_list

if TYPE_CHECKING:
    from collections.abc import Collection

    from console.estate.schema.estate import Estate
    from console.estate.schema.project import Project


def project_orders(
    estate: Estate,
    keys: Collection[str] = (),
    team: str = "",
    audits: Collection[AuditName] = (),
    *,
    folder: Path | None = None,
) -> tuple[AuditOrder, ...]:
    """Return an order per project of the estate (none named: all; ``team``: only its own); raise ``UserError``.

    ``folder`` is the estate file's, relative to which certificates lie.
    """
    unknown = set(keys) - {one.key for one in estate.projects}
    if unknown:
        raise UserError(
            t("The estate has no project {name}.", name=repr(min(unknown))),
            t("List them with: cell-console estate show"),
        )
    teams = {one.key for one in estate.teams}
    if team and team not in teams:
        raise UserError(
            t("The estate has no team {name}.", name=repr(team)),
            t("There are: {names}.", names=", ".join(sorted(teams)) or t("none")),
        )
    chosen = [one for one in estate.projects if (not keys or one.key in keys) and team in {"", one.team}]
    if not chosen:
        raise UserError(
            t("There is no project to audit."),
            t("Add some with: cell-console audit import CONNECTION OWNER --save"),
        )
    return tuple(_order(estate, one, tuple(audits), folder or Path()) for one in chosen)


def listed_orders(file: Path, profile: AuditProfile, audits: Collection[AuditName] = ()) -> tuple[AuditOrder, ...]:
    """Return an order per repository of a list (see ``read_list``); raise ``UserError``."""
    return tuple(
        AuditOrder(one.url, one.url, revision=one.branch, audits=tuple(audits), profile=profile)
        for one in read_list(file)
    )


def repository_places(estate: Estate) -> dict[str, tuple[str, str]]:
    """Return connection and path of each project's repository by the project's key; those of no forge are left out."""
    found = {}
    for project in estate.projects:
        try:
            place = project_place(estate, project)
        except UserError:
            continue
        found[project.key] = (place.provider.key, place.repository.path)
    return found


def profile_of(estate: Estate, project: Project) -> AuditProfile:
    """Return the profile of a project's team, with the team's own strictness; without a team that of open source."""
    team = next((one for one in estate.teams if one.key == project.team), None)
    if team is None:
        return OPEN_SOURCE
    profile = estate_profile(estate, team.profile) if team.profile is not None else OPEN_SOURCE
    return profile if team.strictness is None else replace(profile, strictness=team.strictness)


def _order(estate: Estate, project: Project, audits: tuple[AuditName, ...], folder: Path) -> AuditOrder:
    return AuditOrder(
        project.key, project.url, revision=project.branch, audits=audits or project.audits,
        profile=profile_of(estate, project), login=forge_login(estate, project, folder), team=project.team or "",
        runs_own_tools=project.runs_own_tools,
    )  # fmt: skip


def forge_login(estate: Estate, project: Project, folder: Path) -> OrderLogin | None:
    """Return how the project's forge lets git in; nothing for a repository that is on no forge of the estate."""
    try:
        provider = project_place(estate, project).provider
    except UserError:
        return None
    trust = clone_trust(provider, folder)
    if provider.token is None:
        return OrderLogin("", "", trust) if trust != CloneTrust() else None
    return OrderLogin(clone_user(provider), provider.token, trust)
