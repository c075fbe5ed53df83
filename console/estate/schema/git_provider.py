"""Git providers, in the cloud and self-managed."""

from typing import ClassVar, TypeAlias

from pydantic import Field

from console.estate.schema.base import EstateModel, SecretReference, Url
from console.estate.schema.connection import Connection, Tls


class AuditPipeline(EstateModel):
    """The pipeline of a central repository that runs audits for the console (see packaging/audit-pipelines)."""

    repository: str = Field(min_length=3, max_length=1024, description="Its whole path on the forge.")
    workflow: str = Field(default="", description="Workflow file, custom pipeline or pipeline; default console-audit.")
    branch: str = Field(default="main", min_length=1, max_length=255)


class GitProvider(Connection):
    """What all providers have; ``hosts`` are further host names of repository URLs that belong to this provider."""

    token: SecretReference | None = Field(
        default=None, description="Access token; without one only public data is read."
    )
    hosts: tuple[str, ...] = ()
    webhook_secret: SecretReference | None = None
    tls: Tls = Tls()
    audit_pipeline: AuditPipeline | None = Field(
        default=None, description="Lets audits run in this forge's CI; default: they do not."
    )


class GitHub(GitProvider):
    """GitHub; Enterprise Server's address ends in ``/api/v3``."""

    connector: ClassVar[str] = "github"

    url: Url = "https://api.github.com"


class GitLab(GitProvider):
    """GitLab, in the cloud, self-managed or dedicated."""

    connector: ClassVar[str] = "gitlab"

    url: Url = "https://gitlab.com/api/v4"


class Bitbucket(GitProvider):
    """Bitbucket Cloud; ``username`` is the account's e-mail address when the token is an API token."""

    connector: ClassVar[str] = "bitbucket"

    url: Url = "https://api.bitbucket.org/2.0"
    workspace: str = ""
    username: str = ""


class AzureDevOps(GitProvider):
    """Azure DevOps Services or Server; ``organization`` is the collection on a server."""

    connector: ClassVar[str] = "azure_devops"

    url: Url = "https://dev.azure.com"
    organization: str = Field(min_length=1)


Forge: TypeAlias = GitHub | GitLab | Bitbucket | AzureDevOps
