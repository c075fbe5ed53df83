"""The registry: repositories of a forge or of a list become proposed projects, with settings and their reasons."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from console.audits.project_structure import project_structure
from console.audits.proposed_setting import propose_settings
from console.audits.repository.tree_sketch import tree_sketch
from console.domain.forge.repository import Repository
from console.domain.resource import ResourceRef
from console.estate.forge_place import forge_place
from console.estate.project_import import Candidate, propose_projects
from console.estate.schema.project import Project
from console.kernel.errors import ConsoleError, UserError
from console.kernel.gathered import gathered
from console.kernel.i18n import t
from console.ports.forge import ForgeReader
from console.services.audits.project_orders import forge_login

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from console.audits.repository.tree_sketch import TreeSketch
    from console.domain.audit.project_structure import ProjectStructure
    from console.domain.audit.proposed_setting import ProposedSetting
    from console.estate.project_import import ProjectProposal
    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.vault import SecretVault
    from console.services.audits.repository_list import ListedRepository

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class RegistryProposal:
    """``proposal`` is what would be added or why not; ``structure`` is ``None`` while its files were not looked at.

    ``settings`` are already in ``proposal.project``; each carries the reason that is shown beside it. ``trouble`` says
    why its files could not be read; the project can be added all the same.
    """

    proposal: ProjectProposal
    structure: ProjectStructure | None = None
    settings: tuple[ProposedSetting, ...] = ()
    trouble: str = ""


class ProjectRegistry:
    """Asks through ``reader_of`` (a connection's forge reader) and looks into repositories with git.

    Use it on the I/O loop; at most eight repositories are looked at at once. ``folder`` is the estate file's.
    """

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        estate: Estate,
        vault: SecretVault,
        reader_of: Callable[[str], ForgeReader | None],
        folder: Path | None = None,
    ) -> None:
        self._runtime, self._clock, self._estate, self._vault = runtime, clock, estate, vault
        self._reader_of, self._folder = reader_of, folder or Path()
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    async def owned(self, connection: str, owner: str, most: int, team: str = "") -> tuple[Candidate, ...]:
        """Return what a forge lists for an owner; raise ``ConnectorError``, or ``UserError`` for no forge."""
        reader = self._reader_of(connection)
        if reader is None:
            raise UserError(
                t("The connection {name} is no forge.", name=repr(connection)),
                t("Name a GitHub, GitLab, Bitbucket or Azure DevOps connection of the estate."),
            )
        return tuple(Candidate(connection, one, team) for one in await reader.repositories(owner, most))

    async def listed(self, entries: Sequence[ListedRepository], team: str = "") -> tuple[Candidate, ...]:
        """Return the repositories of a list as their forges know them; what cannot be read has a trouble."""
        return await gathered(*(self._entry(one, team) for one in entries))

    async def proposals(
        self, candidates: Sequence[Candidate], *, looks: bool = True, seen: Callable[[int], None] = lambda _: None
    ) -> tuple[RegistryProposal, ...]:
        """Return a proposal per candidate; ``looks``: its files are listed, and settings proposed from them.

        ``seen`` hears how many repositories have been looked at.
        """
        found = propose_projects(self._estate, candidates)
        count = 0

        async def judged(one: ProjectProposal, candidate: Candidate) -> RegistryProposal:
            nonlocal count
            if one.project is None:
                return RegistryProposal(one)
            judged = await self._judged(one, one.project, candidate, looks)
            count += 1
            seen(count)
            return judged

        return await gathered(*map(judged, found, candidates))

    async def _entry(self, entry: ListedRepository, team: str) -> Candidate:
        asked = (entry.team or team, entry.branch, entry.key)
        try:
            place = forge_place(self._estate, entry.url)
        except UserError as error:
            return Candidate("", await self._unlisted(entry, str(error)), *asked)
        path, key = place.repository.path, place.provider.key
        reader = self._reader_of(key)
        if reader is None:
            return Candidate(key, _unread(key, path, t("the connection {name} cannot be used", name=key)), *asked)
        known = reader
        return Candidate(key, await self._asked(lambda: known.repository(path), key, path), *asked)

    async def _asked(self, ask: Callable[[], Awaitable[Repository]], connection: str, path: str) -> Repository:
        try:
            async with self._at_once:
                return await ask()
        except ConsoleError as error:
            return _unread(connection, path, str(error))

    async def _unlisted(self, entry: ListedRepository, why: str) -> Repository:
        """Return what git alone can tell of a repository that no connection reads."""
        path = entry.url.rstrip("/").removesuffix(".git").rpartition("://")[2]
        try:
            Project(key="some", url=entry.url)
        except ValueError:  # pydantic's refusal of an address that is none
            return _unread("", path, why)
        try:
            async with self._at_once:
                sketch = await self._runtime.in_thread(lambda: tree_sketch(entry.url, branch=entry.branch))
        except ConsoleError as error:
            return _unread("", path, t("{why} Git alone: {error}", why=why, error=error))
        ref = ResourceRef("", "Repository", "", path)
        return Repository(ref, entry.branch or sketch.branch, "", entry.url, "", rights=("read",))

    async def _judged(
        self, proposal: ProjectProposal, project: Project, candidate: Candidate, looks: bool
    ) -> RegistryProposal:
        structure, trouble, pushed_s = None, "", candidate.repository.pushed_at_s
        if looks:
            try:
                async with self._at_once:
                    sketch = await self._runtime.in_thread(self._sketch, project)
            except ConsoleError as error:
                trouble = str(error)
            else:
                structure = project_structure(sketch.files, is_cut=sketch.is_cut)
                pushed_s = sketch.committed_s if pushed_s is None else pushed_s
        idle_s = None if pushed_s is None else self._clock.now().timestamp() - pushed_s
        teams = () if candidate.team else [one.key for one in self._estate.teams]
        settings = propose_settings(structure, candidate.repository.ref.name, teams, idle_s)
        told = project.model_dump(mode="json") | {one.setting: one.value for one in settings}
        return RegistryProposal(_with(proposal, Project.model_validate(told)), structure, settings, trouble)

    def _sketch(self, project: Project) -> TreeSketch:
        login = forge_login(self._estate, project, self._folder)
        secret = login.resolved(self._vault) if login is not None else None
        return tree_sketch(project.url, secret, branch=project.branch)


def _unread(connection: str, path: str, why: str) -> Repository:
    return Repository(ResourceRef(connection, "Repository", "", path), "", "", "", "", trouble=why)


def _with(proposal: ProjectProposal, project: Project) -> ProjectProposal:
    return type(proposal)(proposal.repository, project, proposal.reason, proposal.why_not)
