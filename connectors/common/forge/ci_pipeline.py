"""What a forge's CI must be able to do to run audits in a central repository's pipeline."""

from collections.abc import Mapping
from typing import Protocol

from console.domain.forge.pipeline_run import PipelineRun


class CiPipeline(Protocol):
    """Shards are known by their place in the batch, from 0. Every method raises ``ConnectorError``."""

    async def start(self, batch_id: str, shards: str, count: int) -> None:
        """Start a run for so many packed shards; not repeated when the answer is lost."""

    async def find(self, batch_id: str) -> PipelineRun | None:
        """Return the newest run of a batch; ``None`` without one."""

    async def cancel(self, run_id: str) -> None:
        """End a run."""

    async def results(self, batch_id: str, run: PipelineRun) -> Mapping[int, str]:
        """Return for each shard whose result is there where it is, in the forge's own words."""

    async def fetch(self, place: str, index: int) -> bytes:
        """Return a result from where ``results`` said it is, packed by gzip."""


def run_title(batch_id: str) -> str:
    """Return what the runs of a batch are called, where the forge lets a run be called something."""
    return f"console-audit {batch_id}"


def parts_of(shards: str, size: int = 8000) -> dict[str, str]:
    """Return packed shards as variables that are short enough for any forge: ``AUDIT_SHARDS_0``, …"""
    pieces = [shards[start : start + size] for start in range(0, len(shards), size)]
    return {f"AUDIT_SHARDS_{number}": piece for number, piece in enumerate(pieces)}
