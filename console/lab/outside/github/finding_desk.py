"""GitHub's code scanning: taking SARIF files, and working on them for a while."""

import base64
import binascii
import gzip
import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiRefused, ApiReply
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.paged import paged
from console.lab.outside.forge.time_text import time_text
from console.lab.outside.github.refusal import not_found, refusal
from console.lab.outside.github.shape import GitHubShape, digest

_WORK_S = 2.0
_MOST_BYTES = 32 << 20
_REF = re.compile(r"refs/(heads|tags|pull)/\S+")


@dataclass(frozen=True, slots=True)
class _Upload:
    id: str
    ref: str
    sha: str
    at_s: float
    tools: tuple[str, ...]
    results: int
    rules: int
    fault: str


class FindingDesk:
    """Files are looked at when they arrive; what came of it is told a little later."""

    def __init__(
        self, project_of: Callable[[ApiCall], LabProject], shape: GitHubShape, now_s: Callable[[], float]
    ) -> None:
        self._project = project_of
        self._shape = shape
        self._now_s = now_s
        self._uploads: dict[str, list[_Upload]] = {}

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        here = "repos/{owner}/{name}/code-scanning"
        return {
            f"POST {here}/sarifs": self._take,
            f"GET {here}/sarifs/{{id}}": self._state,
            f"GET {here}/analyses": self._analyses,
        }

    async def _take(self, call: ApiCall) -> ApiReply:
        project, body = self._project(call), call.body
        if not _REF.fullmatch(str(body.get("ref", ""))):
            raise ApiRefused(400, refusal(400, "ref must be a full reference"))
        sha = await project.repository.resolve(str(body.get("commit_sha", "")))
        log = _unpacked(str(body.get("sarif", "")))
        place, at_s = self._shape.place(project), self._now_s()
        uploads = self._uploads.setdefault(project.path, [])
        upload = _Upload(digest(project.path, sha, len(uploads)), body["ref"], sha, at_s, *_looked_at(log))
        uploads.insert(0, upload)
        return ApiReply({"id": upload.id, "url": f"{place}/code-scanning/sarifs/{upload.id}"}, 202)

    async def _state(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        found = next((one for one in self._uploads.get(project.path, ()) if one.id == call.path["id"]), None)
        if found is None:
            raise not_found()
        if not self._is_done(found):
            return ApiReply({"processing_status": "pending"})
        if found.fault:
            return ApiReply({"processing_status": "failed", "errors": [found.fault]})
        url = f"{self._shape.place(project)}/code-scanning/analyses?sarif_id={found.id}"
        return ApiReply({"processing_status": "complete", "analyses_url": url})

    async def _analyses(self, call: ApiCall) -> ApiReply:
        project, ref = self._project(call), call.query("ref")
        found = [
            (one, tool)
            for one in self._uploads.get(project.path, ())
            if self._is_done(one) and not one.fault and ref in {"", one.ref}
            for tool in one.tools
        ]
        if not found:
            raise ApiRefused(404, refusal(404, "no analysis found"))
        return paged(call, self._shape.url, found, lambda pair: self._analysis(project, *pair))

    def _analysis(self, project: LabProject, one: _Upload, tool: str) -> dict[str, Any]:
        number = int(digest(one.id, tool)[:8], 16)
        return {
            "ref": one.ref,
            "commit_sha": one.sha,
            "analysis_key": "(default)",
            "environment": "{}",
            "category": "",
            "error": "",
            "created_at": time_text(one.at_s),
            "results_count": one.results,
            "rules_count": one.rules,
            "id": number,
            "url": f"{self._shape.place(project)}/code-scanning/analyses/{number}",
            "sarif_id": one.id,
            "tool": {"name": tool, "guid": None, "version": None},
            "deletable": True,
            "warning": "",
        }

    def _is_done(self, one: _Upload) -> bool:
        return self._now_s() >= one.at_s + _WORK_S


def _unpacked(text: str) -> Any:
    try:
        packed = base64.b64decode(text, validate=True)
        content = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(packed, _MOST_BYTES)
        return json.loads(content)
    except (binascii.Error, zlib.error, gzip.BadGzipFile, ValueError, RecursionError):
        raise ApiRefused(400, refusal(400, "sarif is not gzip and base64 of JSON")) from None


def _looked_at(log: Any) -> tuple[tuple[str, ...], int, int, str]:
    """Return tools, number of results and of rules, and what is wrong with the file as SARIF 2.1.0."""
    try:
        runs = log["runs"]
        tools = tuple(dict.fromkeys(str(run["tool"]["driver"]["name"]) for run in runs))
        results = [result for run in runs for result in run.get("results") or ()]
        rules = {result.get("ruleId") for result in results}
        wrong = next((one for one in results if not _has_message(one)), None)
    except (KeyError, TypeError, AttributeError):
        return (), 0, 0, "the file has no runs with a tool"
    if log.get("version") != "2.1.0":
        return tools, len(results), len(rules), "version must be 2.1.0"
    return tools, len(results), len(rules), "" if wrong is None else "a result has no message"


def _has_message(result: Any) -> bool:
    message = result.get("message")
    return isinstance(message, dict) and bool({"text", "id"} & message.keys())
