"""Connections of an estate: clusters and metric servers, and what reaching a server takes."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from console.estate.schema.audit_jobs import AuditJobs
from console.estate.schema.base import EstateModel, Key, SecretReference, Url
from console.estate.schema.money import NodePrice
from console.kernel.i18n import t


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
    audits: AuditJobs | None = Field(default=None, description="Audits run here as well.")


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
    revision: LabelName = "rollouts_pod_template_hash"


class InCluster(EstateModel):
    """A service inside a cluster of the estate, reached through a port-forward that the console keeps open."""

    cluster: Key = Field(description="Key of the cluster.")
    service: str = Field(
        pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?/[a-z0-9]([-a-z0-9]*[a-z0-9])?$", description="namespace/name"
    )
    port: int = Field(ge=1, le=65535)
    scheme: Literal["http", "https"] = "http"
    path: str = Field(default="", pattern=r"^(/[^\s?#]*)?$", description="Path before the API, e.g. /prometheus.")


class Reachable(Connection):
    """A server that is reached by an address or, inside a cluster, by a port-forward: one of the two."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["url"]}, {"required": ["in_cluster"]}]})

    url: Url | None = None
    in_cluster: InCluster | None = Field(
        default=None, description="Instead of url: a service of a cluster of this estate."
    )

    @model_validator(mode="after")
    def _one_way(self) -> "Reachable":
        if (self.url is None) == (self.in_cluster is None):
            raise ValueError(t("give either url or in_cluster."))
        return self


class Prometheus(Reachable):
    """A Prometheus-compatible server (Prometheus, Thanos, Mimir, VictoriaMetrics)."""

    connector: ClassVar[str] = "prometheus"

    auth: BearerAuth | BasicAuth | None = Field(default=None, discriminator="kind")
    tls: Tls = Tls()
    headers: dict[str, SecretReference | str] = Field(default_factory=dict)
    labels: LabelNames = LabelNames()
    queries: dict[str, str] = Field(
        default_factory=dict, description="Own PromQL by signal key, in place of the default."
    )
    node_price: NodePrice | None = Field(
        default=None, description="Prices for costs computed from metrics; default those of node_cpu_hourly_cost."
    )
    poll_s: float = Field(default=5.0, ge=1, le=3600)
