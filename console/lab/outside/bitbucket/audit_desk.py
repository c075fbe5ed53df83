"""The custom pipeline of the lab's Bitbucket that runs audits; its results are downloads of the repository."""

from collections.abc import Callable, Mapping

from console.lab.outside.bitbucket.reply import failure, page
from console.lab.outside.bitbucket.shape import BitbucketShape
from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.audit_runs import AuditRun, AuditRuns
from console.lab.outside.forge.lab_project import LabProject

PATTERN = "console-audit"


class AuditDesk:
    """``others`` are the answerers of what is no pipeline of audits; ``place`` precedes all addresses."""

    def __init__(
        self,
        project_of: Callable[[ApiCall], LabProject],
        place: str,
        shape: BitbucketShape,
        runs: AuditRuns,
        now_s: Callable[[], float],
        others: Mapping[str, Answerer],
    ) -> None:
        self._project, self._place, self._shape, self._runs = project_of, place, shape, runs
        self._now_s, self._others = now_s, others

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        here = self._place
        return {
            f"POST {here}/pipelines": self._start,
            f"GET {here}/pipelines/{{run}}": self._one,
            f"POST {here}/pipelines/{{run}}/stopPipeline": self._stop,
            f"GET {here}/downloads": self._list,
            f"GET {here}/downloads/{{file}}": self._file,
        }

    async def _start(self, call: ApiCall) -> ApiReply:
        target = call.body.get("target") or {}
        if (target.get("selector") or {}).get("pattern") != PATTERN:
            return await self._others[f"POST {self._place}/pipelines"](call)
        told = {str(one.get("key")): str(one.get("value")) for one in call.body.get("variables") or ()}
        pieces = sorted((key for key in told if key.startswith("AUDIT_SHARDS_")), key=lambda key: int(key[13:]))
        project, shards = self._project(call), "".join(told[key] for key in pieces)
        run = await self._runs.start(
            project, str(target.get("ref_name", "")), told["AUDIT_BATCH"], shards, int(told["AUDIT_COUNT"]),
            f"custom:{PATTERN}",
        )  # fmt: skip
        return ApiReply(self._shape.pipeline(project, run, self._now_s()), 201)

    async def _one(self, call: ApiCall) -> ApiReply:
        audit = self._found(call)
        if audit is None:
            return failure(404, "Not found")
        return ApiReply(self._shape.pipeline(audit.project, audit.run, self._now_s()))

    async def _stop(self, call: ApiCall) -> ApiReply:
        audit = self._found(call)
        if audit is None:
            return failure(404, "Not found")
        self._runs.cancel(audit)
        return ApiReply(status=204)

    async def _list(self, call: ApiCall) -> ApiReply:
        files = [{"name": name, "size": len(content)} for name, content in self._files(self._project(call)).items()]
        return page(call, files)

    async def _file(self, call: ApiCall) -> ApiReply:
        content = self._files(self._project(call)).get(call.path["file"])
        if content is None:
            return failure(404, "Not found")
        return ApiReply(content, headers={"Content-Type": "application/octet-stream"})

    def _files(self, project: LabProject) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for one in self._runs:
            if one.project is project:
                found.setdefault(f"{one.batch}.run-{one.run.number}.txt", b"begun\n")
                for index, packed in one.results.items():
                    found.setdefault(f"{one.batch}.{index}.sarif.gz", packed)
        return found

    def _found(self, call: ApiCall) -> AuditRun | None:
        number = call.path["run"]
        return self._runs.find(int(number)) if number.isdigit() else None
