"""Orders for projects: of the estate, with their teams' profiles, or of a list of addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE, PROFILES, AuditProfile
from console.estate.forge_place import forge_place
from console.estate.schema.git_provider import Bitbucket
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.regular_file import read_regular
from console.services.audits.audit_order import AuditOrder, OrderLogin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from console.estate.schema.estate import Estate
    from console.estate.schema.project import Project

_MOST_BYTES = 1 << 20
# What the forges' documentation names beside a token; Azure DevOps takes any.
_USERS = {"github": "x-access-token", "gitlab": "oauth2", "bitbucket": "x-token-auth", "azure_devops": "token"}


def project_orders(
    estate: Estate, keys: Collection[str] = (), team: str = "", audits: Collection[AuditName] = ()
) -> tuple[AuditOrder, ...]:
    """Return an order per project of the estate (none named: all; ``team``: only its own); raise ``UserError``."""
    unknown = set(keys) - {one.key for one in estate.projects}
    if unknown:
        raise UserError(
            t("The estate has no project {name}.", name=repr(min(unknown))),
            t("List them with: cell-console audit projects"),
        )
    chosen = [one for one in estate.projects if (not keys or one.key in keys) and team in {"", one.team}]
    if not chosen:
        raise UserError(
            t("There is no project to audit."),
            t("Add some with: cell-console audit import CONNECTION OWNER --save"),
        )
    return tuple(_order(estate, one, tuple(audits)) for one in chosen)


def listed_orders(file: Path, profile: AuditProfile, audits: Collection[AuditName] = ()) -> tuple[AuditOrder, ...]:
    """Return an order per line of a file (an address or folder each; ``#`` begins a comment); raise ``UserError``."""
    try:
        raw = read_regular(file, _MOST_BYTES)
    except OSError as error:
        raise UserError(
            t("{file} cannot be read: {error}.", file=file.name, error=error.strerror or ""), t("Check its path.")
        ) from error
    found = tuple(
        AuditOrder(one, one, audits=tuple(audits), profile=profile)
        for one in dict.fromkeys(_lines(raw[:_MOST_BYTES].decode("utf-8", "replace")))
    )
    if not found:
        raise UserError(t("{file} names no repository.", file=file.name), t("Write one address or folder per line."))
    return found


def profile_of(estate: Estate, project: Project) -> AuditProfile:
    """Return the profile of a project's team, with the team's own strictness; without a team that of open source."""
    team = next((one for one in estate.teams if one.key == project.team), None)
    if team is None:
        return OPEN_SOURCE
    profile = PROFILES[team.profile.value] if team.profile is not None else OPEN_SOURCE
    return profile if team.strictness is None else replace(profile, strictness=team.strictness)


def _order(estate: Estate, project: Project, audits: tuple[AuditName, ...]) -> AuditOrder:
    own = tuple(AuditName(one.value) for one in project.audits)
    return AuditOrder(
        project.key, project.url, revision=project.branch, audits=audits or own, profile=profile_of(estate, project),
        login=_login(estate, project),
    )  # fmt: skip


def _login(estate: Estate, project: Project) -> OrderLogin | None:
    """Return how the project's forge lets git in; nothing for a repository that is on no forge of the estate."""
    try:
        provider = forge_place(estate, project.key).provider
    except UserError:
        return None
    if provider.token is None:
        return None
    user = _USERS[provider.connector]
    if isinstance(provider, Bitbucket) and provider.username:
        user = "x-bitbucket-api-token-auth"
    return OrderLogin(user, provider.token)


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        address = re.sub(r"(^|\s)#.*", "", line).strip()
        if address:
            yield address
