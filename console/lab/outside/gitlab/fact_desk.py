"""GitLab's API over how changes come in: protected branches, merged requests with their approvals, members."""

from collections.abc import Callable, Mapping
from typing import Any

from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.ci_run import CiRun
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.merged_pull import MergedPull
from console.lab.outside.forge.paged import paged
from console.lab.outside.forge.time_text import time_text
from console.lab.outside.git.history_plan import MAIN
from console.lab.outside.gitlab.refusal import not_found
from console.lab.outside.gitlab.shape import GitLabShape

_USUAL = 20
_MAINTAINERS = {"access_level": 40, "access_level_description": "Maintainers"}


class FactDesk:
    """A server of the free edition: it has approvals, but nobody can require them."""

    def __init__(self, project_of: Callable[[ApiCall], LabProject], shape: GitLabShape) -> None:
        self._project = project_of
        self._shape = shape

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        here = "projects/{id}"
        one = f"{here}/merge_requests/{{number}}"
        return {
            f"GET {here}/protected_branches": self._protected,
            f"GET {here}/members/all": self._members,
            f"GET {here}/pipelines/{{run}}/jobs": self._jobs,
            f"GET {one}/approvals": self._approvals,
            f"GET {one}/pipelines": self._pipelines,
            f"GET {one}/versions": self._versions,
        }

    async def _protected(self, call: ApiCall) -> ApiReply:
        habit = self._project(call).habit
        shown = {
            "id": 1,
            "name": MAIN,
            "push_access_levels": [_MAINTAINERS],
            "merge_access_levels": [_MAINTAINERS],
            "allow_force_push": not habit.keeps_branch,
        }
        return paged(call, self._shape.url, [shown] if habit.protects else [], lambda one: one, usual=_USUAL)

    async def _members(self, call: ApiCall) -> ApiReply:
        admins = self._project(call).habit.admins
        return paged(
            call, self._shape.url, admins, lambda name: self._shape.person(name) | {"access_level": 40}, usual=_USUAL
        )

    async def _found(self, call: ApiCall) -> MergedPull:
        number = call.path["number"]
        found = next((one for one in await self._project(call).merged() if str(one.number) == number), None)
        if found is None:
            raise not_found("Merge Request")
        return found

    async def _approvals(self, call: ApiCall) -> ApiReply:
        one = await self._found(call)
        approved = [{"user": self._shape.person(name), "approved_at": time_text(one.approved_s)}
                    for name in one.approvers]  # fmt: skip
        return ApiReply({"user_has_approved": False, "approved": bool(approved), "approved_by": approved})

    async def _pipelines(self, call: ApiCall) -> ApiReply:
        project, one = self._project(call), await self._found(call)
        run = project.runs.check(one.head.sha, one.merged_s, is_red=one.is_red)
        shown = self._shape.pipeline(project, run, one.merged_s) | {"ref": one.branch, "source": "merge_request_event"}
        return paged(call, self._shape.url, [shown], lambda each: each, usual=_USUAL)

    async def _versions(self, call: ApiCall) -> ApiReply:
        one = await self._found(call)
        shown = {
            "id": one.number,
            "head_commit_sha": one.head.sha,
            "base_commit_sha": one.merge.parents[0],
            "start_commit_sha": one.merge.parents[0],
            "created_at": time_text(float(one.head.committed_s)),
            "state": "collected",
        }
        return paged(call, self._shape.url, [shown], lambda each: each, usual=_USUAL)

    async def _jobs(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        run = next((one for one in await project.releases() if str(one.id) == call.path["run"]), None)
        stages = enumerate(project.habit.release_stages) if run is not None else ()
        found = [_job(run, stage, place) for place, stage in stages if run is not None]
        return paged(call, self._shape.url, found, lambda each: each, usual=_USUAL)


def _job(run: CiRun, stage: str, place: int) -> dict[str, Any]:
    began_s = run.started_s + place
    return {
        "id": run.id * 10 + place,
        "status": "success",
        "stage": stage,
        "name": stage,
        "ref": run.branch,
        "tag": True,
        "allow_failure": False,
        "created_at": time_text(run.created_s),
        "started_at": time_text(began_s),
        "finished_at": time_text(began_s + 1.0),
    }
