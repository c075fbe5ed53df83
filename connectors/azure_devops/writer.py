"""Changing what is attached to repositories of Azure DevOps."""

from urllib.parse import quote

from connectors.azure_devops import wire
from connectors.azure_devops.api import AzureApi, place_of, project_of
from connectors.azure_devops.hooks import ServiceHooks
from connectors.azure_devops.reader import AzureReader
from connectors.azure_devops.words import STATUS_TO_SET, branch_ref, common_event, native_event, status_state
from connectors.azure_devops.work_items import WorkItems
from console.domain.forge.repository_note import Issue, Workflow
from console.domain.operation import Operation
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.delete_webhook import DeleteWebhook
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.propose_branch import ProposeBranch
from console.domain.operations.set_commit_status import SetCommitStatus
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


class AzureWriter:
    """Implements ``ForgeWriter``."""

    def __init__(self, api: AzureApi, reader: AzureReader, items: WorkItems, hooks: ServiceHooks) -> None:
        self._api = api
        self._reader = reader
        self._items = items
        self._hooks = hooks

    async def demand(self, operation: Operation) -> None:
        """Refuse what Azure DevOps never takes: states it has not, runs of nobody knows which pipeline."""
        if isinstance(operation, SetCommitStatus) and operation.state not in STATUS_TO_SET:
            raise ChangeRefused(
                t("There is no commit status {state}.", state=operation.state),
                t("Choose pending, success, failure or error."),
            )
        if isinstance(operation, DispatchPipeline):
            _chosen(operation, await self._reader.workflows(operation.repository))

    def told_state(self, state: str) -> str:
        """Return how a status is told back."""
        return status_state(STATUS_TO_SET.get(state, state))

    def told_events(self, events: tuple[str, ...]) -> tuple[str, ...]:
        """Return how events are told back."""
        return tuple(common_event(native_event(one)) for one in events)

    async def set_status(self, operation: SetCommitStatus) -> None:
        """Set a status; what stands before the context's last slash becomes its genre."""
        await self.demand(operation)
        genre, _, name = operation.context.rpartition("/")
        body = {
            "state": STATUS_TO_SET[operation.state],
            "description": operation.description,
            "context": {"name": name, **({"genre": genre} if genre else {})},
            **({"targetUrl": operation.url} if operation.url else {}),
        }
        place = place_of(operation.repository, "commits", quote(operation.sha, safe=""), "statuses")
        await self._api.created(place, body, wire.WireStatus)

    async def create_webhook(self, operation: CreateWebhook) -> str:
        """Create a service hook."""
        return await self._hooks.create(operation, await self._reader.known(operation.repository))

    async def delete_webhook(self, operation: DeleteWebhook) -> None:
        """Delete a service hook."""
        await self._hooks.delete(operation.id)

    async def issue(self, path: str, number: str) -> Issue:
        """Return a work item in any state."""
        return await self._items.one(project_of(path), number)

    async def open_issue(self, operation: OpenIssue) -> str:
        """Open a work item."""
        return await self._items.open(
            project_of(operation.repository), operation.title, operation.body, operation.labels
        )

    async def move_issue(self, path: str, number: str, state: str) -> None:
        """Open or close a work item."""
        await self._items.move(project_of(path), number, to_open=state == "open")

    async def open_pull(self, operation: ProposeBranch) -> str:
        """Open a pull request."""
        body = {
            "title": operation.title,
            "description": operation.body,
            "sourceRefName": branch_ref(operation.branch),
            "targetRefName": branch_ref(operation.base),
        }
        made = await self._api.created(place_of(operation.repository, "pullrequests"), body, wire.WirePullRequest)
        return str(made.pull_request_id)

    async def close_pull(self, path: str, number: str) -> None:
        """Close a pull request."""
        place = place_of(path, "pullrequests", quote(number, safe=""))
        await self._api.changed(place, {"status": "abandoned"})

    async def dispatch(self, operation: DispatchPipeline) -> None:
        """Run a pipeline on a branch."""
        chosen = _chosen(operation, await self._reader.workflows(operation.repository))
        body: dict[str, object] = {"resources": {"repositories": {"self": {"refName": branch_ref(operation.branch)}}}}
        if operation.inputs:
            body["templateParameters"] = dict(operation.inputs)
        place = f"{project_of(operation.repository)}/_apis/pipelines/{chosen.id}/runs"
        await self._api.created(place, body, wire.Found)


def _chosen(operation: DispatchPipeline, known: tuple[Workflow, ...]) -> Workflow:
    """Return the pipeline that is meant: the named one, or the only one."""
    wanted = operation.workflow
    found = [one for one in known if not wanted or wanted in (one.id, one.title, one.path)]
    if len(found) == 1:
        return found[0]
    raise ChangeRefused(
        t("It is not clear which pipeline of {repository} to start.", repository=operation.repository),
        t("Name one of: {names}.", names=", ".join(f"{one.id} ({one.title})" for one in known[:20]) or t("none")),
    )
