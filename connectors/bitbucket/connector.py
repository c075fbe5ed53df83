"""One Bitbucket connection of the estate."""

from functools import partial

from connectors.bitbucket.api import BitbucketApi
from connectors.bitbucket.audit_pipeline import BitbucketAuditPipeline
from connectors.bitbucket.fact_source import BitbucketFactSource
from connectors.bitbucket.reader import BitbucketReader
from connectors.bitbucket.rights import AccountRights
from connectors.bitbucket.writer import BitbucketWriter
from connectors.common.base_connector import BaseConnector
from connectors.common.credentials import Secrets
from connectors.common.forge.forge_client import forge_client
from connectors.common.forge.operations.no_findings import NoFindings
from connectors.common.forge.secret_reader import secret_reader
from connectors.common.forge_connector import ForgeParts, forge_connector
from connectors.common.http import HttpClient
from connectors.registry import BuildContext
from console.estate.schema.git_provider import Bitbucket
from console.kernel.i18n import t

_HOURLY = 1000


def build(options: Bitbucket, context: BuildContext) -> BaseConnector:
    """Return the connector; does no I/O."""
    name = t("Bitbucket {name}", name=options.title or options.key)

    def shown(secrets: Secrets, token: str) -> dict[str, str]:
        """Show an account's API token with its e-mail address, an access token alone."""
        mail = options.username
        return {"authorization": secrets.basic(mail, token) if mail else secrets.bearer(token)}

    client = forge_client(HttpClient, options.url, name, options, context, shown)
    api = BitbucketApi(client)
    account = AccountRights(api, context.clock) if options.username and options.token else None
    reader = BitbucketReader(api, options.key, options.workspace, account)
    writer = BitbucketWriter(api, secret_reader(context, name))
    findings = NoFindings("Bitbucket", t("Set a commit status with a link to them instead."))

    async def check() -> str:
        seen = await reader.repositories("", most=10)
        if not seen:
            return t("Bitbucket Cloud, no repositories to be seen")
        return t("Bitbucket Cloud, repositories of {workspace}", workspace=seen[0].ref.name.partition("/")[0])

    pipeline_of = partial(BitbucketAuditPipeline, api, client, options.key)
    parts = ForgeParts(client, reader, writer, BitbucketFactSource(api), findings, pipeline_of, check, _HOURLY)
    return forge_connector(options, context, parts)
