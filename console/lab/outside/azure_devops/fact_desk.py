"""Azure DevOps' API over how changes come in: branch policies, completed pull requests, timelines of builds."""

from collections.abc import Mapping
from typing import Any

from console.lab.outside.azure_devops.code_desk import PLACE, CodeDesk
from console.lab.outside.azure_devops.note_shape import build_number
from console.lab.outside.azure_devops.reply import continued, moment, refused, wrapped
from console.lab.outside.azure_devops.shape import AzureShape, identifier, pull_number
from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.merged_pull import MergedPull

_REVIEWERS = "fa4e907d-c16b-4a4c-9dfa-4906e5d171dd"
_BUILD = "0609b952-1397-4640-95ec-e00a01b2c241"
_LINKS = "40e92b44-2fe1-4dd6-b3d8-74a9c21d0c6e"


class FactDesk:
    """Policies belong to the main branch."""

    def __init__(self, code: CodeDesk, shape: AzureShape) -> None:
        self._code = code
        self._shape = shape

    def routes(self) -> Mapping[str, Answerer]:
        """Return what is answered here."""
        one = f"{PLACE}/pullRequests/{{number}}"
        return {
            "GET {project}/_apis/git/policy/configurations": self._policies,
            "GET {project}/_apis/build/builds/{build}/timeline": self._timeline,
            f"GET {one}/iterations": self._iterations,
            f"GET {one}/statuses": self._statuses,
            f"GET {one}/threads": self._threads,
        }

    async def _policies(self, call: ApiCall) -> ApiReply:
        number = call.query("repositoryId")
        of_team = self._code.of_team(call.path["project"])
        found = next((one for one in of_team if identifier("repository", one.id) == number), None)
        return continued(call, self._all_of(found) if found is not None else [])

    def _all_of(self, project: LabProject) -> list[dict[str, Any]]:
        habit = project.habit
        if not habit.protects:
            return []
        asked: list[tuple[str, dict[str, Any]]] = [
            (_REVIEWERS, {"minimumApproverCount": habit.required_reviews, "creatorVoteCounts": False,
                          "resetOnSourcePush": habit.dismisses_stale}),
            (_LINKS, {}),
        ]  # fmt: skip
        asked += [(_BUILD, {"buildDefinitionId": project.id, "displayName": name}) for name in habit.required_checks]
        return [
            {"id": place, "revision": 1, "isEnabled": True, "isBlocking": kind != _LINKS, "isDeleted": False,
             "type": {"id": kind, "displayName": "policy"}, "settings": settings,
             "url": self._shape.repository(project)["url"]}
            for place, (kind, settings) in enumerate(asked, 1)
        ]  # fmt: skip

    async def _found(self, call: ApiCall) -> MergedPull:
        project = self._code.project(call)
        for one in await project.merged():
            if str(pull_number(project, one.number)) == call.path["number"]:
                return one
        raise refused(404, "TF401180: The requested pull request was not found.", "GitPullRequestNotFoundException")

    async def _iterations(self, call: ApiCall) -> ApiReply:
        one = await self._found(call)
        return wrapped([
            {"id": 1, "createdDate": moment(min(one.approved_s, one.head.committed_s) - 60.0)},
            {"id": 2, "createdDate": moment(float(one.head.committed_s))},
        ])  # fmt: skip

    async def _statuses(self, call: ApiCall) -> ApiReply:
        one = await self._found(call)
        state = "failed" if one.is_red else "succeeded"
        return wrapped([
            {"id": 1, "iterationId": 1, "state": "failed", "context": {"name": "ci", "genre": "build"}},
            {"id": 2, "iterationId": 2, "state": state, "context": {"name": "ci", "genre": "build"}},
        ])  # fmt: skip

    async def _threads(self, call: ApiCall) -> ApiReply:
        one = await self._found(call)
        kind = {"CodeReviewThreadType": {"$type": "System.String", "$value": "VoteUpdate"}}
        return wrapped([
            {"id": place, "publishedDate": moment(one.approved_s), "properties": kind, "comments": []}
            for place, _ in enumerate(one.approvers, 1)
        ])  # fmt: skip

    async def _timeline(self, call: ApiCall) -> ApiReply:
        for project in self._code.of_team(call.path["project"]):
            for run in await project.releases():
                if str(build_number(project, run)) == call.path["build"]:
                    return ApiReply({"id": identifier("timeline", run.id), "records": [
                        {"id": identifier("stage", run.id, name), "type": "Stage", "name": name, "state": "completed",
                         "result": "succeeded", "startTime": moment(run.started_s + place)}
                        for place, name in enumerate(project.habit.release_stages)
                    ]})  # fmt: skip
        raise refused(404, "The requested build could not be found.", "BuildNotFoundException")
