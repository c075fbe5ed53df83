"""The pipeline of the lab's Azure DevOps that runs audits: template parameters, builds, artifacts."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from console.lab.outside.azure_devops.code_desk import CodeDesk
from console.lab.outside.azure_devops.note_shape import NoteShape, build_number
from console.lab.outside.azure_devops.reply import refused, wrapped
from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.audit_runs import AuditRun, AuditRuns
from console.lab.outside.lab_server import ServerContext

_PARAMETERS = {"batch", "shards", "count"}


class AuditDesk:
    """``others`` are the answerers of what is no pipeline of audits."""

    def __init__(
        self, context: ServerContext, code: CodeDesk, shape: NoteShape, runs: AuditRuns, others: Mapping[str, Answerer]
    ) -> None:
        self._context, self._code, self._shape, self._runs, self._others = context, code, shape, runs, others

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        return {
            "POST {project}/_apis/pipelines/{id}/runs": self._start,
            "PATCH {project}/_apis/build/builds/{run}": self._change,
            "GET {project}/_apis/build/builds/{run}/artifacts": self._artifacts,
        }

    async def _start(self, call: ApiCall) -> ApiReply:
        told = call.body.get("templateParameters") or {}
        if set(told) != _PARAMETERS:
            return await self._others["POST {project}/_apis/pipelines/{id}/runs"](call)
        number = call.path["id"]
        project = next((one for one in self._code.of_team(call.path["project"]) if str(one.id) == number), None)
        if project is None:
            raise refused(404, f"Pipeline with ID {number} does not exist.", "PipelineNotFoundException")
        repositories = (call.body.get("resources") or {}).get("repositories") or {}
        branch = str((repositories.get("self") or {}).get("refName") or "main").removeprefix("refs/heads/")
        run = await self._runs.start(
            project, branch, str(told["batch"]), str(told["shards"]), int(told["count"]), str(told["batch"])
        )
        return ApiReply(self._shape.run(project, run, self._context.now_s()))

    async def _change(self, call: ApiCall) -> ApiReply:
        audit = self._found(call)
        if call.body.get("status") != "cancelling":
            raise refused(400, "Only cancelling is played here.", "InvalidRequestException")
        self._runs.cancel(audit)
        return ApiReply(self._shape.build(audit.project, audit.run, self._context.now_s()))

    async def _artifacts(self, call: ApiCall) -> ApiReply:
        audit = self._found(call)
        name = call.query("artifactName")
        if not name:
            return wrapped([_artifact(index) for index in sorted(audit.results)])
        index = int(name.removeprefix("audit-")) if name.removeprefix("audit-").isdigit() else -1
        if index not in audit.results:
            raise refused(404, f"Artifact {name} was not found.", "ArtifactNotFoundException")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"{name}/{index}.sarif.gz", audit.results[index])
        return ApiReply(packed.getvalue(), headers={"Content-Type": "application/zip"})

    def _found(self, call: ApiCall) -> AuditRun:
        number = call.path["run"]
        audit = next((one for one in self._runs if str(build_number(one.project, one.run)) == number), None)
        if audit is None:
            raise refused(404, f"The requested build {number} could not be found.", "BuildNotFoundException")
        return audit


def _artifact(index: int) -> dict[str, Any]:
    return {"id": index + 1, "name": f"audit-{index}", "resource": {"type": "Container", "data": f"#/1/audit-{index}"}}
