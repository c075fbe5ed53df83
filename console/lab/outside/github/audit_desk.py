"""The workflow of the lab's GitHub that runs audits: dispatched, shown, cancelled, its artifacts downloaded."""

import io
import zipfile
from collections.abc import Callable, Mapping

from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiRefused, ApiReply
from console.lab.outside.forge.audit_runs import AuditRun, AuditRuns
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.paged import paged
from console.lab.outside.forge.time_text import time_text
from console.lab.outside.git.git_repository import UnknownRevision
from console.lab.outside.github.note_shape import NoteShape
from console.lab.outside.github.refusal import not_found, refusal
from console.lab.outside.github.shape import GitHubShape

WORKFLOW = "console-audit.yml"
_INPUTS = {"batch", "shards", "indexes"}
_STEP = 1000


class AuditDesk:
    """As a server of before 2026 it refuses ``return_run_details``. Runs are called after their batch (run-name)."""

    def __init__(
        self,
        project_of: Callable[[ApiCall], LabProject],
        shape: GitHubShape,
        runs: AuditRuns,
        now_s: Callable[[], float],
    ) -> None:
        self._project, self._shape, self._runs, self._now_s = project_of, shape, runs, now_s
        self._notes = NoteShape(shape)

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        here = "repos/{owner}/{name}/actions"
        return {
            f"POST {here}/workflows/{WORKFLOW}/dispatches": self._dispatch,
            f"GET {here}/workflows/{WORKFLOW}/runs": self._list,
            f"GET {here}/runs/{{run}}": self._one,
            f"POST {here}/runs/{{run}}/cancel": self._cancel,
            f"GET {here}/runs/{{run}}/artifacts": self._artifacts,
            f"GET {here}/artifacts/{{artifact}}/zip": self._download,
        }

    async def _dispatch(self, call: ApiCall) -> ApiReply:
        if "return_run_details" in call.body:
            message = 'Invalid request.\n\n"return_run_details" is not a permitted key.'
            raise ApiRefused(422, refusal(422, message))
        inputs, branch = call.body.get("inputs") or {}, str(call.body.get("ref", ""))
        if set(inputs) != _INPUTS:
            raise ApiRefused(422, refusal(422, f"Unexpected inputs provided: {sorted(set(inputs) ^ _INPUTS)}"))
        count, batch = str(inputs["indexes"]).count(",") + 1, str(inputs["batch"])
        try:
            await self._runs.start(
                self._project(call), branch, batch, str(inputs["shards"]), count, f"console-audit {batch}"
            )
        except UnknownRevision:
            raise ApiRefused(422, refusal(422, f"No ref found for: {branch}")) from None
        return ApiReply(status=204)

    async def _list(self, call: ApiCall) -> ApiReply:
        project, now_s = self._project(call), self._now_s()
        found = [one for one in self._runs if one.project is project]
        return paged(
            call, self._shape.url, found, lambda one: self._notes.run(project, one.run, now_s),
            within=lambda page, total: {"total_count": total, "workflow_runs": page},
        )  # fmt: skip

    async def _one(self, call: ApiCall) -> ApiReply:
        audit = self._found(call)
        return ApiReply(self._notes.run(audit.project, audit.run, self._now_s()))

    async def _cancel(self, call: ApiCall) -> ApiReply:
        self._runs.cancel(self._found(call))
        return ApiReply({}, 202)

    async def _artifacts(self, call: ApiCall) -> ApiReply:
        audit = self._found(call)
        found = sorted(audit.results)
        return paged(
            call, self._shape.url, found, lambda index: self._artifact(audit, index),
            within=lambda page, total: {"total_count": total, "artifacts": page},
        )  # fmt: skip

    async def _download(self, call: ApiCall) -> ApiReply:
        run_id, index = divmod(int(call.path["artifact"]), _STEP) if call.path["artifact"].isdigit() else (0, 0)
        audit = self._runs.find(run_id)
        if audit is None or index not in audit.results:
            raise not_found()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"{index}.sarif.gz", audit.results[index])
        return ApiReply(packed.getvalue(), headers={"Content-Type": "application/zip"})

    def _artifact(self, audit: AuditRun, index: int) -> dict[str, object]:
        number = audit.run.id * _STEP + index
        here = f"{self._shape.place(audit.project)}/actions/artifacts/{number}"
        made = time_text(self._now_s())
        return {
            "id": number, "node_id": f"artifact-{number}", "name": f"audit-{index}",
            "size_in_bytes": len(audit.results[index]), "url": here, "archive_download_url": f"{here}/zip",
            "expired": False, "created_at": made, "updated_at": made, "expires_at": made,
        }  # fmt: skip

    def _found(self, call: ApiCall) -> AuditRun:
        number = call.path["run"]
        audit = self._runs.find(int(number)) if number.isdigit() else None
        if audit is None:
            raise not_found()
        return audit
