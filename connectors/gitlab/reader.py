"""Reading projects of GitLab."""

from urllib.parse import quote

from connectors.common.fault import HttpFault
from connectors.common.forge.link_api import LinkApi
from connectors.gitlab import mapping, wire
from connectors.gitlab.place import place_of
from console.domain.forge.commit import Branch, Commit, Comparison
from console.domain.forge.pipeline_run import PipelineRun
from console.domain.forge.pull_request import PullRequest
from console.domain.forge.repository import Repository
from console.domain.forge.repository_note import CommitStatus, Issue, Webhook, Workflow

_MOST_NOTES = 200
_USUAL_FILE = ".gitlab-ci.yml"


class GitLabReader:
    """Implements ``ForgeReader``."""

    def __init__(self, api: LinkApi, connection: str) -> None:
        self._api = api
        self._map = mapping.GitLabMapping(connection)

    async def repositories(self, owner: str, most: int = 1000) -> tuple[Repository, ...]:
        """Return the projects of a group with its subgroups, or of a person; without a name those of the token."""
        name = quote(owner, safe="")
        try:
            if owner:
                place, params = f"groups/{name}/projects", {"include_subgroups": "true"}
            else:  # by key set, so that page numbers do not grow
                place = "projects"
                params = {"membership": "true", "pagination": "keyset", "order_by": "id", "sort": "asc"}
            found = await self._api.listing(place, wire.WireProject, most, params)
        except HttpFault as fault:
            if fault.status != 404 or not owner:
                raise
            found = await self._api.listing(f"users/{name}/projects", wire.WireProject, most)
        return tuple(map(self._map.repository, found.items))

    async def repository(self, path: str) -> Repository:
        """Return one project with the token's rights, and its size where that may be seen."""
        return self._map.repository(await self._api.one(place_of(path), wire.WireProject, {"statistics": "true"}))

    async def branches(self, path: str, most: int = 500) -> tuple[Branch, ...]:
        """Return the branches."""
        found = await self._api.listing(place_of(path, "repository", "branches"), wire.WireBranch, most)
        return tuple(map(mapping.branch, found.items))

    async def commits(self, path: str, branch: str = "", most: int = 50) -> tuple[Commit, ...]:
        """Return the newest commits."""
        params = {"ref_name": branch} if branch else {}
        found = await self._api.listing(place_of(path, "repository", "commits"), wire.WireCommit, most, params)
        return tuple(map(mapping.commit, found.items))

    async def compare(self, path: str, base: str, head: str) -> Comparison:
        """Return what ``head`` has more than the commit where both parted."""
        place = place_of(path, "repository", "compare")
        found = await self._api.one(place, wire.WireComparison, {"from": base, "to": head, "straight": "false"})
        return mapping.comparison(base, head, found)

    async def pull_requests(self, path: str, most: int = 100) -> tuple[PullRequest, ...]:
        """Return the open merge requests, the one that changed last first."""
        params = {"state": "opened", "order_by": "updated_at", "sort": "desc"}
        found = await self._api.listing(place_of(path, "merge_requests"), wire.WireMerge, most, params)
        return tuple(self._map.pull_request(path, one) for one in found.items)

    async def runs(self, path: str, most: int = 30) -> tuple[PipelineRun, ...]:
        """Return the newest pipelines."""
        found = await self._api.listing(place_of(path, "pipelines"), wire.WirePipeline, most)
        return tuple(self._map.run(path, one) for one in found.items)

    async def workflows(self, path: str) -> tuple[Workflow, ...]:
        """Return the project's one pipeline definition."""
        found = await self._api.one(place_of(path), wire.WireProject)
        file = found.ci_config_path or _USUAL_FILE
        return (Workflow(file, file, file),)

    async def statuses(self, path: str, sha: str) -> tuple[CommitStatus, ...]:
        """Return the newest status of each name, jobs of pipelines among them."""
        place = place_of(path, "repository", "commits", quote(sha, safe=""), "statuses")
        newest_first = {"order_by": "id", "sort": "desc"}
        found = await self._api.listing(place, wire.WireStatus, _MOST_NOTES, newest_first)
        newest = {one.name: one for one in reversed(found.items)}
        return tuple(map(mapping.status, newest.values()))

    async def webhooks(self, path: str) -> tuple[Webhook, ...]:
        """Return the webhooks; takes a maintainer's rights."""
        found = await self._api.listing(place_of(path, "hooks"), wire.WireHook, _MOST_NOTES)
        return tuple(map(mapping.webhook, found.items))

    async def issues(self, path: str, most: int = 100) -> tuple[Issue, ...]:
        """Return the open issues."""
        found = await self._api.listing(place_of(path, "issues"), wire.WireIssue, most, {"state": "opened"})
        return tuple(map(mapping.issue, found.items))
