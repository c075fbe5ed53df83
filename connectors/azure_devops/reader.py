"""Reading repositories of Azure DevOps."""

import re
from urllib.parse import quote

from connectors.azure_devops import mapping, wire
from connectors.azure_devops.api import AzureApi, place_of, project_of
from connectors.azure_devops.hooks import ServiceHooks
from connectors.azure_devops.mapping import AzureMapping
from connectors.azure_devops.rights import GitRights
from connectors.azure_devops.work_items import WorkItems
from console.domain.forge.commit import Branch, Commit, Comparison
from console.domain.forge.pipeline_run import PipelineRun
from console.domain.forge.pull_request import PullRequest
from console.domain.forge.repository import Repository
from console.domain.forge.repository_note import CommitStatus, Issue, Webhook, Workflow

_SHA = re.compile(r"[0-9a-f]{40}")
_MOST_COMPARED = 250
_MOST_FILES = 1000
_MOST_STATUSES = 200
_MOST_KNOWN = 1000


class AzureReader:
    """Implements ``ForgeReader``; a path is ``project/repository``."""

    def __init__(
        self, api: AzureApi, shown: AzureMapping, rights: GitRights, items: WorkItems, hooks: ServiceHooks
    ) -> None:
        self._api = api
        self._map = shown
        self._rights = rights
        self._items = items
        self._hooks = hooks
        self._known: dict[str, wire.WireRepository] = {}

    async def repositories(self, owner: str, most: int = 1000) -> tuple[Repository, ...]:
        """Return the repositories of a project; without one, of the whole organization."""
        place = f"{quote(owner, safe='')}/_apis/git/repositories" if owner else "_apis/git/repositories"
        found = await self._api.all(place, wire.WireRepository)
        return tuple(self._map.repository(one) for one in found[:most])

    async def repository(self, path: str) -> Repository:
        """Return one repository with the user's rights."""
        found = await self._api.one(place_of(path), wire.WireRepository)
        return self._map.repository(found, await self._rights.of(found))

    async def branches(self, path: str, most: int = 500) -> tuple[Branch, ...]:
        """Return the branches."""
        found = await self._api.by_token(place_of(path, "refs"), wire.Ref, most, {"filter": "heads/"})
        return tuple(map(mapping.branch, found))

    async def commits(self, path: str, branch: str = "", most: int = 50) -> tuple[Commit, ...]:
        """Return the newest commits of a branch, or of the default branch."""
        version = _version("searchCriteria.itemVersion.version", branch) if branch else {}
        return await self._commits(path, most, version)

    async def _commits(self, path: str, most: int, params: dict[str, str]) -> tuple[Commit, ...]:
        found = await self._api.by_skip(place_of(path, "commits"), wire.WireCommit, most, params, "searchCriteria.$")
        return tuple(map(mapping.commit, found))

    async def compare(self, path: str, base: str, head: str) -> Comparison:
        """Return what ``head`` has more since it left ``base``."""
        params: dict[str, str | int] = {
            **_version("baseVersion", base),
            **_version("targetVersion", head),
            "diffCommonCommit": "true",
            "$top": _MOST_FILES,
        }
        diffs = await self._api.one(place_of(path, "diffs", "commits"), wire.Diffs, params)
        between = {
            **_version("searchCriteria.itemVersion.version", base),
            **_version("searchCriteria.compareVersion.version", head),
        }
        commits = await self._commits(path, _MOST_COMPARED, between) if diffs.ahead_count != 0 else ()
        is_whole = diffs.all_changes_included is not False and (diffs.ahead_count or 0) <= _MOST_COMPARED
        return Comparison(
            base=base,
            head=head,
            commits=commits,
            files=mapping.file_changes(diffs.changes),
            behind=diffs.behind_count,
            cut=not is_whole,
        )

    async def pull_requests(self, path: str, most: int = 100) -> tuple[PullRequest, ...]:
        """Return the open pull requests."""
        params = {"searchCriteria.status": "active"}
        found = await self._api.by_skip(place_of(path, "pullrequests"), wire.WirePullRequest, most, params)
        return tuple(self._map.pull_request(path, one) for one in found)

    async def runs(self, path: str, most: int = 30) -> tuple[PipelineRun, ...]:
        """Return the newest builds of the repository."""
        params = {**await self._of_repository(path), "queryOrder": "queueTimeDescending"}
        found = await self._api.by_token(f"{project_of(path)}/_apis/build/builds", wire.Build, most, params)
        return tuple(self._map.run(path, one) for one in found)

    async def workflows(self, path: str) -> tuple[Workflow, ...]:
        """Return the pipelines that build the repository."""
        place = f"{project_of(path)}/_apis/build/definitions"
        found = await self._api.by_token(place, wire.Definition, 500, await self._of_repository(path))
        return tuple(map(mapping.workflow, found))

    async def statuses(self, path: str, sha: str) -> tuple[CommitStatus, ...]:
        """Return the newest status of each context of a commit."""
        place = place_of(path, "commits", quote(sha, safe=""), "statuses")
        found = await self._api.all(place, wire.WireStatus, {"top": _MOST_STATUSES, "latestOnly": "true"})
        return tuple(map(mapping.status, found))

    async def webhooks(self, path: str) -> tuple[Webhook, ...]:
        """Return the service hooks that concern the repository."""
        return await self._hooks.of(await self.known(path))

    async def issues(self, path: str, most: int = 100) -> tuple[Issue, ...]:
        """Return the open issues and bugs of the repository's project."""
        return await self._items.open_ones(project_of(path), most)

    async def known(self, path: str) -> wire.WireRepository:
        """Return a repository with the ids that its parts are asked for by; ids never change."""
        if path not in self._known:
            while len(self._known) >= _MOST_KNOWN:
                del self._known[next(iter(self._known))]
            self._known[path] = await self._api.one(place_of(path), wire.WireRepository)
        return self._known[path]

    async def _of_repository(self, path: str) -> dict[str, str]:
        return {"repositoryId": (await self.known(path)).id, "repositoryType": "TfsGit"}


def _version(name: str, of: str) -> dict[str, str]:
    """Return the parameters that name a branch or a commit."""
    return {name: of, f"{name}Type": "commit" if _SHA.fullmatch(of) else "branch"}
