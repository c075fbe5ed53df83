"""Reading repositories of Bitbucket Cloud."""

import re
from urllib.parse import quote

from connectors.bitbucket import mapping, wire
from connectors.bitbucket.api import BitbucketApi, place_of
from connectors.bitbucket.pipeline_file import FILE, custom_pipelines
from connectors.bitbucket.rights import AccountRights, both, rights_of_scopes
from connectors.bitbucket.words import OPEN_ISSUE_STATES
from connectors.common.fault import HttpFault
from console.domain.forge.commit import Branch, Commit, Comparison
from console.domain.forge.pipeline_run import PipelineRun
from console.domain.forge.pull_request import PullRequest
from console.domain.forge.repository import Repository
from console.domain.forge.repository_note import CommitStatus, Issue, Webhook, Workflow
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

_SHA = re.compile(r"[0-9a-f]{40}")
_MOST_COMPARED = 250
_MOST_FILES = 1000
_MOST_NOTES = 200
_PULL_PAGE = 50


class BitbucketReader:
    """Implements ``ForgeReader``; ``account`` are the roles of the token's owner, where it belongs to a person."""

    def __init__(self, api: BitbucketApi, connection: str, workspace: str, account: AccountRights | None) -> None:
        self._api = api
        self._map = mapping.BitbucketMapping(connection)
        self._workspace = workspace
        self._account = account

    async def repositories(self, owner: str, most: int = 1000) -> tuple[Repository, ...]:
        """Return the repositories of a workspace; without one, of the connection's, else of all of the user's."""
        found: list[Repository] = []
        for workspace in [owner or self._workspace] if owner or self._workspace else await self._workspaces():
            role = {"role": "member"} if self._account is not None else {}
            place = f"repositories/{quote(workspace, safe='')}"
            more, _ = await self._api.listing(
                place, wire.WireRepository, most - len(found), {"sort": "-updated_on", **role}
            )
            found.extend(map(self._map.repository, more))
            if len(found) >= most:
                break
        return tuple(found)

    async def _workspaces(self) -> list[str]:
        found, _ = await self._api.listing("user/workspaces", wire.Membership, _MOST_NOTES)
        return [one.workspace.slug for one in found if one.workspace.slug]

    async def repository(self, path: str) -> Repository:
        """Return one repository with the rights of user and token."""
        found, answer = await self._api.told(place_of(path), wire.WireRepository)
        rights = rights_of_scopes(answer.headers.get("x-oauth-scopes", ""))
        if self._account is not None:
            rights = both(await self._account.of(path), rights)
        return self._map.repository(found, rights)

    async def branches(self, path: str, most: int = 500) -> tuple[Branch, ...]:
        """Return the branches."""
        found, _ = await self._api.listing(place_of(path, "refs", "branches"), wire.WireBranch, most)
        return tuple(map(mapping.branch, found))

    async def commits(self, path: str, branch: str = "", most: int = 50) -> tuple[Commit, ...]:
        """Return the newest commits of a branch; without a name Bitbucket would list those of all branches."""
        name = branch or (await self._default_branch(path))
        if not name:
            return ()
        found, _ = await self._api.listing(place_of(path, "commits"), wire.WireCommit, most, {"include": name})
        return tuple(map(mapping.commit, found))

    async def compare(self, path: str, base: str, head: str) -> Comparison:
        """Return what ``head`` has more; Bitbucket names the two the other way round than git does."""
        place = place_of(path, "commits")
        ahead, cut = await self._api.listing(place, wire.WireCommit, _MOST_COMPARED, {"include": head, "exclude": base})
        behind, is_more = await self._api.listing(
            place, wire.WireCommit, _MOST_COMPARED, {"include": base, "exclude": head}
        )
        spec = f"{await self._sha(path, head)}..{await self._sha(path, base)}"
        files, files_cut = await self._api.listing(
            place_of(path, "diffstat", spec), wire.Diffstat, _MOST_FILES, {"topic": "true"}
        )
        return Comparison(
            base=base,
            head=head,
            commits=tuple(map(mapping.commit, ahead)),
            files=tuple(map(mapping.file_change, files)),
            behind=None if is_more else len(behind),
            cut=cut or files_cut,
        )

    async def pull_requests(self, path: str, most: int = 100) -> tuple[PullRequest, ...]:
        """Return the open pull requests."""
        place = place_of(path, "pullrequests")
        found, _ = await self._api.listing(place, wire.WirePullRequest, most, {"state": "OPEN"}, _PULL_PAGE)
        return tuple(self._map.pull_request(path, one) for one in found)

    async def runs(self, path: str, most: int = 30) -> tuple[PipelineRun, ...]:
        """Return the newest runs of the pipelines."""
        place = place_of(path, "pipelines")
        found, _ = await self._api.listing(place, wire.WirePipeline, most, {"sort": "-created_on"})
        return tuple(self._map.run(path, one) for one in found)

    async def workflows(self, path: str) -> tuple[Workflow, ...]:
        """Return the custom pipelines of the default branch's file."""
        newest = await self.commits(path, most=1)
        if not newest:
            return ()
        try:
            return custom_pipelines(await self._api.text(place_of(path, "src", newest[0].sha, FILE)))
        except HttpFault as fault:
            if fault.status == 404:
                return ()
            raise

    async def statuses(self, path: str, sha: str) -> tuple[CommitStatus, ...]:
        """Return the statuses of a commit."""
        place = place_of(path, "commit", quote(sha, safe=""), "statuses")
        found, _ = await self._api.listing(place, wire.WireStatus, _MOST_NOTES)
        return tuple(map(mapping.status, found))

    async def webhooks(self, path: str) -> tuple[Webhook, ...]:
        """Return the webhooks; takes the rights of an administrator."""
        found, _ = await self._api.listing(place_of(path, "hooks"), wire.WireHook, _MOST_NOTES)
        return tuple(map(mapping.webhook, found))

    async def issues(self, path: str, most: int = 100) -> tuple[Issue, ...]:
        """Return the open issues; many repositories have no tracker, which is told as such."""
        states = " OR ".join(f'state="{one}"' for one in OPEN_ISSUE_STATES)
        try:
            found, _ = await self._api.listing(
                place_of(path, "issues"), wire.WireIssue, most, {"q": f"({states})", "sort": "-updated_on"}
            )
        except HttpFault as fault:
            raise no_tracker(path, fault) from None
        return tuple(map(mapping.issue, found))

    async def _default_branch(self, path: str) -> str:
        found = await self._api.one(place_of(path), wire.WireRepository)
        return (found.mainbranch.name or "") if found.mainbranch else ""

    async def _sha(self, path: str, name: str) -> str:
        """Return a commit's hash: names with slashes cannot stand in a range."""
        if _SHA.fullmatch(name):
            return name
        newest = await self.commits(path, name, most=1)
        return newest[0].sha if newest else quote(name, safe="")


def no_tracker(path: str, fault: HttpFault) -> ConnectorError:
    """Return the fault that a missing issue tracker is; other faults stay as they are."""
    if fault.status not in (404, 410):
        return fault
    return ConnectorError(
        ErrorKind.NOT_FOUND,
        t("{path} has no such issue, or its issue tracker is off.", path=path),
        t("Bitbucket's tracker is turned on in the repository's settings; many teams use Jira instead."),
    )
