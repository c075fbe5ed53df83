"""One GitHub connection of the estate."""

from functools import partial
from urllib.parse import urlsplit

from connectors.common.base_connector import BaseConnector
from connectors.common.credentials import Secrets
from connectors.common.forge.forge_client import forge_client
from connectors.common.forge.link_api import LinkApi
from connectors.common.forge.secret_reader import secret_reader
from connectors.common.forge.write_pace import WritePace
from connectors.common.forge_connector import ForgeParts, forge_connector
from connectors.common.http import HttpClient
from connectors.github import wire
from connectors.github.audit_pipeline import GitHubAuditPipeline
from connectors.github.fact_source import GitHubFactSource
from connectors.github.operations.upload_sarif import SarifUploader
from connectors.github.reader import GitHubReader
from connectors.github.writer import GitHubWriter
from connectors.registry import BuildContext
from console.estate.schema.git_provider import GitHub
from console.kernel.i18n import t

WRITE_PACE_S = 1.0  # GitHub asks for a second between writes
_HOURLY, _HOURLY_ANONYMOUS = 5000, 60
_HEADERS = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}


def build(options: GitHub, context: BuildContext) -> BaseConnector:
    """Return the connector; does no I/O."""
    name = t("GitHub {name}", name=options.title or options.key)
    client = forge_client(HttpClient, options.url, name, options, context, _shown)
    api = LinkApi(client, _HEADERS, WritePace(context.clock, WRITE_PACE_S))
    reader = GitHubReader(api, options.key)
    writer = GitHubWriter(api, secret_reader(context, name))

    async def check() -> str:
        where = await _server(api, options)
        words = await _account(api) if options.token is not None else t("without a token: public repositories only")
        return f"{where}; {words}"

    pipeline_of = partial(GitHubAuditPipeline, api, client, options.key)
    findings = SarifUploader(api, context.runtime)
    hourly = _HOURLY if options.token is not None else _HOURLY_ANONYMOUS
    parts = ForgeParts(client, reader, writer, GitHubFactSource(api), findings, pipeline_of, check, hourly)
    return forge_connector(options, context, parts)


def _shown(secrets: Secrets, token: str) -> dict[str, str]:
    return {"authorization": secrets.bearer(token)}


async def _server(api: LinkApi, options: GitHub) -> str:
    meta = await api.one("meta", wire.Meta)
    if meta.installed_version:
        return t("GitHub Enterprise Server {version}", version=meta.installed_version)
    return t("GitHub at {host}", host=urlsplit(options.url).hostname or "")


async def _account(api: LinkApi) -> str:
    """Return who the token belongs to and what it may do; fine-grained tokens and apps do not tell their rights."""
    person, answer = await api.told("user", wire.Person)
    if "x-oauth-scopes" not in answer.headers:
        return t("as {login}; the token does not tell its rights", login=person.login)
    scopes = answer.headers["x-oauth-scopes"] or t("public data only")
    return t("as {login}, rights: {scopes}", login=person.login, scopes=scopes)
