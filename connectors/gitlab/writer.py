"""Changing what is attached to projects of GitLab."""

from urllib.parse import quote

from connectors.common.forge.link_api import LinkApi
from connectors.common.forge.secret_reader import SecretReader
from connectors.gitlab import mapping, wire
from connectors.gitlab.place import place_of
from connectors.gitlab.words import SETTABLE_EVENTS, STATUS_TO_SET, status_state
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

_EVENTS_OF_STATES = {"open": "reopen", "closed": "close"}


class GitLabWriter:
    """Implements ``ForgeWriter``; ``read_secret`` resolves a reference at the moment of use."""

    def __init__(self, api: LinkApi, read_secret: SecretReader) -> None:
        self._api = api
        self._read_secret = read_secret

    async def demand(self, operation: Operation) -> None:
        """Refuse what GitLab never takes: states and events that it has not."""
        if isinstance(operation, SetCommitStatus) and operation.state not in STATUS_TO_SET:
            raise ChangeRefused(
                t("GitLab takes no status {state}.", state=operation.state),
                t("States are pending, success, failure and error."),
            )
        events = operation.events if isinstance(operation, CreateWebhook) else ()
        if unknown := [event for event in events if event not in SETTABLE_EVENTS]:
            raise ChangeRefused(
                t("GitLab has no webhook events {events}.", events=", ".join(unknown)),
                t("There are: {names}.", names=", ".join(SETTABLE_EVENTS)),
            )

    def told_state(self, state: str) -> str:
        """Return how a status is told back: GitLab knows no ``error``."""
        return status_state(STATUS_TO_SET.get(state, state))

    def told_events(self, events: tuple[str, ...]) -> tuple[str, ...]:
        """Return how events are told back: in the common words."""
        return events

    async def set_status(self, operation: SetCommitStatus) -> None:
        """Set a status by its name."""
        await self.demand(operation)
        body = {
            "state": STATUS_TO_SET[operation.state],
            "name": operation.context,
            "description": operation.description,
        }
        if operation.url:
            body["target_url"] = operation.url
        await self._api.write("POST", place_of(operation.repository, "statuses", quote(operation.sha, safe="")), body)

    async def create_webhook(self, operation: CreateWebhook) -> str:
        """Create a webhook that verifies the receiver's certificate; its secret comes back as ``X-Gitlab-Token``."""
        await self.demand(operation)
        wanted = {native: common in operation.events for common, native in SETTABLE_EVENTS.items()}
        body: dict[str, object] = {"url": operation.url, "enable_ssl_verification": True, **wanted}
        if operation.secret:
            body["token"] = await self._read_secret(operation.secret)
        return str((await self._api.created(place_of(operation.repository, "hooks"), body, wire.WireHook)).id)

    async def delete_webhook(self, operation: DeleteWebhook) -> None:
        """Delete a webhook."""
        await self._api.write("DELETE", place_of(operation.repository, "hooks", quote(operation.id, safe="")))

    async def issue(self, path: str, number: str) -> Issue:
        """Return an issue in any state."""
        return mapping.issue(await self._api.one(_issue(path, number), wire.WireIssue))

    async def open_issue(self, operation: OpenIssue) -> str:
        """Open an issue."""
        body: dict[str, object] = {"title": operation.title, "description": operation.body}
        if operation.labels:
            body["labels"] = list(operation.labels)
        return str((await self._api.created(place_of(operation.repository, "issues"), body, wire.WireIssue)).iid)

    async def move_issue(self, path: str, number: str, state: str) -> None:
        """Make an issue open or closed."""
        await self._api.write("PUT", _issue(path, number), {"state_event": _EVENTS_OF_STATES[state]})

    async def open_pull(self, operation: ProposeBranch) -> str:
        """Open a merge request."""
        body = {
            "title": operation.title,
            "source_branch": operation.branch,
            "target_branch": operation.base,
            "description": operation.body,
        }
        made = await self._api.created(place_of(operation.repository, "merge_requests"), body, wire.WireMerge)
        return str(made.iid)

    async def close_pull(self, path: str, number: str) -> None:
        """Close a merge request."""
        await self._api.write("PUT", place_of(path, "merge_requests", quote(number, safe="")), {"state_event": "close"})

    async def dispatch(self, operation: DispatchPipeline) -> None:
        """Start the branch's pipeline."""
        body: dict[str, object] = {"ref": operation.branch}
        if operation.inputs:
            body["variables"] = [{"key": name, "value": value} for name, value in operation.inputs]
        await self._api.write("POST", place_of(operation.repository, "pipeline"), body)


def _issue(path: str, number: str) -> str:
    return place_of(path, "issues", quote(number, safe=""))
