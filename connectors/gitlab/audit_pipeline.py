"""Audits in GitLab CI: the pipeline of a central project, whose jobs share the shards among them."""

from collections.abc import Mapping
from urllib.parse import quote

from connectors.common.fault import HttpFault
from connectors.common.forge.artifact_download import downloaded
from connectors.common.forge.ci_pipeline import parts_of, run_title
from connectors.common.forge.link_api import LinkApi
from connectors.common.http import HttpClient
from connectors.gitlab import wire
from connectors.gitlab.mapping import GitLabMapping
from connectors.gitlab.place import place_of
from connectors.gitlab.words import ENDED, run_state
from console.domain.forge.pipeline_run import PipelineRun
from console.estate.schema.git_provider import AuditPipeline

_FOLDER, _INDEX = "results", "index.txt"
_MOST_JOBS = 200


class GitLabAuditPipeline:
    """Implements ``CiPipeline``. Each job leaves ``results/index.txt`` with the shards whose results are beside it."""

    def __init__(self, api: LinkApi, client: HttpClient, connection: str, options: AuditPipeline) -> None:
        self._api, self._client = api, client
        self._map = GitLabMapping(connection)
        self._path, self._branch = options.repository, options.branch
        self._listed: dict[int, tuple[int, ...]] = {}

    async def start(self, batch_id: str, shards: str, count: int) -> None:
        """Start a pipeline; its name is made of the batch by ``workflow: name``."""
        told = {"AUDIT_BATCH": batch_id, "AUDIT_COUNT": str(count), **parts_of(shards)}
        body = {"ref": self._branch, "variables": [{"key": name, "value": value} for name, value in told.items()]}
        await self._api.write("POST", place_of(self._path, "pipeline"), body)

    async def find(self, batch_id: str) -> PipelineRun | None:
        """Return the newest pipeline of that name."""
        title = run_title(batch_id)
        found = await self._api.listing(place_of(self._path, "pipelines"), wire.WirePipeline, 20, {"name": title})
        return next((self._map.run(self._path, one) for one in found.items if one.name == title), None)

    async def cancel(self, run_id: str) -> None:
        """Cancel a pipeline."""
        await self._api.write("POST", place_of(self._path, "pipelines", quote(run_id, safe=""), "cancel"))

    async def results(self, batch_id: str, run: PipelineRun) -> Mapping[int, str]:
        """Return the shards that the jobs which have ended tell of."""
        del batch_id
        place = place_of(self._path, "pipelines", quote(run.ref.name, safe=""), "jobs")
        jobs = await self._api.listing(place, wire.WireJob, _MOST_JOBS)
        found: dict[int, str] = {}
        for job in jobs.items:
            if job.artifacts_file is not None and run_state(job.status) in ENDED:
                found |= {index: str(job.id) for index in await self._shards(job.id)}
        return found

    async def fetch(self, place: str, index: int) -> bytes:
        """Return a file of a job's artifacts."""
        return await downloaded(self._client, self._artifact(int(place), f"{index}.sarif.gz"))

    async def _shards(self, job: int) -> tuple[int, ...]:
        if job not in self._listed:
            try:
                text = await downloaded(self._client, self._artifact(job, _INDEX))
            except HttpFault as fault:
                if fault.status != 404:
                    raise
                text = b""  # a job of another stage
            words = text.decode("ascii", "replace").split()
            self._listed[job] = tuple(int(one) for one in words if one.isdigit())
        return self._listed[job]

    def _artifact(self, job: int, name: str) -> str:
        return place_of(self._path, "jobs", str(job), "artifacts", _FOLDER, quote(name, safe=""))
