"""GitHub's API over how changes come in: rules of branches, merged pull requests with their reviews, administrators."""

from collections.abc import Callable, Mapping
from typing import Any

from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiRefused, ApiReply
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.merged_pull import MergedPull
from console.lab.outside.forge.paged import paged
from console.lab.outside.forge.time_text import time_text
from console.lab.outside.git.history_plan import MAIN
from console.lab.outside.github.note_shape import NoteShape, whole_pull
from console.lab.outside.github.refusal import not_found, refusal
from console.lab.outside.github.shape import GitHubShape, digest


class FactDesk:
    """The main branch is protected as the team's habit is: classically, but for what rulesets say."""

    def __init__(self, project_of: Callable[[ApiCall], LabProject], shape: GitHubShape) -> None:
        self._project = project_of
        self._shape = shape
        self._notes = NoteShape(shape)

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        here = "repos/{owner}/{name}"
        return {
            f"GET {here}/branches/{{branch}}": self._branch,
            f"GET {here}/branches/{{branch}}/protection": self._protection,
            f"GET {here}/rules/branches/{{branch}}": self._rules,
            f"GET {here}/rulesets/rule-suites": self._suites,
            f"GET {here}/pulls/{{number}}": self._pull,
            f"GET {here}/pulls/{{number}}/reviews": self._reviews,
            f"GET {here}/actions/runs/{{run}}/jobs": self._jobs,
            f"GET {here}/collaborators": self._collaborators,
        }

    async def _branch(self, call: ApiCall) -> ApiReply:
        project, name = self._project(call), call.path["branch"]
        (head,) = await project.repository.commits(name, 1)
        here = f"{self._shape.place(project)}/branches/{name}"
        return ApiReply(
            {
                "name": name,
                "commit": self._shape.commit(project, head),
                "_links": {"self": here, "html": f"{self._shape.url}/{project.path}/tree/{name}"},
                "protected": _is_protected(project, name),
                "protection": {"enabled": _is_protected(project, name)},
                "protection_url": f"{here}/protection",
            }
        )

    async def _protection(self, call: ApiCall) -> ApiReply:
        project, name, habit = self._project(call), call.path["branch"], self._project(call).habit
        if not _is_protected(project, name):
            raise ApiRefused(404, refusal(404, "Branch not protected"))
        here = f"{self._shape.place(project)}/branches/{name}/protection"
        checks = list(habit.required_checks)
        return ApiReply(
            {
                "url": here,
                "required_pull_request_reviews": {
                    "url": f"{here}/required_pull_request_reviews",
                    "dismiss_stale_reviews": habit.dismisses_stale,
                    "require_code_owner_reviews": False,
                    "required_approving_review_count": habit.required_reviews,
                },
                **({"required_status_checks": {"url": here, "contexts": checks, "checks": []}} if checks else {}),
                "allow_force_pushes": {"enabled": not habit.protects},
                "allow_deletions": {"enabled": not habit.keeps_branch},
            }
        )

    async def _rules(self, call: ApiCall) -> ApiReply:
        return paged(call, self._shape.url, _RULES if self._project(call).habit.keeps_branch else (), lambda one: one)

    async def _suites(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        found = [one for one in await project.merged() if one.is_bypass]
        return paged(call, self._shape.url, found, lambda one: self._suite(project, one))

    def _suite(self, project: LabProject, one: MergedPull) -> dict[str, Any]:
        return {
            "id": project.id * 1000 + one.number,
            "actor_name": _login(one.merged_by),
            "before_sha": one.merge.parents[0],
            "after_sha": one.merge.sha,
            "ref": f"refs/heads/{MAIN}",
            "repository_name": project.plan.name,
            "pushed_at": time_text(one.merged_s),
            "result": "bypass",
        }

    async def _pull(self, call: ApiCall) -> ApiReply:
        project, one = self._project(call), await self._found(call)
        more = {"merged": True, "merged_by": self._shape.person(_login(one.merged_by))}
        return ApiReply(whole_pull(self._notes.merged(project, one)) | more)

    async def _reviews(self, call: ApiCall) -> ApiReply:
        project, one = self._project(call), await self._found(call)
        here = f"{self._shape.url}/{project.path}/pull/{one.number}"
        return paged(call, self._shape.url, one.approvers, lambda name: {
            "id": project.id * 1000 + one.number,
            "node_id": digest("review", project.path, one.number),
            "user": self._shape.person(_login(name)),
            "body": "",
            "state": "APPROVED",
            "html_url": here,
            "pull_request_url": f"{self._shape.place(project)}/pulls/{one.number}",
            "_links": {"html": {"href": here}, "pull_request": {"href": here}},
            "submitted_at": time_text(one.approved_s),
            "commit_id": one.approved_sha,
            "author_association": "MEMBER",
        })  # fmt: skip

    async def _found(self, call: ApiCall) -> MergedPull:
        number = call.path["number"]
        found = next((one for one in await self._project(call).merged() if str(one.number) == number), None)
        if found is None:
            raise not_found()
        return found

    async def _jobs(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        run = next((one for one in await project.releases() if str(one.id) == call.path["run"]), None)
        stages = project.habit.release_stages if run is not None else ()
        at_s = run.started_s if run is not None else 0.0
        found = [(name, at_s + place) for place, name in enumerate(stages)]
        return paged(
            call, self._shape.url, found, lambda job: self._job(project, call.path["run"], *job),
            within=lambda page, total: {"total_count": total, "jobs": page},
        )  # fmt: skip

    def _job(self, project: LabProject, run: str, name: str, at_s: float) -> dict[str, Any]:
        here, number = f"{self._shape.place(project)}/actions", int(digest(run, name)[:6], 16)
        runner = {"runner_id": None, "runner_name": None, "runner_group_id": None, "runner_group_name": None}
        return {
            "id": number,
            "node_id": digest("job", number),
            "run_id": int(run),
            "run_url": f"{here}/runs/{run}",
            "head_sha": "0" * 40,
            "workflow_name": "CI",
            "head_branch": None,
            "name": name,
            "url": f"{here}/jobs/{number}",
            "html_url": f"{self._shape.url}/{project.path}/actions/runs/{run}/job/{number}",
            "status": "completed",
            "conclusion": "success",
            "started_at": time_text(at_s),
            "completed_at": time_text(at_s + 1.0),
            "created_at": time_text(at_s),
            "check_run_url": f"{self._shape.place(project)}/check-runs/{number}",
            "labels": [],
            **runner,
        }

    async def _collaborators(self, call: ApiCall) -> ApiReply:
        admins = self._project(call).habit.admins
        return paged(call, self._shape.url, admins, lambda name: {
            **self._shape.person(name),
            "permissions": {"admin": True, "maintain": True, "push": True, "triage": True, "pull": True},
            "role_name": "admin",
        })  # fmt: skip


_RULES = ({"type": "non_fast_forward", "ruleset_source_type": "Organization", "ruleset_source": "newsletter",
           "ruleset_id": 1},)  # fmt: skip


def _is_protected(project: LabProject, branch: str) -> bool:
    return branch == MAIN and project.habit.protects


def _login(name: str) -> str:
    return name.lower().replace(" ", "-")
