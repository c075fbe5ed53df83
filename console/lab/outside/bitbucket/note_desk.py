"""What is attached to repositories: pipelines, statuses, webhooks, issues."""

from collections.abc import Mapping

from console.lab.outside.bitbucket.code_desk import PLACE, CodeDesk
from console.lab.outside.bitbucket.hook_events import HookEvents
from console.lab.outside.bitbucket.reply import failure, page
from console.lab.outside.bitbucket.shape import BitbucketShape, has_tracker, identifier, is_admin
from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.hook import Hook
from console.lab.outside.forge.lab_project import LabIssue, LabProject
from console.lab.outside.lab_server import ServerContext

_STATES = {"INPROGRESS": "pending", "SUCCESSFUL": "success", "FAILED": "failure", "STOPPED": "stopped"}
_OPEN_STATES = ("new", "open", "on hold", "submitted")
_CUSTOM = ("audit",)
_KINDS = ("bug", "enhancement", "proposal", "task")


class NoteDesk:
    """Changes stay in the lab's memory."""

    def __init__(self, context: ServerContext, code: CodeDesk, shape: BitbucketShape, events: HookEvents) -> None:
        self._context = context
        self._code = code
        self._shape = shape
        self._events = events

    def routes(self) -> Mapping[str, Answerer]:
        """Return what is answered here."""
        return {
            f"GET {PLACE}/pipelines": self._pipelines,
            f"POST {PLACE}/pipelines": self._start,
            f"GET {PLACE}/commit/{{sha}}/statuses": self._statuses,
            f"POST {PLACE}/commit/{{sha}}/statuses/build": self._set_status,
            f"GET {PLACE}/hooks": self._hooks,
            f"POST {PLACE}/hooks": self._create_hook,
            f"DELETE {PLACE}/hooks/{{id}}": self._delete_hook,
            f"GET {PLACE}/issues": self._issues,
            f"POST {PLACE}/issues": self._open_issue,
            f"GET {PLACE}/issues/{{id}}": self._issue,
            f"PUT {PLACE}/issues/{{id}}": self._change_issue,
        }

    async def _pipelines(self, call: ApiCall) -> ApiReply:
        project = self._code.project(call)
        now_s = self._context.now_s()
        found = await project.releases() if call.query("target.ref_type") == "TAG" else await project.all_runs()
        if call.query("target.branch"):
            found = [run for run in found if run.branch == call.query("target.branch")]
        return page(call, [self._shape.pipeline(project, run, now_s) for run in found])

    async def _start(self, call: ApiCall) -> ApiReply:
        project = self._code.project(call)
        target = call.body.get("target") or {}
        selector = target.get("selector") or {}
        if target.get("type") != "pipeline_ref_target" or target.get("ref_type") != "branch":
            return failure(400, "Bad request", "The target must be a pipeline_ref_target of a branch.")
        if selector and (selector.get("type") != "custom" or selector.get("pattern") not in _CUSTOM):
            return failure(400, "Bad request", f"No pipeline {selector.get('pattern')} is defined.")
        branch = str(target.get("ref_name"))
        sha = (await project.repository.branches()).get(branch)
        if sha is None:
            return failure(400, "Bad request", f"The branch {branch} does not exist.")
        title = f"custom:{selector['pattern']}" if selector else "default"
        run = project.runs.start(branch, sha, "manual", title)
        return ApiReply(self._shape.pipeline(project, run, self._context.now_s()), 201)

    async def _statuses(self, call: ApiCall) -> ApiReply:
        project, sha = await self._commit(call)
        newest = {one.context: one for one in project.statuses.get(sha, ())}
        return page(call, [self._shape.status(project, sha, one) for one in newest.values()])

    async def _set_status(self, call: ApiCall) -> ApiReply:
        project, sha = await self._commit(call)
        body = call.body
        state = _STATES.get(str(body.get("state")))
        if state is None or not body.get("key") or not body.get("url") or len(str(body["key"])) > 40:
            return failure(400, "Bad request", "key, state and url are required.")
        existed = any(one.context == body["key"] for one in project.statuses.get(sha, ()))
        words = (str(body["key"]), state, str(body.get("description") or ""), str(body["url"]))
        status = project.set_status(sha, *words, self._context.now_s())
        told = self._shape.status(project, sha, status)
        kind = "updated" if existed else "created"
        self._events.tell(project, f"repo:commit_status_{kind}", {"commit_status": told})
        return ApiReply(told, 200 if existed else 201)

    async def _commit(self, call: ApiCall) -> tuple[LabProject, str]:
        project = self._code.project(call)
        return project, await project.repository.resolve(call.path["sha"])

    async def _hooks(self, call: ApiCall) -> ApiReply:
        project = self._code.project(call)
        return _not_admin() if not is_admin(project) else page(call, [self._shape.hook(one) for one in project.hooks])

    async def _create_hook(self, call: ApiCall) -> ApiReply:
        project = self._code.project(call)
        if not is_admin(project):
            return _not_admin()
        body = call.body
        events = body.get("events")
        if not str(body.get("url", "")).startswith("http") or not isinstance(events, list) or not events:
            return failure(400, "Bad request", "url and events are required.")
        hook = Hook(
            project.new_id(),
            str(body["url"]),
            str(body.get("secret") or ""),
            [str(one) for one in events],
            bool(body.get("active", True)),
            self._context.now_s(),
            {"description": str(body.get("description") or "")},
        )
        project.hooks.append(hook)
        return ApiReply(self._shape.hook(hook), 201)

    async def _delete_hook(self, call: ApiCall) -> ApiReply:
        project = self._code.project(call)
        found = next((one for one in project.hooks if identifier("hook", one.id) == call.path["id"]), None)
        if found is None:
            return failure(404, "Webhook not found")
        found.active = False
        project.hooks.remove(found)
        return ApiReply(status=204)

    async def _issues(self, call: ApiCall) -> ApiReply:
        project = self._code.project(call)
        if not has_tracker(project):
            return _no_tracker()
        wants_open = 'state="new"' in call.query("q")
        found = [one for one in project.issues if one.is_open or not wants_open]
        found.sort(key=lambda one: -one.updated_s)
        return page(call, [self._shape.issue(project, one) for one in found])

    async def _open_issue(self, call: ApiCall) -> ApiReply:
        project = self._code.project(call)
        if not has_tracker(project):
            return _no_tracker()
        body = call.body
        kind = str(body.get("kind") or "bug")
        if not body.get("title") or kind not in _KINDS:
            return failure(400, "Bad request", "title is required, and kind one of bug, enhancement, proposal, task.")
        text = str((body.get("content") or {}).get("raw") or "")
        issue = project.open_issue(str(body["title"]), text, [kind], self._context.now_s())
        self._events.tell(project, "issue:created", {"issue": self._shape.issue(project, issue)})
        return ApiReply(self._shape.issue(project, issue), 201)

    async def _issue(self, call: ApiCall) -> ApiReply:
        project, issue = self._found(call)
        return _no_tracker() if issue is None else ApiReply(self._shape.issue(project, issue))

    async def _change_issue(self, call: ApiCall) -> ApiReply:
        project, issue = self._found(call)
        if issue is None:
            return _no_tracker()
        state = str(call.body.get("state", "new" if issue.is_open else "closed"))
        issue.is_open = state in _OPEN_STATES
        issue.updated_s = self._context.now_s()
        self._events.tell(project, "issue:updated", {"issue": self._shape.issue(project, issue)})
        return ApiReply(self._shape.issue(project, issue))

    def _found(self, call: ApiCall) -> tuple[LabProject, LabIssue | None]:
        project = self._code.project(call)
        return project, project.issue(call.path["id"]) if has_tracker(project) else None


def _no_tracker() -> ApiReply:
    return failure(404, "Repository has no issue tracker.")


def _not_admin() -> ApiReply:
    return failure(403, "Your account does not have admin permission on this repository.")
