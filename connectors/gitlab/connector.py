"""One GitLab connection of the estate."""

from functools import partial

from connectors.common.base_connector import BaseConnector
from connectors.common.credentials import Secrets
from connectors.common.forge.forge_client import forge_client
from connectors.common.forge.link_api import LinkApi
from connectors.common.forge.operations.no_findings import NoFindings
from connectors.common.forge.secret_reader import secret_reader
from connectors.common.forge.write_pace import WritePace
from connectors.common.forge_connector import ForgeParts, forge_connector
from connectors.common.http import HttpClient
from connectors.gitlab import wire
from connectors.gitlab.audit_pipeline import GitLabAuditPipeline
from connectors.gitlab.fact_source import GitLabFactSource
from connectors.gitlab.reader import GitLabReader
from connectors.gitlab.writer import GitLabWriter
from connectors.registry import BuildContext
from console.estate.schema.git_provider import GitLab
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

_HOURLY, _HOURLY_ANONYMOUS = 20_000, 400  # well below the 2,000 and 400 a minute of gitlab.com
_OF_TOKEN = frozenset({ErrorKind.AUTH, ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND})


def build(options: GitLab, context: BuildContext) -> BaseConnector:
    """Return the connector; does no I/O."""
    name = t("GitLab {name}", name=options.title or options.key)
    client = forge_client(HttpClient, options.url, name, options, context, _shown)
    api = LinkApi(client, {}, WritePace(context.clock, 0.0))
    reader = GitLabReader(api, options.key)
    writer = GitLabWriter(api, secret_reader(context, name))
    findings = NoFindings("GitLab", t("Publish them as a job's report artifact, or set a commit status with a link."))

    async def check() -> str:
        if options.token is None:
            await reader.repositories("", most=1)
            return t("GitLab without a token: public projects only")
        found = await api.one("metadata", wire.Metadata)
        edition = "EE" if found.enterprise else "CE"
        return f"GitLab {edition} {found.version}; {await _account(api)}"

    pipeline_of = partial(GitLabAuditPipeline, api, client, options.key)
    hourly = _HOURLY if options.token is not None else _HOURLY_ANONYMOUS
    parts = ForgeParts(client, reader, writer, GitLabFactSource(api), findings, pipeline_of, check, hourly)
    return forge_connector(options, context, parts)


def _shown(secrets: Secrets, token: str) -> dict[str, str]:
    return {"private-token": secrets.text(token)}


async def _account(api: LinkApi) -> str:
    """Return who the token belongs to, what it may do and how long; some tokens do not tell."""
    person = await api.one("user", wire.Account)
    try:
        token = await api.one("personal_access_tokens/self", wire.TokenFacts)
    except ConnectorError as fault:
        if fault.kind not in _OF_TOKEN:
            raise
        return t("as {login}; the token does not tell its rights", login=person.username)
    scopes = ", ".join(token.scopes) or t("none")
    if token.expires_at is None:
        return t("as {login}, rights: {scopes}", login=person.username, scopes=scopes)
    return t(
        "as {login}, rights: {scopes}, until {day}", login=person.username, scopes=scopes, day=token.expires_at[:10]
    )
