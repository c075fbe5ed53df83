"""Changing what is attached to repositories of GitHub."""

from urllib.parse import quote

from connectors.common.forge.link_api import LinkApi
from connectors.common.forge.secret_reader import SecretReader
from connectors.github import mapping, wire
from connectors.github.place import place_of
from connectors.github.words import common_events, native_events
from console.domain.forge.repository_note import Issue
from console.domain.operation import Operation
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.delete_webhook import DeleteWebhook
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.propose_branch import ProposeBranch
from console.domain.operations.set_commit_status import SetCommitStatus
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_STATES = ("pending", "success", "failure", "error")
_LONGEST_DESCRIPTION = 140
_MOST_INPUTS = 25
_MOST_WORKFLOWS = 200


class GitHubWriter:
    """Implements ``ForgeWriter``; ``read_secret`` resolves a reference at the moment of use."""

    def __init__(self, api: LinkApi, read_secret: SecretReader) -> None:
        self._api = api
        self._read_secret = read_secret

    async def demand(self, operation: Operation) -> None:
        """Refuse what GitHub never takes: states it has not, long descriptions, runs of no workflow."""
        if isinstance(operation, SetCommitStatus):
            _demand_status(operation)
        if isinstance(operation, DispatchPipeline) and (not operation.workflow or len(operation.inputs) > _MOST_INPUTS):
            raise ChangeRefused(
                t("GitHub starts a named workflow with at most {count} inputs.", count=_MOST_INPUTS),
                t("Name one; cell-console repo workflows lists them."),
            )

    def told_state(self, state: str) -> str:
        """Return how a status is told back: as it was set."""
        return state

    def told_events(self, events: tuple[str, ...]) -> tuple[str, ...]:
        """Return how events are told back."""
        return common_events(tuple(native_events(events)))

    async def set_status(self, operation: SetCommitStatus) -> None:
        """Set a status; GitHub takes 140 characters of description."""
        await self.demand(operation)
        body = {"state": operation.state, "context": operation.context, "description": operation.description}
        if operation.url:
            body["target_url"] = operation.url
        await self._api.write("POST", place_of(operation.repository, "statuses", quote(operation.sha, safe="")), body)

    async def create_webhook(self, operation: CreateWebhook) -> str:
        """Create a webhook that verifies the receiver's certificate."""
        config = {"url": operation.url, "content_type": "json", "insecure_ssl": "0"}
        if operation.secret:
            config["secret"] = await self._read_secret(operation.secret)
        body = {"name": "web", "active": True, "events": native_events(operation.events), "config": config}
        return str((await self._api.created(place_of(operation.repository, "hooks"), body, wire.WireHook)).id)

    async def delete_webhook(self, operation: DeleteWebhook) -> None:
        """Delete a webhook."""
        await self._api.write("DELETE", place_of(operation.repository, "hooks", quote(operation.id, safe="")))

    async def issue(self, path: str, number: str) -> Issue:
        """Return an issue in any state."""
        return mapping.issue(await self._api.one(_issue(path, number), wire.WireIssue))

    async def open_issue(self, operation: OpenIssue) -> str:
        """Open an issue."""
        body: dict[str, object] = {"title": operation.title, "body": operation.body}
        if operation.labels:
            body["labels"] = list(operation.labels)
        return str((await self._api.created(place_of(operation.repository, "issues"), body, wire.WireIssue)).number)

    async def move_issue(self, path: str, number: str, state: str) -> None:
        """Make an issue open or closed."""
        await self._api.write("PATCH", _issue(path, number), {"state": state})

    async def open_pull(self, operation: ProposeBranch) -> str:
        """Open a pull request."""
        body = {"title": operation.title, "head": operation.branch, "base": operation.base, "body": operation.body}
        made = await self._api.created(place_of(operation.repository, "pulls"), body, wire.WirePull)
        return str(made.number)

    async def close_pull(self, path: str, number: str) -> None:
        """Close a pull request."""
        await self._api.write("PATCH", place_of(path, "pulls", quote(number, safe="")), {"state": "closed"})

    async def dispatch(self, operation: DispatchPipeline) -> None:
        """Start a workflow that has ``workflow_dispatch`` among its events."""
        await self.demand(operation)
        name = await self._workflow(operation)
        place = place_of(operation.repository, "actions", "workflows", quote(name, safe=""), "dispatches")
        body: dict[str, object] = {"ref": operation.branch}
        if operation.inputs:
            body["inputs"] = dict(operation.inputs)
        await self._api.write("POST", place, body)

    async def _workflow(self, operation: DispatchPipeline) -> str:
        """Return what GitHub takes, the number or the file's name, of a workflow that may be named by its title."""
        name = operation.workflow.rpartition("/")[2]
        if name.isdigit() or name.endswith((".yml", ".yaml")):
            return name
        place = place_of(operation.repository, "actions", "workflows")
        known = await self._api.within(place, wire.Workflows, lambda page: page.workflows, _MOST_WORKFLOWS)
        return next((str(one.id) for one in known.items if one.name == operation.workflow), name)


def _demand_status(operation: SetCommitStatus) -> None:
    if operation.state not in _STATES:
        raise ChangeRefused(
            t("There is no commit status {state}.", state=operation.state),
            t("Choose pending, success, failure or error."),
        )
    if len(operation.description) > _LONGEST_DESCRIPTION:
        raise ChangeRefused(
            t("The description is longer than {count} characters.", count=_LONGEST_DESCRIPTION),
            t("Shorten it; the address of the status can lead to more."),
        )


def _issue(path: str, number: str) -> str:
    return place_of(path, "issues", quote(number, safe=""))
