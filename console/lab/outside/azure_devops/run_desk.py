"""Builds, their definitions, starting them as pipelines, and commit statuses."""

from collections.abc import Mapping

from console.lab.outside.azure_devops.code_desk import PLACE, CodeDesk
from console.lab.outside.azure_devops.note_shape import NoteShape
from console.lab.outside.azure_devops.reply import continued, refused, wrapped
from console.lab.outside.azure_devops.shape import identifier
from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.lab_server import ServerContext

_STATES = {"pending": "pending", "succeeded": "success", "failed": "failure", "error": "error"}


class RunDesk:
    """Every repository has one pipeline, of the same number."""

    def __init__(self, context: ServerContext, code: CodeDesk, shape: NoteShape) -> None:
        self._context = context
        self._code = code
        self._shape = shape

    def routes(self) -> Mapping[str, Answerer]:
        """Return what is answered here."""
        return {
            "GET {project}/_apis/build/builds": self._builds,
            "GET {project}/_apis/build/definitions": self._definitions,
            "POST {project}/_apis/pipelines/{id}/runs": self._start,
            f"GET {PLACE}/commits/{{sha}}/statuses": self._statuses,
            f"POST {PLACE}/commits/{{sha}}/statuses": self._set_status,
        }

    def _wanted(self, call: ApiCall) -> list[LabProject]:
        number = call.query("repositoryId")
        of_team = self._code.of_team(call.path["project"])
        return [one for one in of_team if not number or identifier("repository", one.id) == number]

    async def _builds(self, call: ApiCall) -> ApiReply:
        now_s = self._context.now_s()
        found = [
            (run, self._shape.build(project, run, now_s))
            for project in self._wanted(call)
            for run in (*await project.all_runs(), *await project.releases())
        ]
        if call.query("branchName"):
            found = [pair for pair in found if pair[1]["sourceBranch"] == call.query("branchName")]
        found.sort(key=lambda pair: -pair[0].created_s)
        return continued(call, [build for _, build in found])

    async def _definitions(self, call: ApiCall) -> ApiReply:
        return continued(call, [self._shape.definition(one) for one in self._wanted(call)])

    async def _start(self, call: ApiCall) -> ApiReply:
        number = call.path["id"]
        project = next((one for one in self._code.of_team(call.path["project"]) if str(one.id) == number), None)
        if project is None:
            raise refused(404, f"Pipeline with ID {number} does not exist.", "PipelineNotFoundException")
        repositories = (call.body.get("resources") or {}).get("repositories") or {}
        ref = str((repositories.get("self") or {}).get("refName") or "refs/heads/main")
        branch = ref.removeprefix("refs/heads/")
        sha = (await project.repository.branches()).get(branch)
        if sha is None:
            message = f"Could not resolve the version of {ref} in the repository self."
            raise refused(400, message, "PipelineValidationException")
        run = project.runs.start(branch, sha, "manual", "manual")
        return ApiReply(self._shape.run(project, run, self._context.now_s()))

    async def _statuses(self, call: ApiCall) -> ApiReply:
        project, sha = await self._commit(call)
        found = project.statuses.get(sha, [])
        if call.query("latestOnly") == "true":
            found = list({one.context: one for one in found}.values())
        return wrapped([self._shape.status(one) for one in found])

    async def _set_status(self, call: ApiCall) -> ApiReply:
        project, sha = await self._commit(call)
        context = call.body.get("context") or {}
        state = _STATES.get(str(call.body.get("state")))
        if not context.get("name") or state is None:
            raise refused(400, "A status must have a state and a context with a name.", "ArgumentException")
        name = "/".join(part for part in (str(context.get("genre") or ""), str(context["name"])) if part)
        words = (str(call.body.get("description") or ""), str(call.body.get("targetUrl") or ""))
        status = project.set_status(sha, name, state, *words, self._context.now_s())
        return ApiReply(self._shape.status(status), 201)

    async def _commit(self, call: ApiCall) -> tuple[LabProject, str]:
        project = self._code.project(call)
        return project, await project.repository.resolve(call.path["sha"])
