"""GitLab's API over projects: what they are, branches, commits, comparisons, merge requests, pipelines."""

from collections.abc import Callable, Mapping

from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.lab_projects import LabProjects
from console.lab.outside.forge.paged import paged
from console.lab.outside.git.git_repository import UnknownRevision
from console.lab.outside.git.history_plan import MAIN
from console.lab.outside.gitlab.merged_shape import merged_request
from console.lab.outside.gitlab.refusal import invalid, not_found
from console.lab.outside.gitlab.shape import GROUP, USER, GitLabShape

_VERSION = {"version": "18.5.0", "revision": "lab"}
_SCOPES = ("api", "read_repository", "write_repository")
_USUAL = 20


class CodeDesk:
    """Answers by the projects' git repositories; a project is named by its number or its escaped path."""

    def __init__(self, projects: LabProjects, shape: GitLabShape, now_s: Callable[[], float]) -> None:
        self._projects = projects
        self._shape = shape
        self._now_s = now_s

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        here = "projects/{id}"
        return {
            "GET version": self._metadata,
            "GET metadata": self._metadata,
            "GET user": self._user,
            "GET personal_access_tokens/self": self._token,
            "GET projects": self._all,
            "GET groups/{group}/projects": self._of_group,
            f"GET {here}": self._one,
            f"GET {here}/repository/branches": self._branches,
            f"GET {here}/repository/commits": self._commits,
            f"GET {here}/repository/compare": self._compare,
            f"GET {here}/merge_requests": self._merge_requests,
            f"POST {here}/merge_requests": self._propose,
            f"PUT {here}/merge_requests/{{number}}": self._withdraw,
            f"GET {here}/pipelines": self._pipelines,
            f"POST {here}/pipeline": self._start,
        }

    def project(self, call: ApiCall) -> LabProject:
        """Return the project of the address; raise ``ApiRefused``."""
        found = self._projects.find(call.path["id"])
        if found is None:
            raise not_found("Project")
        return found

    async def _metadata(self, call: ApiCall) -> ApiReply:
        del call
        return ApiReply({**_VERSION, "enterprise": False})

    async def _user(self, call: ApiCall) -> ApiReply:
        del call
        return ApiReply(self._shape.person(USER))

    async def _token(self, call: ApiCall) -> ApiReply:
        del call
        return ApiReply({"id": 1, "name": "lab", "scopes": list(_SCOPES), "active": True, "expires_at": None})

    async def _all(self, call: ApiCall) -> ApiReply:
        found = sorted(self._projects, key=lambda project: project.id)
        return paged(call, self._shape.url, found, self._shape.project, usual=_USUAL)

    async def _of_group(self, call: ApiCall) -> ApiReply:
        """With the projects of subgroups, if that is asked for: no project lies in the top group itself."""
        group = call.path["group"]
        deep = call.query("include_subgroups") == "true"
        found = [one for one in self._projects if _is_in(one.path, group, deep=deep)]
        if not found and group != GROUP:
            raise not_found("Group")
        return paged(call, self._shape.url, found, self._shape.project, usual=_USUAL)

    async def _one(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        more = {"statistics": self._shape.statistics(project)} if call.query("statistics") == "true" else {}
        return ApiReply(self._shape.project(project) | more)

    async def _branches(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        found = []
        for name, sha in (await project.repository.branches()).items():
            (commit,) = await project.repository.commits(sha, 1)
            found.append(self._shape.branch(project, name, commit))
        return paged(call, self._shape.url, found, lambda one: one, usual=_USUAL)

    async def _commits(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        found = await project.repository.commits(call.query("ref_name", MAIN))
        return paged(call, self._shape.url, found, lambda one: self._shape.commit(project, one), usual=_USUAL)

    async def _compare(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        found = await project.repository.compare(call.query("from"), call.query("to"))
        commits = [self._shape.commit(project, one) for one in reversed(found.commits)]
        return ApiReply(
            {
                "commit": commits[-1] if commits else None,
                "commits": commits,
                "diffs": [self._shape.diff(one) for one in found.files],
                "compare_timeout": False,
                "compare_same_ref": not commits,
                "web_url": f"{self._shape.web(project)}/-/compare/{found.base.sha}...{call.query('to')}",
            }
        )

    async def _merge_requests(self, call: ApiCall) -> ApiReply:
        """Every branch that is not merged has a merge request, and every merge had one."""
        project = self.project(call)
        wanted = await project.pulls.all() if call.query("state", "all") in {"opened", "all"} else []
        merged = await project.merged() if call.query("state", "all") in {"merged", "all"} else ()
        found = [self._shape.merge_request(project, number, branch, head) for number, branch, head in wanted]
        found += [merged_request(self._shape, project, one) for one in merged]
        return paged(call, self._shape.url, found, lambda one: one, usual=_USUAL)

    async def _propose(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        branch, title = str(call.body.get("source_branch", "")), str(call.body.get("title", ""))
        made = await project.pulls.propose(branch, title)
        if made is None:
            raise invalid(409, "base", "Another open merge request already exists for this source branch, or none is")
        return ApiReply(self._shape.merge_request(project, *made), 201)

    async def _withdraw(self, call: ApiCall) -> ApiReply:
        project, number = self.project(call), call.path["number"]
        found = await project.pulls.withdraw(int(number)) if call.body.get("state_event") == "close" else None
        if found is None:
            raise not_found("Merge Request")
        return ApiReply(self._shape.merge_request(project, *found) | {"state": "closed"})

    async def _pipelines(self, call: ApiCall) -> ApiReply:
        project, now_s = self.project(call), self._now_s()
        found = await project.releases() if call.query("scope") == "tags" else await project.all_runs()
        if call.query("ref"):
            found = [run for run in found if run.branch == call.query("ref")]
        return paged(call, self._shape.url, found, lambda run: self._shape.pipeline(project, run, now_s), usual=_USUAL)

    async def _start(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        branch = str(call.body.get("ref", ""))
        try:
            sha = await project.repository.resolve(branch)
        except UnknownRevision:
            raise invalid(400, "base", "Reference not found") from None
        run = project.runs.start(branch, sha, "workflow_dispatch", f"Pipeline of {branch}")
        return ApiReply(self._shape.pipeline(project, run, self._now_s()), 201)


def _is_in(path: str, group: str, *, deep: bool) -> bool:
    above = path.rpartition("/")[0]
    return above == group or (deep and above.startswith(f"{group}/"))
