"""Audits in Bitbucket Pipelines: a custom pipeline of a central repository; results come as its downloads."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from connectors.bitbucket import wire
from connectors.bitbucket.api import BitbucketApi, place_of
from connectors.bitbucket.mapping import BitbucketMapping
from connectors.common.forge.artifact_download import downloaded
from connectors.common.forge.ci_pipeline import parts_of
from connectors.common.http import HttpClient
from console.domain.forge.pipeline_run import PipelineRun
from console.estate.schema.git_provider import AuditPipeline

USUAL_PATTERN = "console-audit"
_MOST_FILES = 2000
_MOST_REMEMBERED = 200


class BitbucketAuditPipeline:
    """Implements ``CiPipeline``. Runs have no names of their own: the first step leaves a file that tells the number.

    Downloads are called ``<batch>.run-<number>.txt`` and ``<batch>.<shard>.sarif.gz``.
    """

    def __init__(self, api: BitbucketApi, client: HttpClient, connection: str, options: AuditPipeline) -> None:
        self._api, self._client = api, client
        self._map = BitbucketMapping(connection)
        self._path, self._branch = options.repository, options.branch
        self._pattern = options.workflow or USUAL_PATTERN
        self._known: dict[str, int] = {}

    async def start(self, batch_id: str, shards: str, count: int) -> None:
        """Start the custom pipeline."""
        told = {"AUDIT_BATCH": batch_id, "AUDIT_COUNT": str(count), **parts_of(shards)}
        body = {
            "target": {
                "type": "pipeline_ref_target", "ref_type": "branch", "ref_name": self._branch,
                "selector": {"type": "custom", "pattern": self._pattern},
            },
            "variables": [{"key": name, "value": value} for name, value in told.items()],
        }  # fmt: skip
        made = await self._api.created(place_of(self._path, "pipelines"), body, wire.WirePipeline)
        while len(self._known) >= _MOST_REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[batch_id] = made.build_number

    async def find(self, batch_id: str) -> PipelineRun | None:
        """Return the run whose number is known or was left as a download."""
        number = self._known.get(batch_id)
        if number is None:
            marks = re.compile(rf"{re.escape(batch_id)}\.run-(\d{{1,12}})\.txt")
            found = [int(match[1]) for one in await self._files() if (match := marks.fullmatch(one))]
            if not found:
                return None
            number = self._known[batch_id] = max(found)
        place = place_of(self._path, "pipelines", str(number))
        return self._map.run(self._path, await self._api.one(place, wire.WirePipeline))

    async def cancel(self, run_id: str) -> None:
        """Stop a pipeline."""
        await self._api.write("POST", place_of(self._path, "pipelines", quote(run_id, safe=""), "stopPipeline"))

    async def results(self, batch_id: str, run: PipelineRun) -> Mapping[int, str]:
        """Return the batch's downloads."""
        del run
        named = re.compile(rf"{re.escape(batch_id)}\.(\d{{1,4}})\.sarif\.gz")
        return {int(match[1]): one for one in await self._files() if (match := named.fullmatch(one))}

    async def fetch(self, place: str, index: int) -> bytes:
        """Return a download."""
        del index
        return await downloaded(self._client, place_of(self._path, "downloads", quote(place, safe="")))

    async def _files(self) -> tuple[str, ...]:
        found, _ = await self._api.listing(place_of(self._path, "downloads"), wire.Download, _MOST_FILES)
        return tuple(one.name for one in found)
