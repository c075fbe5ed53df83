"""The pipeline of the lab's GitLab that runs audits: started with variables, its jobs and their artifacts."""

from collections.abc import Callable, Mapping
from typing import Any

from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.audit_runs import AuditRun, AuditRuns
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.paged import paged
from console.lab.outside.forge.time_text import time_text
from console.lab.outside.git.git_repository import UnknownRevision
from console.lab.outside.gitlab.refusal import invalid, not_found
from console.lab.outside.gitlab.shape import PIPELINE_STATES, GitLabShape

_USUAL = 20


class AuditDesk:
    """``others`` are the answerers of what is no pipeline of audits. One job does all shards of a pipeline."""

    def __init__(
        self,
        project_of: Callable[[ApiCall], LabProject],
        shape: GitLabShape,
        runs: AuditRuns,
        now_s: Callable[[], float],
        others: Mapping[str, Answerer],
    ) -> None:
        self._project, self._shape, self._runs, self._now_s = project_of, shape, runs, now_s
        self._others = others

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        here = "projects/{id}"
        return {
            f"POST {here}/pipeline": self._start,
            f"GET {here}/pipelines": self._list,
            f"POST {here}/pipelines/{{run}}/cancel": self._cancel,
            f"GET {here}/pipelines/{{run}}/jobs": self._jobs,
            f"GET {here}/jobs/{{run}}/artifacts/results/{{name}}": self._file,
        }

    async def _start(self, call: ApiCall) -> ApiReply:
        told = {str(one.get("key")): str(one.get("value")) for one in call.body.get("variables") or ()}
        if "AUDIT_BATCH" not in told:
            return await self._others["POST projects/{id}/pipeline"](call)
        shards = "".join(told[key] for key in sorted(told, key=_number) if key.startswith("AUDIT_SHARDS_"))
        project, batch = self._project(call), told["AUDIT_BATCH"]
        try:
            run = await self._runs.start(
                project,
                str(call.body.get("ref", "")),
                batch,
                shards,
                int(told["AUDIT_COUNT"]),
                f"console-audit {batch}",
            )
        except UnknownRevision:
            raise invalid(400, "base", "Reference not found") from None
        return ApiReply(self._shape.pipeline(project, run, self._now_s()), 201)

    async def _list(self, call: ApiCall) -> ApiReply:
        if not call.query("name"):
            return await self._others["GET projects/{id}/pipelines"](call)
        project, now_s = self._project(call), self._now_s()
        found = [one.run for one in self._runs if one.project is project and one.run.title == call.query("name")]
        return paged(
            call, self._shape.url, found, lambda run: self._shape.pipeline(project, run, now_s) | {"name": run.title},
            usual=_USUAL,
        )  # fmt: skip

    async def _cancel(self, call: ApiCall) -> ApiReply:
        audit = self._found(call)
        if audit is None:
            raise not_found("Pipeline")
        self._runs.cancel(audit)
        return ApiReply(self._shape.pipeline(audit.project, audit.run, self._now_s()), 201)

    async def _jobs(self, call: ApiCall) -> ApiReply:
        audit = self._found(call)
        if audit is None:
            return await self._others["GET projects/{id}/pipelines/{run}/jobs"](call)
        return paged(call, self._shape.url, [audit], self._job, usual=_USUAL)

    async def _file(self, call: ApiCall) -> ApiReply:
        audit = self._found(call)
        name = call.path["name"]
        if audit is None:
            raise not_found("Job")
        if name == "index.txt":
            listed = "".join(f"{one}\n" for one in sorted(audit.results))
            return ApiReply(listed.encode(), headers={"Content-Type": "application/octet-stream"})
        index = name.removesuffix(".sarif.gz")
        if not index.isdigit() or int(index) not in audit.results:
            raise not_found("File")
        return ApiReply(audit.results[int(index)], headers={"Content-Type": "application/octet-stream"})

    def _job(self, audit: AuditRun) -> dict[str, Any]:
        now_s = self._now_s()
        state = audit.run.state(now_s)
        is_over = state in {"success", "failure", "cancelled"}
        job: dict[str, Any] = {
            "id": audit.run.id, "status": PIPELINE_STATES.get(state, state), "stage": "test", "name": "audit 1/1",
            "ref": audit.run.branch, "tag": False, "allow_failure": False, "created_at": time_text(audit.run.created_s),
            "started_at": time_text(audit.run.started_s),
            "pipeline": self._shape.pipeline(audit.project, audit.run, now_s),
            "web_url": f"{self._shape.web(audit.project)}/-/jobs/{audit.run.id}",
        }  # fmt: skip
        return job | ({"artifacts_file": {"filename": "artifacts.zip", "size": 1000}} if is_over else {})

    def _found(self, call: ApiCall) -> AuditRun | None:
        number = call.path["run"]
        return self._runs.find(int(number)) if number.isdigit() else None


def _number(key: str) -> tuple[int, str]:
    tail = key.rpartition("_")[2]
    return (int(tail) if tail.isdigit() else -1, key)
