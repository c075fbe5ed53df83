"""Changing what is attached to repositories of Bitbucket Cloud."""

from urllib.parse import quote

from connectors.bitbucket import mapping, wire
from connectors.bitbucket.api import BitbucketApi, place_of
from connectors.bitbucket.reader import no_tracker
from connectors.bitbucket.words import STATUS_TO_SET, common_events, native_events, status_state
from connectors.common.fault import HttpFault
from connectors.common.forge.secret_reader import SecretReader
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

_KINDS = ("bug", "enhancement", "proposal", "task")
_LONGEST_KEY = 40


class BitbucketWriter:
    """Implements ``ForgeWriter``; ``read_secret`` resolves a reference at the moment of use."""

    def __init__(self, api: BitbucketApi, read_secret: SecretReader) -> None:
        self._api = api
        self._read_secret = read_secret

    async def demand(self, operation: Operation) -> None:
        """Refuse what Bitbucket never takes: states it has not, long contexts, labels that are no kind."""
        if isinstance(operation, SetCommitStatus) and (
            operation.state not in STATUS_TO_SET or len(operation.context) > _LONGEST_KEY
        ):
            raise ChangeRefused(
                t("Bitbucket takes no status {state} for {context}.", state=operation.state, context=operation.context),
                t("States are pending, success, failure and error; a context has at most 40 characters."),
            )
        labels = operation.labels if isinstance(operation, OpenIssue) else ()
        if len(labels) > 1 or not set(labels) <= set(_KINDS):
            raise ChangeRefused(
                t("Issues of Bitbucket have one kind in place of labels."),
                t("Choose one of {kinds}, or none.", kinds=", ".join(_KINDS)),
            )

    def told_state(self, state: str) -> str:
        """Return how a status is told back: Bitbucket knows no ``error``."""
        return status_state(STATUS_TO_SET.get(state, state))

    def told_events(self, events: tuple[str, ...]) -> tuple[str, ...]:
        """Return how events are told back."""
        return common_events(tuple(native_events(events)))

    async def set_status(self, operation: SetCommitStatus) -> None:
        """Set a status by its key; Bitbucket wants an address, so without one it gets the commit's page."""
        await self.demand(operation)
        place = place_of(operation.repository, "commit", quote(operation.sha, safe=""))
        body = {
            "key": operation.context,
            "state": STATUS_TO_SET[operation.state],
            "name": operation.context,
            "description": operation.description,
            "url": operation.url or await self._page(place),
        }
        await self._api.write("POST", f"{place}/statuses/build", body)

    async def _page(self, place: str) -> str:
        found = await self._api.one(place, wire.Owned)
        return found.links.html.href if found.links and found.links.html else "https://bitbucket.org"

    async def create_webhook(self, operation: CreateWebhook) -> str:
        """Create a webhook."""
        body: dict[str, object] = {
            "description": "Cell Console",
            "url": operation.url,
            "active": True,
            "events": native_events(operation.events),
        }
        if operation.secret:
            body["secret"] = await self._read_secret(operation.secret)
        return (await self._api.created(place_of(operation.repository, "hooks"), body, wire.WireHook)).uuid

    async def delete_webhook(self, operation: DeleteWebhook) -> None:
        """Delete a webhook."""
        await self._api.write("DELETE", place_of(operation.repository, "hooks", quote(operation.id, safe="")))

    async def issue(self, path: str, number: str) -> Issue:
        """Return an issue in any state."""
        try:
            return mapping.issue(await self._api.one(_issue(path, number), wire.WireIssue))
        except HttpFault as fault:
            raise no_tracker(path, fault) from None

    async def open_issue(self, operation: OpenIssue) -> str:
        """Open an issue; its only label is its kind."""
        await self.demand(operation)
        body: dict[str, object] = {"title": operation.title, "content": {"raw": operation.body}}
        if operation.labels:
            body["kind"] = operation.labels[0]
        try:
            made = await self._api.created(place_of(operation.repository, "issues"), body, wire.WireIssue)
        except HttpFault as fault:
            raise no_tracker(operation.repository, fault) from None
        return str(made.id)

    async def move_issue(self, path: str, number: str, state: str) -> None:
        """Make an issue open or closed."""
        await self._api.write("PUT", _issue(path, number), {"state": state})

    async def open_pull(self, operation: ProposeBranch) -> str:
        """Open a pull request."""
        body = {
            "title": operation.title,
            "description": operation.body,
            "source": {"branch": {"name": operation.branch}},
            "destination": {"branch": {"name": operation.base}},
        }
        made = await self._api.created(place_of(operation.repository, "pullrequests"), body, wire.WirePullRequest)
        return str(made.id)

    async def close_pull(self, path: str, number: str) -> None:
        """Close a pull request."""
        await self._api.write("POST", place_of(path, "pullrequests", quote(number, safe=""), "decline"))

    async def dispatch(self, operation: DispatchPipeline) -> None:
        """Start the branch's pipeline, or a custom one by its name."""
        target: dict[str, object] = {
            "type": "pipeline_ref_target",
            "ref_type": "branch",
            "ref_name": operation.branch,
        }
        if operation.workflow:
            target["selector"] = {"type": "custom", "pattern": operation.workflow}
        body: dict[str, object] = {"target": target}
        if operation.inputs:
            body["variables"] = [{"key": name, "value": value} for name, value in operation.inputs]
        await self._api.write("POST", place_of(operation.repository, "pipelines"), body)


def _issue(path: str, number: str) -> str:
    return place_of(path, "issues", quote(number, safe=""))
