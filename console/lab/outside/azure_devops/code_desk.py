"""Team projects, repositories, branches, commits, comparisons and pull requests."""

from collections.abc import Mapping

from console.lab.outside.azure_devops.reply import continued, refused, skipped, wrapped
from console.lab.outside.azure_devops.shape import AzureShape, identifier, is_admin, pull_number
from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.lab_projects import LabProjects
from console.lab.outside.git.history_plan import MAIN

PLACE = "{project}/_apis/git/repositories/{name}"
_CRITERIA = "searchCriteria."
_GIT = "2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87"
_MANAGE = 8192


class CodeDesk:
    """What git knows, in Azure DevOps' words; repositories are found by name and by id."""

    def __init__(self, projects: LabProjects, shape: AzureShape) -> None:
        self._projects = projects
        self._shape = shape

    def routes(self) -> Mapping[str, Answerer]:
        """Return what is answered here."""
        return {
            "GET _apis/projects": self._teams,
            "GET _apis/git/repositories": self._repositories,
            "GET {project}/_apis/git/repositories": self._repositories,
            "GET _apis/permissions/{namespace}/{bit}": self._permission,
            f"GET {PLACE}": self._repository,
            f"GET {PLACE}/refs": self._refs,
            f"GET {PLACE}/commits": self._commits,
            f"GET {PLACE}/diffs/commits": self._diffs,
            f"GET {PLACE}/pullrequests": self._pull_requests,
            f"POST {PLACE}/pullrequests": self._propose,
            f"PATCH {PLACE}/pullrequests/{{number}}": self._withdraw,
        }

    def project(self, call: ApiCall) -> LabProject:
        """Return the project of a path; raise ``ApiRefused``."""
        team, name = call.path["project"], call.path["name"]
        for one in self.of_team(team):
            if name in (one.path.partition("/")[2], identifier("repository", one.id)):
                return one
        message = (
            f"TF401019: The Git repository with name or identifier {name} does not exist or you do not have "
            "permissions for the operation you are attempting."
        )
        raise refused(404, message, "GitRepositoryNotFoundException")

    def of_team(self, team: str) -> list[LabProject]:
        """Return the repositories of a team project, named or by its id; raise ``ApiRefused`` without one."""
        found = [one for one in self._projects if team in (_team(one), identifier("project", _team(one)))]
        if not found:
            message = f"TF200016: The following project does not exist: {team}."
            raise refused(404, message, "ProjectDoesNotExistWithNameException")
        return found

    async def _teams(self, call: ApiCall) -> ApiReply:
        names = sorted({_team(one) for one in self._projects})
        return continued(call, [self._shape.project(name) for name in names])

    async def _repositories(self, call: ApiCall) -> ApiReply:
        found = self.of_team(call.path["project"]) if "project" in call.path else list(self._projects)
        return wrapped([self._shape.repository(one) for one in found])

    async def _repository(self, call: ApiCall) -> ApiReply:
        return ApiReply(self._shape.repository(self.project(call)))

    async def _permission(self, call: ApiCall) -> ApiReply:
        number = call.query("tokens").rpartition("/")[2]
        found = next((one for one in self._projects if identifier("repository", one.id) == number), None)
        if call.path["namespace"] != _GIT or found is None:
            raise refused(404, "The security namespace or token does not exist.", "InvalidSecurityNamespaceException")
        return wrapped([is_admin(found) or not int(call.path["bit"]) & _MANAGE])

    async def _refs(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        branches = await project.repository.branches()
        wanted = f"refs/{call.query('filter')}"
        found = [self._shape.ref(project, name, sha) for name, sha in sorted(branches.items())]
        return continued(call, [one for one in found if one["name"].startswith(wanted)])

    async def _commits(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        of = call.query(f"{_CRITERIA}itemVersion.version") or MAIN
        to = call.query(f"{_CRITERIA}compareVersion.version")
        repository = project.repository
        commits = (await repository.compare(of, to)).commits if to else await repository.commits(of)
        return skipped(call, [self._shape.commit(project, one) for one in commits], f"{_CRITERIA}$")

    async def _diffs(self, call: ApiCall) -> ApiReply:
        repository = self.project(call).repository
        base, target = call.query("baseVersion"), call.query("targetVersion")
        found = await repository.compare(base, target)
        head = await repository.resolve(target)
        files = [self._shape.change(one, head) for one in found.files]
        most = call.number("$top", 100, 2000)
        kinds = [one["changeType"].title() for one in files]
        return ApiReply(
            {
                "allChangesIncluded": len(files) <= most,
                "changeCounts": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
                "changes": files[:most],
                "commonCommit": found.merge_base.sha,
                "baseCommit": found.base.sha,
                "targetCommit": head,
                "aheadCount": len(found.commits),
                "behindCount": found.behind,
            }
        )

    async def _pull_requests(self, call: ApiCall) -> ApiReply:
        project = self.project(call)
        is_wanted = call.query(f"{_CRITERIA}status", "active") in {"active", "all"}
        wanted = await project.pulls.all() if is_wanted else []
        found = [self._shape.pull_request(project, number, branch, head) for number, branch, head in wanted]
        if call.query(f"{_CRITERIA}status") in {"completed", "all"}:
            found += [self._shape.merged(project, one) for one in await project.merged()]
        return skipped(call, found)

    async def _propose(self, call: ApiCall) -> ApiReply:
        project, branch = self.project(call), str(call.body.get("sourceRefName", "")).removeprefix("refs/heads/")
        made = await project.pulls.propose(branch, str(call.body.get("title", "")))
        if made is None:
            message = "TF401179: An active pull request for the source and target branch already exists."
            raise refused(409, message, "GitPullRequestExistsException")
        return ApiReply(self._shape.pull_request(project, *made))

    async def _withdraw(self, call: ApiCall) -> ApiReply:
        project, number = self.project(call), int(call.path["number"])
        found = await project.pulls.withdraw(number - pull_number(project, 0))
        if found is None or call.body.get("status") != "abandoned":
            raise refused(404, "TF401180: The requested pull request was not found.", "GitPullRequestNotFoundException")
        return ApiReply(self._shape.pull_request(project, *found) | {"status": "abandoned"})


def _team(project: LabProject) -> str:
    return project.path.partition("/")[0]
