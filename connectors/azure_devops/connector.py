"""One Azure DevOps connection of the estate."""

from connectors.azure_devops.address import organization_url
from connectors.azure_devops.api import AzureApi
from connectors.azure_devops.audit_pipeline import AzureAuditPipeline
from connectors.azure_devops.client import AzureClient
from connectors.azure_devops.fact_source import AzureFactSource
from connectors.azure_devops.hooks import ServiceHooks
from connectors.azure_devops.mapping import AzureMapping
from connectors.azure_devops.reader import AzureReader
from connectors.azure_devops.rights import GitRights
from connectors.azure_devops.wire import Project
from connectors.azure_devops.work_items import WorkItems
from connectors.azure_devops.writer import AzureWriter
from connectors.common.audits.batch_performer import batch_performers
from connectors.common.base_connector import BaseConnector
from connectors.common.credentials import Secrets
from connectors.common.forge.branch_push import BranchPush
from connectors.common.forge.ci_place import ci_place, dispatcher_port
from connectors.common.forge.fact_reader import ForgeFactReader
from connectors.common.forge.forge_client import forge_client
from connectors.common.forge.forge_desk import forge_desk
from connectors.common.forge.forge_sources import forge_sources
from connectors.common.forge.operations.no_findings import NoFindings
from connectors.common.forge.secret_reader import secret_reader
from connectors.registry import BuildContext
from console.estate.schema.git_provider import AzureDevOps
from console.kernel.i18n import t
from console.ports.audit_fact_reader import AuditFactReader
from console.ports.change_executor import ChangeExecutor
from console.ports.forge import ForgeReader

_HOURLY = 2400  # no fixed number is published; a typical user's 200 units in five minutes


def build(options: AzureDevOps, context: BuildContext) -> BaseConnector:
    """Return the connector; does no I/O."""
    name = t("Azure DevOps {name}", name=options.title or options.key)
    url = organization_url(options)
    client = forge_client(AzureClient, url, name, options, context, _shown)
    api = AzureApi(client)
    items, hooks = WorkItems(api, url), ServiceHooks(api, secret_reader(context, name))
    reader = AzureReader(api, AzureMapping(options.key, url), GitRights(api, context.clock), items, hooks)
    writer = AzureWriter(api, reader, items, hooks)
    findings = NoFindings("Azure DevOps", t("Advanced Security is not used here; set a commit status instead."))

    audits = ci_place(options, reader, lambda named: AzureAuditPipeline(api, client, reader, named))
    desk = forge_desk(reader, writer, BranchPush(options, context), findings, batch_performers(audits))
    facts = ForgeFactReader(AzureFactSource(api, reader), context.clock)

    async def check() -> str:
        await api.all("_apis/projects", Project, {"$top": 1})
        return t("Azure DevOps, {name}, API {version}", name=options.organization, version=api.version)

    return BaseConnector(
        options,
        (client,),
        check,
        ports={ForgeReader: reader, AuditFactReader: facts, ChangeExecutor: desk, **dispatcher_port(audits)},
        sources=forge_sources(reader, options, context, hourly=_HOURLY),
    )


def _shown(secrets: Secrets, token: str) -> dict[str, str]:
    """Show a personal access token as the password of a user whose name does not matter."""
    return {"authorization": secrets.basic("", token)}
