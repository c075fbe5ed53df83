"""GitLab's API over commit statuses, webhooks and issues."""

from collections.abc import Callable, Mapping

from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.hook import Hook
from console.lab.outside.forge.lab_project import LabIssue, LabProject
from console.lab.outside.forge.paged import paged
from console.lab.outside.gitlab.hook_events import HookEvents
from console.lab.outside.gitlab.refusal import invalid, not_found
from console.lab.outside.gitlab.shape import HOOK_EVENTS, GitLabShape

_STATES = frozenset({"pending", "running", "success", "failed", "canceled", "skipped"})
_USUAL = 20


class NoteDesk:
    """Keeps what is attached in the projects, and tells the webhooks."""

    def __init__(
        self,
        project_of: Callable[[ApiCall], LabProject],
        shape: GitLabShape,
        events: HookEvents,
        now_s: Callable[[], float],
    ) -> None:
        self._project = project_of
        self._shape = shape
        self._events = events
        self._now_s = now_s

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        here = "projects/{id}"
        return {
            f"GET {here}/repository/commits/{{sha}}/statuses": self._statuses,
            f"POST {here}/statuses/{{sha}}": self._set_status,
            f"GET {here}/hooks": self._hooks,
            f"POST {here}/hooks": self._create_hook,
            f"DELETE {here}/hooks/{{hook}}": self._delete_hook,
            f"GET {here}/issues": self._issues,
            f"POST {here}/issues": self._open_issue,
            f"GET {here}/issues/{{number}}": self._issue,
            f"PUT {here}/issues/{{number}}": self._edit_issue,
        }

    async def _statuses(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        sha = await project.repository.resolve(call.path["sha"])
        newest = {one.context: one for one in project.statuses.get(sha, [])}
        return paged(
            call, self._shape.url, list(newest.values()), lambda one: self._shape.status(sha, one), usual=_USUAL
        )

    async def _set_status(self, call: ApiCall) -> ApiReply:
        project, body = self._project(call), call.body
        sha = await project.repository.resolve(call.path["sha"])
        if body.get("state") not in _STATES:
            raise invalid(400, "state", "does not have a valid value")
        name, words, url = (str(body.get(key) or "") for key in ("name", "description", "target_url"))
        status = project.set_status(sha, name or "default", str(body["state"]), words, url, self._now_s())
        return ApiReply(self._shape.status(sha, status), 201)

    async def _hooks(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        return paged(call, self._shape.url, project.hooks, lambda one: self._shape.hook(project, one), usual=_USUAL)

    async def _create_hook(self, call: ApiCall) -> ApiReply:
        project, body = self._project(call), dict(call.body)
        url = str(body.get("url", ""))
        if not url.startswith(("http://", "https://")):
            raise invalid(422, "url", "is blocked: Only allowed schemes are http, https")
        wanted = {name: body.get(name, name == "push_events") for name in HOOK_EVENTS}
        hook = Hook(
            id=project.new_id(),
            url=url,
            secret=str(body.pop("token", None) or ""),
            events=[name for name, is_wanted in wanted.items() if is_wanted],
            active=True,
            created_s=self._now_s(),
            settings=body,
        )
        project.hooks.append(hook)
        return ApiReply(self._shape.hook(project, hook), 201)

    async def _delete_hook(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        hook = project.hook(call.path["hook"])
        if hook is None:
            raise not_found("Hook")
        hook.active = False
        project.hooks.remove(hook)
        return ApiReply(status=204)

    async def _issues(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        wanted = {"opened": (True,), "closed": (False,)}.get(call.query("state", "all"), (True, False))
        found = [one for one in reversed(project.issues) if one.is_open in wanted]
        return paged(call, self._shape.url, found, lambda one: self._shape.issue(project, one), usual=_USUAL)

    async def _open_issue(self, call: ApiCall) -> ApiReply:
        project, body = self._project(call), call.body
        title = str(body.get("title", "")).strip()
        if not title:
            raise invalid(400, "title", "can't be blank")
        labels = body.get("labels") or []
        names = labels.split(",") if isinstance(labels, str) else [str(one) for one in labels]
        issue = project.open_issue(title, str(body.get("description") or ""), names, self._now_s())
        self._events.tell_issue(project, "open", issue)
        return ApiReply(self._shape.issue(project, issue), 201)

    async def _issue(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        return ApiReply(self._shape.issue(project, self._found(project, call)))

    async def _edit_issue(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        issue = self._found(project, call)
        wanted = {"close": False, "reopen": True}.get(str(call.body.get("state_event", "")))
        if wanted is None:
            raise invalid(400, "state_event", "does not have a valid value")
        issue.is_open, issue.updated_s = wanted, self._now_s()
        self._events.tell_issue(project, "reopen" if wanted else "close", issue)
        return ApiReply(self._shape.issue(project, issue))

    def _found(self, project: LabProject, call: ApiCall) -> LabIssue:
        found = project.issue(call.path["number"])
        if found is None:
            raise not_found("Issue")
        return found
