"""GitHub's API over commit statuses, webhooks and issues."""

from collections.abc import Callable, Mapping
from typing import Any

from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.hook import Hook
from console.lab.outside.forge.lab_project import LabIssue, LabProject
from console.lab.outside.forge.paged import paged
from console.lab.outside.github.hook_events import HookEvents
from console.lab.outside.github.note_shape import NoteShape
from console.lab.outside.github.refusal import invalid, not_found
from console.lab.outside.github.shape import GitHubShape

_STATES = frozenset({"error", "failure", "pending", "success"})


class NoteDesk:
    """Keeps what is attached in the projects, and tells the webhooks."""

    def __init__(
        self,
        project_of: Callable[[ApiCall], LabProject],
        shape: GitHubShape,
        events: HookEvents,
        now_s: Callable[[], float],
    ) -> None:
        self._project = project_of
        self._root = shape.url
        self._notes = NoteShape(shape)
        self._events = events
        self._now_s = now_s

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        here = "repos/{owner}/{name}"
        return {
            f"GET {here}/commits/{{ref*}}/statuses": self._statuses,
            f"POST {here}/statuses/{{sha}}": self._set_status,
            f"GET {here}/hooks": self._hooks,
            f"POST {here}/hooks": self._create_hook,
            f"GET {here}/hooks/{{id}}/deliveries": self._deliveries,
            f"DELETE {here}/hooks/{{id}}": self._delete_hook,
            f"GET {here}/issues": self._issues,
            f"POST {here}/issues": self._open_issue,
            f"GET {here}/issues/{{number}}": self._issue,
            f"PATCH {here}/issues/{{number}}": self._edit_issue,
        }

    async def _statuses(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        sha = await project.repository.resolve(call.path["ref"])
        found = list(reversed(project.statuses.get(sha, [])))
        return paged(call, self._root, found, lambda one: self._notes.status(project, sha, one))

    async def _set_status(self, call: ApiCall) -> ApiReply:
        project, body = self._project(call), call.body
        sha = await project.repository.resolve(call.path["sha"])
        if body.get("state") not in _STATES:
            raise invalid("Status", "state", "invalid")
        context, words, url = (str(body.get(name) or "") for name in ("context", "description", "target_url"))
        status = project.set_status(sha, context or "default", body["state"], words, url, self._now_s())
        self._events.tell(project, "status", {"sha": sha, "state": status.state, "context": status.context})
        return ApiReply(self._notes.status(project, sha, status), 201)

    async def _hooks(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        return paged(call, self._root, project.hooks, lambda one: self._notes.hook(project, one))

    async def _create_hook(self, call: ApiCall) -> ApiReply:
        project, config = self._project(call), dict(call.body.get("config") or {})
        url = str(config.get("url", ""))
        if not url.startswith(("http://", "https://")):
            raise invalid("Hook", "url", "invalid")
        if any(one.url == url for one in project.hooks):
            raise invalid("Hook", "url", "custom", "Hook already exists on this repository")
        hook = Hook(
            id=project.new_id(),
            url=url,
            secret=str(config.pop("secret", "")),
            events=[str(one) for one in call.body.get("events") or ["push"]],
            active=bool(call.body.get("active", True)),
            created_s=self._now_s(),
            settings=config,
        )
        project.hooks.append(hook)
        self._events.ping(project, hook)
        return ApiReply(self._notes.hook(project, hook), 201)

    async def _deliveries(self, call: ApiCall) -> ApiReply:
        found = self._hook(self._project(call), call).deliveries
        return ApiReply([self._notes.delivery(one) for one in found])

    async def _delete_hook(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        hook = self._hook(project, call)
        hook.active = False
        project.hooks.remove(hook)
        return ApiReply(status=204)

    async def _issues(self, call: ApiCall) -> ApiReply:
        project, state = self._project(call), call.query("state", "open")
        wanted = {"open": (True,), "closed": (False,)}.get(state, (True, False))
        found = [one for one in reversed(project.issues) if one.is_open in wanted]
        return paged(call, self._root, found, lambda one: self._notes.issue(project, one))

    async def _open_issue(self, call: ApiCall) -> ApiReply:
        project, body = self._project(call), call.body
        title = str(body.get("title", "")).strip()
        if not title:
            raise invalid("Issue", "title", "missing_field")
        labels = [str(one) for one in body.get("labels") or ()]
        issue = project.open_issue(title, str(body.get("body") or ""), labels, self._now_s())
        return ApiReply(self._told(project, "opened", issue), 201)

    async def _issue(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        return ApiReply(self._notes.issue(project, self._found(project, call)))

    async def _edit_issue(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        issue = self._found(project, call)
        state = call.body.get("state", "open" if issue.is_open else "closed")
        if state not in {"open", "closed"}:
            raise invalid("Issue", "state", "invalid")
        issue.is_open, issue.updated_s = state == "open", self._now_s()
        return ApiReply(self._told(project, "reopened" if issue.is_open else "closed", issue))

    def _told(self, project: LabProject, action: str, issue: LabIssue) -> dict[str, Any]:
        found = self._notes.issue(project, issue)
        self._events.tell(project, "issues", {"action": action, "issue": found})
        return found

    def _found(self, project: LabProject, call: ApiCall) -> LabIssue:
        found = project.issue(call.path["number"])
        if found is None:
            raise not_found()
        return found

    def _hook(self, project: LabProject, call: ApiCall) -> Hook:
        found = project.hook(call.path["id"])
        if found is None:
            raise not_found()
        return found
