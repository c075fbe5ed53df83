"""Connections of an estate: clusters and metric servers."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from console.estate.schema.base import EstateModel, Key, SecretReference, Url


class Environment(StrEnum):
    """How careful one must be."""

    PRODUCTION = "production"
    STAGING = "staging"
    DEVELOPMENT = "development"
    LAB = "lab"


class Connection(EstateModel):
    """What every connection has; ``connector`` is the key of the connector kind that serves it."""

    connector: ClassVar[str] = ""

    key: Key
    title: str = ""
    environment: Environment = Environment.PRODUCTION


class Cluster(Connection):
    """A Kubernetes cluster, reached through a kubeconfig (default: ``KUBECONFIG``, then ``~/.kube/config``)."""

    connector: ClassVar[str] = "kubernetes"

    kubeconfig: str = Field(
        default="", description="Path, or several joined by the path separator; relative to this file."
    )
    context: str = Field(default="", description="Context of the kubeconfig; default its current-context.")
    namespaces: tuple[str, ...] = Field(default=(), description="Read only these namespaces; default all.")
    proxy: str = Field(default="", description="Proxy URL; default the kubeconfig's, then the environment's.")


class BearerAuth(EstateModel):
    """A bearer token."""

    kind: Literal["bearer"] = "bearer"
    token: SecretReference


class BasicAuth(EstateModel):
    """User name and password."""

    kind: Literal["basic"] = "basic"
    username: str
    password: SecretReference


class Tls(EstateModel):
    """Private certificate authority and client certificate, as files relative to the estate file."""

    ca_file: str = ""
    client_cert_file: str = ""
    client_key_file: str = ""
    server_name: str = ""


LabelName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$")]


class LabelNames(EstateModel):
    """The label names that this server uses for the console's words."""

    cell: LabelName = "cell"
    service: LabelName = "service"
    segment: LabelName = "segment"


class Prometheus(Connection):
    """A Prometheus-compatible server."""

    connector: ClassVar[str] = "prometheus"

    url: Url
    auth: BearerAuth | BasicAuth | None = Field(default=None, discriminator="kind")
    tls: Tls = Tls()
    headers: dict[str, SecretReference | str] = Field(default_factory=dict)
    labels: LabelNames = LabelNames()
    queries: dict[str, str] = Field(
        default_factory=dict, description="Own PromQL by signal key, in place of the default."
    )
    poll_s: float = Field(default=5.0, ge=1, le=3600)
