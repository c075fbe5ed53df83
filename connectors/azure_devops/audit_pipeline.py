"""Audits in Azure Pipelines: a pipeline of a central project, started with template parameters."""

from collections.abc import Mapping

from connectors.azure_devops import wire
from connectors.azure_devops.api import AzureApi, project_of
from connectors.azure_devops.client import AzureClient
from connectors.azure_devops.reader import AzureReader
from connectors.azure_devops.words import branch_ref
from connectors.common.forge.artifact_download import downloaded, unzipped
from console.domain.forge.pipeline_run import PipelineRun
from console.estate.schema.git_provider import AuditPipeline
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

USUAL_NAME = "console-audit"
_PREFIX = "audit-"
_MOST_RUNS = 100


class AzureAuditPipeline:
    """Implements ``CiPipeline``: runs are numbered by their batch (the pipeline's ``name``), artifacts by shard."""

    def __init__(self, api: AzureApi, client: AzureClient, reader: AzureReader, options: AuditPipeline) -> None:
        self._api, self._client, self._reader = api, client, reader
        self._path, self._branch = options.repository, options.branch
        self._wanted = options.workflow or USUAL_NAME

    async def start(self, batch_id: str, shards: str, count: int) -> None:
        """Run the pipeline."""
        known = await self._reader.workflows(self._path)
        chosen = next((one for one in known if self._wanted in (one.id, one.title, one.path)), None)
        if chosen is None:
            raise ChangeRefused(
                t("{repository} has no pipeline {name}.", repository=self._path, name=self._wanted),
                t("Make it from packaging/audit-pipelines, or name another in audit_pipeline."),
            )
        body = {
            "resources": {"repositories": {"self": {"refName": branch_ref(self._branch)}}},
            "templateParameters": {"batch": batch_id, "shards": shards, "count": str(count)},
        }
        await self._api.created(f"{project_of(self._path)}/_apis/pipelines/{chosen.id}/runs", body, wire.Found)

    async def find(self, batch_id: str) -> PipelineRun | None:
        """Return the newest run of that name."""
        runs = await self._reader.runs(self._path, _MOST_RUNS)
        return next((one for one in runs if one.title.rpartition(" ")[2] == batch_id), None)

    async def cancel(self, run_id: str) -> None:
        """Ask a run to end."""
        await self._api.changed(f"{self._builds()}/{int(run_id)}", {"status": "cancelling"})

    async def results(self, batch_id: str, run: PipelineRun) -> Mapping[int, str]:
        """Return where the artifacts can be downloaded from, by the shard in their names."""
        del batch_id
        found = await self._api.all(f"{self._builds()}/{int(run.ref.name)}/artifacts", wire.WireArtifact)
        named = ((one.name.removeprefix(_PREFIX), one) for one in found if one.name.startswith(_PREFIX))
        return {int(index): f"{run.ref.name}/{one.name}" for index, one in named if index.isdigit()}

    async def fetch(self, place: str, index: int) -> bytes:
        """Return the result in an artifact's archive, which the API of builds gives without another address."""
        build, _, name = place.partition("/")
        asked = {"artifactName": name, "$format": "zip"}
        content = await downloaded(self._client, f"{self._builds()}/{int(build)}/artifacts", asked)
        return unzipped(self._client, content, f"{index}.sarif.gz")

    def _builds(self) -> str:
        return f"{project_of(self._path)}/_apis/build/builds"
