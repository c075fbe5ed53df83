"""Reading repositories of GitHub."""

from urllib.parse import quote

from connectors.common.fault import HttpFault
from connectors.common.forge.link_api import LinkApi
from connectors.github import mapping, wire
from connectors.github.place import place_of
from console.domain.forge.commit import Branch, Commit, Comparison
from console.domain.forge.pipeline_run import PipelineRun
from console.domain.forge.pull_request import PullRequest
from console.domain.forge.repository import Repository
from console.domain.forge.repository_note import CommitStatus, Issue, Webhook, Workflow
from console.kernel.errors import ErrorKind

_MOST_NOTES = 200


class GitHubReader:
    """Implements ``ForgeReader``."""

    def __init__(self, api: LinkApi, connection: str) -> None:
        self._api = api
        self._map = mapping.GitHubMapping(connection)

    async def repositories(self, owner: str, most: int = 1000) -> tuple[Repository, ...]:
        """Return the repositories of an organisation or a person; without a name all that the token sees."""
        name = quote(owner, safe="")
        try:
            place = f"orgs/{name}/repos" if owner else "user/repos"
            found = await self._api.listing(place, wire.WireRepository, most, {"sort": "full_name"})
        except HttpFault as fault:
            if fault.status != 404 or not owner:
                raise
            found = await self._api.listing(f"users/{name}/repos", wire.WireRepository, most, {"sort": "full_name"})
        return tuple(map(self._map.repository, found.items))

    async def repository(self, path: str) -> Repository:
        """Return one repository with the token's rights."""
        return self._map.repository(await self._api.one(place_of(path), wire.WireRepository))

    async def branches(self, path: str, most: int = 500) -> tuple[Branch, ...]:
        """Return the branches."""
        found = await self._api.listing(place_of(path, "branches"), wire.WireBranch, most)
        return tuple(map(mapping.branch, found.items))

    async def commits(self, path: str, branch: str = "", most: int = 50) -> tuple[Commit, ...]:
        """Return the newest commits; an empty repository has none."""
        params = {"sha": branch} if branch else {}
        try:
            found = await self._api.listing(place_of(path, "commits"), wire.WireCommit, most, params)
        except HttpFault as fault:
            if fault.status == 409:  # "Git Repository is empty."
                return ()
            raise
        return tuple(map(mapping.commit, found.items))

    async def compare(self, path: str, base: str, head: str) -> Comparison:
        """Return what ``head`` has more."""
        span = f"{quote(base, safe='/')}...{quote(head, safe='/')}"
        found = await self._api.one(place_of(path, "compare", span), wire.WireComparison, {"per_page": 100})
        return mapping.comparison(base, head, found)

    async def pull_requests(self, path: str, most: int = 100) -> tuple[PullRequest, ...]:
        """Return the open pull requests, the one that changed last first."""
        params = {"state": "open", "sort": "updated", "direction": "desc"}
        found = await self._api.listing(place_of(path, "pulls"), wire.WirePull, most, params)
        return tuple(self._map.pull_request(path, one) for one in found.items)

    async def runs(self, path: str, most: int = 30) -> tuple[PipelineRun, ...]:
        """Return the newest workflow runs."""
        place = place_of(path, "actions", "runs")
        found = await self._api.within(place, wire.Runs, lambda page: page.workflow_runs, most)
        return tuple(self._map.run(path, one) for one in found.items)

    async def workflows(self, path: str) -> tuple[Workflow, ...]:
        """Return the workflows that are active."""
        place = place_of(path, "actions", "workflows")
        found = await self._api.within(place, wire.Workflows, lambda page: page.workflows, _MOST_NOTES)
        return tuple(mapping.workflow(one) for one in found.items if one.state == "active")

    async def statuses(self, path: str, sha: str) -> tuple[CommitStatus, ...]:
        """Return the newest status of each context, and the check runs where the token may read them."""
        commit = place_of(path, "commits", quote(sha, safe="/"))
        found = await self._api.listing(f"{commit}/statuses", wire.WireStatus, _MOST_NOTES)
        newest = {one.context: one for one in reversed(found.items)}
        return (*map(mapping.status, newest.values()), *await self._checks(commit))

    async def _checks(self, commit: str) -> tuple[CommitStatus, ...]:
        try:
            found = await self._api.within(
                f"{commit}/check-runs", wire.Checks, lambda page: page.check_runs, _MOST_NOTES
            )
        except HttpFault as fault:
            if fault.kind in (ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND):
                return ()  # statuses and checks are two rights
            raise
        return tuple(map(mapping.check, found.items))

    async def webhooks(self, path: str) -> tuple[Webhook, ...]:
        """Return the webhooks; takes the rights of an administrator."""
        found = await self._api.listing(place_of(path, "hooks"), wire.WireHook, _MOST_NOTES)
        return tuple(map(mapping.webhook, found.items))

    async def issues(self, path: str, most: int = 100) -> tuple[Issue, ...]:
        """Return the open issues without the pull requests, which GitHub lists among them."""
        found = await self._api.listing(place_of(path, "issues"), wire.WireIssue, most, {"state": "open"})
        return tuple(mapping.issue(one) for one in found.items if one.pull_request is None)
