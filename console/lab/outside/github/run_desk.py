"""GitHub's API over workflows and their runs."""

from collections.abc import Callable, Mapping

from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiRefused, ApiReply
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.paged import paged
from console.lab.outside.github.note_shape import WORKFLOW, NoteShape
from console.lab.outside.github.refusal import not_found, refusal
from console.lab.outside.github.shape import GitHubShape


class RunDesk:
    """One workflow for each repository; runs go on with time."""

    def __init__(
        self, project_of: Callable[[ApiCall], LabProject], shape: GitHubShape, now_s: Callable[[], float]
    ) -> None:
        self._project = project_of
        self._shape = shape
        self._notes = NoteShape(shape)
        self._now_s = now_s

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        here = "repos/{owner}/{name}"
        return {
            f"GET {here}/actions/workflows": self._workflows,
            f"POST {here}/actions/workflows/{{workflow}}/dispatches": self._dispatch,
            f"GET {here}/actions/runs": self._runs,
            f"GET {here}/commits/{{ref*}}/check-runs": self._checks,
        }

    async def _workflows(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        return paged(
            call, self._shape.url, [project], self._notes.workflow,
            within=lambda page, total: {"total_count": total, "workflows": page},
        )  # fmt: skip

    async def _runs(self, call: ApiCall) -> ApiReply:
        project, now_s = self._project(call), self._now_s()
        found = [*await project.all_runs(), *await project.releases()]
        if call.query("event"):
            found = [run for run in found if run.event == call.query("event")]
        if call.query("branch"):
            found = [run for run in found if run.branch == call.query("branch")]
        return paged(
            call, self._shape.url, found, lambda run: self._notes.run(project, run, now_s),
            within=lambda page, total: {"total_count": total, "workflow_runs": page},
        )  # fmt: skip

    async def _checks(self, call: ApiCall) -> ApiReply:
        project, now_s = self._project(call), self._now_s()
        sha = await project.repository.resolve(call.path["ref"])
        found = [run for run in await project.all_runs() if run.sha == sha][:1]
        found += [project.runs.check(one.head.sha, one.merged_s, is_red=one.is_red)
                  for one in await project.merged() if one.head.sha == sha]  # fmt: skip
        return paged(
            call, self._shape.url, found, lambda run: self._notes.check(project, run, now_s),
            within=lambda page, total: {"total_count": total, "check_runs": page},
        )  # fmt: skip

    async def _dispatch(self, call: ApiCall) -> ApiReply:
        project, workflow = self._project(call), call.path["workflow"]
        if workflow not in {str(project.id * 10), WORKFLOW.rpartition("/")[2]}:
            raise not_found()
        branch = str(call.body.get("ref", "")).removeprefix("refs/heads/")
        sha = (await project.repository.branches()).get(branch)
        if sha is None:
            raise ApiRefused(422, refusal(422, f"No ref found for: {branch}"))
        if call.body.get("inputs"):
            raise ApiRefused(422, refusal(422, f"Unexpected inputs provided: {sorted(call.body['inputs'])}"))
        project.runs.start(branch, sha, "workflow_dispatch", "CI")
        return ApiReply(status=204)
