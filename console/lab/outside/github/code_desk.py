"""GitHub's API over repositories: what they are, branches, commits, comparisons, pull requests."""

from collections.abc import Mapping

from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.lab_projects import LabProjects
from console.lab.outside.forge.paged import paged
from console.lab.outside.git.history_plan import MAIN
from console.lab.outside.github.note_shape import NoteShape
from console.lab.outside.github.pull_desk import FIRST_NUMBER
from console.lab.outside.github.refusal import not_found
from console.lab.outside.github.shape import OWNER, USER, GitHubShape

_VERSION = "3.19.0"
_SCOPES = "admin:repo_hook, repo, security_events, workflow"
_MOST_COMPARED = 250


class CodeDesk:
    """Answers by the projects' git repositories."""

    def __init__(self, projects: LabProjects, shape: GitHubShape) -> None:
        self._projects = projects
        self._shape = shape
        self._notes = NoteShape(shape)

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        here = "repos/{owner}/{name}"
        return {
            "GET meta": self._meta,
            "GET user": self._user,
            "GET user/repos": self._repositories,
            "GET orgs/{owner}/repos": self._of_organization,
            f"GET {here}": self._repository,
            f"GET {here}/branches": self._branches,
            f"GET {here}/commits": self._commits,
            f"GET {here}/compare/{{span*}}": self._compare,
            f"GET {here}/pulls": self._pulls,
        }

    def project(self, call: ApiCall) -> LabProject:
        """Return the project of the address; raise ``ApiRefused``."""
        found = self._projects.find(f"{call.path['owner']}/{call.path['name']}")
        if found is None:
            raise not_found()
        return found

    async def commit(self, call: ApiCall) -> ApiReply:
        """Answer with one commit; asked last, because its address begins like others."""
        project = self.project(call)
        (found,) = await project.repository.commits(call.path["ref"], 1)
        return ApiReply(self._shape.commit(project, found))

    async def _meta(self, call: ApiCall) -> ApiReply:
        del call
        return ApiReply({"verifiable_password_authentication": True, "installed_version": _VERSION})

    async def _user(self, call: ApiCall) -> ApiReply:
        del call
        counts = dict.fromkeys(("followers", "following", "public_gists", "public_repos"), 0)
        nothing = dict.fromkeys(("bio", "blog", "company", "email", "hireable", "location", "name"), None)
        private = dict.fromkeys(
            ("collaborators", "disk_usage", "owned_private_repos", "private_gists", "total_private_repos"), 0
        )
        dates = dict.fromkeys(("created_at", "updated_at"), "2026-01-01T00:00:00Z")
        person = self._shape.person(USER)
        person |= {**counts, **nothing, **private, **dates, "two_factor_authentication": True}
        return ApiReply(person, headers={"X-OAuth-Scopes": _SCOPES})

    async def _repositories(self, call: ApiCall) -> ApiReply:
        found = sorted(self._projects, key=lambda project: project.path)
        return paged(call, self._shape.url, found, self._shape.repository)

    async def _of_organization(self, call: ApiCall) -> ApiReply:
        if call.path["owner"] != OWNER:
            raise not_found()
        return await self._repositories(call)

    async def _repository(self, call: ApiCall) -> ApiReply:
        return ApiReply(self._shape.repository(self.project(call)))

    async def _branches(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        found = list((await project.repository.branches()).items())
        return paged(call, self._shape.url, found, lambda one: self._shape.branch(project, *one))

    async def _commits(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        found = await project.repository.commits(call.query("sha", MAIN))
        return paged(call, self._shape.url, found, lambda one: self._shape.commit(project, one))

    async def _compare(self, call: ApiCall) -> ApiReply:
        project, span = self.project(call), call.path["span"]
        base, mark, head = span.partition("...")
        if not mark:
            raise not_found()
        found = await project.repository.compare(base, head)
        most = call.number("per_page", _MOST_COMPARED, _MOST_COMPARED)
        return ApiReply(self._shape.comparison(project, span, found, most))

    async def _pulls(self, call: ApiCall) -> ApiReply:
        """Every branch that is not merged has a pull request, and every merge had one."""
        project = self.project(call)
        base = (await project.repository.branches())[MAIN]
        wanted = await project.pulls.all() if call.query("state", "open") != "closed" else []
        merged = await project.merged() if call.query("state", "open") != "open" else ()
        found = [
            self._notes.pull(project, FIRST_NUMBER + number, branch, head, base) for number, branch, head in wanted
        ]
        found += [self._notes.merged(project, one) for one in merged]
        return paged(call, self._shape.url, found, lambda one: one)
