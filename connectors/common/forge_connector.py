"""The connector of a forge, from the parts that are the forge's own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from connectors.common.audits.batch_performer import batch_performers
from connectors.common.base_connector import BaseConnector
from connectors.common.forge.branch_push import BranchPush
from connectors.common.forge.ci_pipeline import CiPipeline
from connectors.common.forge.ci_place import CiPlace
from connectors.common.forge.fact_reader import FactSource, ForgeFactReader
from connectors.common.forge.forge_desk import forge_desk
from connectors.common.forge.forge_sources import forge_sources
from connectors.common.forge.writer import ForgeWriter
from connectors.common.http import HttpClient
from connectors.common.operation_desk import Performer
from connectors.registry import BuildContext
from console.estate.schema.git_provider import AuditPipeline, Forge
from console.ports.audit_dispatcher import AuditDispatcher
from console.ports.audit_fact_reader import AuditFactReader
from console.ports.change_executor import ChangeExecutor
from console.ports.forge import ForgeReader


@dataclass(frozen=True)
class ForgeParts:
    """What each forge has of its own.

    ``findings`` takes SARIF files, or says why it does not. ``check`` reaches the forge once and returns what it is.
    ``hourly`` is how many requests an hour it allows.
    """

    client: HttpClient
    reader: ForgeReader
    writer: ForgeWriter
    facts: FactSource
    findings: Performer
    pipeline_of: Callable[[AuditPipeline], CiPipeline]
    check: Callable[[], Awaitable[str]]
    hourly: int


def forge_connector(options: Forge, context: BuildContext, parts: ForgeParts) -> BaseConnector:
    """Return the connector; audits run in the forge's CI where the estate names a pipeline for that. Does no I/O."""
    reader, named = parts.reader, options.audit_pipeline
    audits = CiPlace(options.key, named, reader, parts.pipeline_of(named)) if named is not None else None
    desk = forge_desk(reader, parts.writer, BranchPush(options, context), parts.findings, batch_performers(audits))
    facts = ForgeFactReader(parts.facts, context.clock)
    ports: dict[type, object] = {ForgeReader: reader, AuditFactReader: facts, ChangeExecutor: desk}
    if audits is not None:
        ports[AuditDispatcher] = audits
    sources = forge_sources(reader, options, context, hourly=parts.hourly)
    return BaseConnector(options, (parts.client,), parts.check, ports=ports, sources=sources)
