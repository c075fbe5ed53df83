"""Audits in GitHub Actions: a workflow of a central repository, started by ``workflow_dispatch``."""

import json
from collections.abc import Mapping
from urllib.parse import quote

from connectors.common.fault import HttpFault
from connectors.common.forge.artifact_download import downloaded, unzipped
from connectors.common.forge.ci_pipeline import run_title
from connectors.common.forge.link_api import LinkApi
from connectors.common.http import HttpClient
from connectors.common.json_answer import decoded
from connectors.github import wire
from connectors.github.mapping import GitHubMapping
from connectors.github.place import place_of
from console.domain.forge.pipeline_run import PipelineRun
from console.estate.schema.git_provider import AuditPipeline

USUAL_WORKFLOW = "console-audit.yml"
_PREFIX = "audit-"
_MOST_RUNS = 100
_MOST_ARTIFACTS = 1000
_MOST_REMEMBERED = 200


class GitHubAuditPipeline:
    """Implements ``CiPipeline``: the workflow calls its runs after their batch, and its artifacts after the shards."""

    def __init__(self, api: LinkApi, client: HttpClient, connection: str, options: AuditPipeline) -> None:
        self._api, self._client = api, client
        self._map = GitHubMapping(connection)
        self._path, self._branch = options.repository, options.branch
        self._workflow = quote(options.workflow or USUAL_WORKFLOW, safe="")
        self._known: dict[str, str] = {}

    async def start(self, batch_id: str, shards: str, count: int) -> None:
        """Start a run, and keep its id where the server tells it (since 2026; older ones refuse to be asked)."""
        place = self._place("workflows", self._workflow, "dispatches")
        inputs = {"batch": batch_id, "shards": shards, "indexes": json.dumps(list(range(count)))}
        body: dict[str, object] = {"ref": self._branch, "inputs": inputs}
        try:
            answer = await self._api.write("POST", place, {**body, "return_run_details": True})
        except HttpFault as fault:
            if fault.status != 422 or b"return_run_details" not in fault.body:
                raise
            answer = await self._api.write("POST", place, body)
        if answer.status == 200:
            while len(self._known) >= _MOST_REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[batch_id] = str(decoded(answer, wire.DispatchedRun, self._client.peer).workflow_run_id)

    async def find(self, batch_id: str) -> PipelineRun | None:
        """Return the run by its id, else the newest by its name."""
        if batch_id in self._known:
            return self._map.run(self._path, await self._api.one(self._run(self._known[batch_id]), wire.WireRun))
        found = await self._api.within(
            self._place("workflows", self._workflow, "runs"), wire.Runs, lambda page: page.workflow_runs, _MOST_RUNS,
            {"event": "workflow_dispatch"},
        )  # fmt: skip
        title = run_title(batch_id)
        return next((self._map.run(self._path, one) for one in found.items if one.display_title == title), None)

    async def cancel(self, run_id: str) -> None:
        """Cancel a run."""
        await self._api.write("POST", f"{self._run(run_id)}/cancel")

    async def results(self, batch_id: str, run: PipelineRun) -> Mapping[int, str]:
        """Return the artifacts by the shard in their names."""
        del batch_id
        found = await self._api.within(
            f"{self._run(run.ref.name)}/artifacts", wire.Artifacts, lambda page: page.artifacts, _MOST_ARTIFACTS
        )
        named = ((one.name.removeprefix(_PREFIX), one) for one in found.items if one.name.startswith(_PREFIX))
        return {int(index): str(one.id) for index, one in named if index.isdigit() and not one.expired}

    async def fetch(self, place: str, index: int) -> bytes:
        """Return the result in an artifact's archive."""
        content = await downloaded(self._client, self._place("artifacts", quote(place, safe=""), "zip"))
        return unzipped(self._client, content, f"{index}.sarif.gz")

    def _run(self, run_id: str) -> str:
        return self._place("runs", quote(run_id, safe=""))

    def _place(self, *rest: str) -> str:
        return place_of(self._path, "actions", *rest)
