"""Repositories, branches, commits, comparisons and pull requests."""

import re
from collections.abc import Mapping

from console.lab.outside.bitbucket.reply import FileReply, failure, page, refusal
from console.lab.outside.bitbucket.shape import WORKSPACE, BitbucketShape, identifier, is_admin
from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiRefused, ApiReply
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.lab_projects import LabProjects
from console.lab.outside.git.git_repository import UnknownRevision

_FULL_NAME = re.compile(r'full_name\s*=\s*"([^"]*)"')
_PULL_PAGE = 50
PLACE = "repositories/{workspace}/{name}"


class CodeDesk:
    """What git knows, in Bitbucket's words; ``account`` says whether a person asks, who has roles."""

    def __init__(self, projects: LabProjects, shape: BitbucketShape) -> None:
        self._projects = projects
        self._shape = shape

    def routes(self) -> Mapping[str, Answerer]:
        """Return what is answered here."""
        return {
            "GET user/workspaces": self._workspaces,
            "GET repositories/{workspace}": self._repositories,
            f"GET {PLACE}": self._repository,
            f"GET {PLACE}/refs/branches": self._branches,
            f"GET {PLACE}/commits": self._commits,
            f"GET {PLACE}/commit/{{sha}}": self._commit,
            f"GET {PLACE}/diffstat/{{spec}}": self._diffstat,
            f"GET {PLACE}/pullrequests": self._pull_requests,
            f"POST {PLACE}/pullrequests": self._propose,
            f"POST {PLACE}/pullrequests/{{number}}/decline": self._withdraw,
            f"GET {PLACE}/src/{{sha}}/{{path*}}": self._file,
        }

    def project(self, call: ApiCall) -> LabProject:
        """Return the project that a path names; raise ``ApiRefused``."""
        name = f"{call.path['workspace']}/{call.path['name']}"
        found = self._projects.find(name)
        if found is None:
            message = f"You may not have access to this repository or it no longer exists: {name}"
            raise ApiRefused(404, refusal(404, message))
        return found

    async def _workspaces(self, call: ApiCall) -> ApiReply:
        workspace = {"type": "workspace_base", "slug": WORKSPACE, "uuid": identifier("workspace")}
        return page(call, [{"type": "workspace_access", "administrator": True, "workspace": workspace}])

    async def _repositories(self, call: ApiCall) -> ApiReply:
        if call.path["workspace"] != WORKSPACE:
            return failure(404, f"No workspace with identifier '{call.path['workspace']}'.")
        found = [one for one in self._projects if call.query("role") != "admin" or is_admin(one)]
        named = _FULL_NAME.search(call.query("q"))
        if named:
            found = [one for one in found if one.path == named[1]]
        found.sort(key=lambda one: -one.pushed_s)
        return page(call, [self._shape.repository(one) for one in found])

    async def _repository(self, call: ApiCall) -> ApiReply:
        return ApiReply(self._shape.repository(self.project(call)))

    async def _branches(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        branches = await project.repository.branches()
        return page(call, [self._shape.branch(project, name, sha) for name, sha in sorted(branches.items())])

    async def _commits(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        include, exclude = call.query("include"), call.query("exclude")
        if exclude:
            commits = (await project.repository.compare(exclude, include)).commits
        else:
            commits = await project.repository.commits(include)
        return page(call, [self._shape.commit(project, one) for one in commits], counted=False)

    async def _commit(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        (found,) = await project.repository.commits(call.path["sha"], 1)
        return ApiReply(self._shape.commit(project, found))

    async def _diffstat(self, call: ApiCall) -> ApiReply:
        """Bitbucket names the source first: the range reads the other way round than git's."""
        source, _, destination = call.path["spec"].partition("..")
        found = await self.project(call).repository.compare(destination, source)
        return page(call, [self._shape.diffstat(one) for one in found.files], most=500)

    async def _pull_requests(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        wanted = await project.pulls.all() if call.query("state", "OPEN") == "OPEN" else []
        merged = await project.merged() if call.query("state") == "MERGED" else ()
        found = [self._shape.pull_request(project, number, branch, head) for number, branch, head in wanted]
        found += [self._shape.merged(project, one) for one in merged]
        return page(call, found, most=_PULL_PAGE)

    async def _propose(self, call: ApiCall) -> ApiReply:
        project, source = self.project(call), call.body.get("source") or {}
        made = await project.pulls.propose(
            str((source.get("branch") or {}).get("name", "")), str(call.body.get("title", ""))
        )
        if made is None:
            return failure(400, "There are no changes to be pulled, or the branch has a pull request.")
        return ApiReply(self._shape.pull_request(project, *made), 201)

    async def _withdraw(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        found = await project.pulls.withdraw(int(call.path["number"]))
        if found is None:
            return failure(404, "There is no open pull request of this number.")
        return ApiReply(self._shape.pull_request(project, *found) | {"state": "DECLINED"})

    async def _file(self, call: ApiCall) -> ApiReply:
        try:
            content = await self.project(call).repository.file(call.path["sha"], call.path["path"])
        except UnknownRevision:
            return failure(404, f"No such file or directory: {call.path['path']}")
        return FileReply(headers={"Content-Type": "text/plain"}, content=content)
