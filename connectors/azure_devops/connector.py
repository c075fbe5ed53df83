"""One Azure DevOps connection of the estate."""

from functools import partial

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
from connectors.common.base_connector import BaseConnector
from connectors.common.credentials import Secrets
from connectors.common.forge.forge_client import forge_client
from connectors.common.forge.operations.no_findings import NoFindings
from connectors.common.forge.secret_reader import secret_reader
from connectors.common.forge_connector import ForgeParts, forge_connector
from connectors.registry import BuildContext
from console.estate.schema.git_provider import AzureDevOps
from console.kernel.i18n import t

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

    async def check() -> str:
        await api.all("_apis/projects", Project, {"$top": 1})
        return t("Azure DevOps, {name}, API {version}", name=options.organization, version=api.version)

    facts, pipeline_of = AzureFactSource(api, reader), partial(AzureAuditPipeline, api, client, reader)
    parts = ForgeParts(client, reader, writer, facts, findings, pipeline_of, check, _HOURLY)
    return forge_connector(options, context, parts)


def _shown(secrets: Secrets, token: str) -> dict[str, str]:
    """Show a personal access token as the password of a user whose name does not matter."""
    return {"authorization": secrets.basic("", token)}
