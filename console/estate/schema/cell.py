"""Cells and cell templates."""

from enum import StrEnum

from pydantic import Field

from console.domain.layer import Layer
from console.estate.schema.base import EstateModel, Key

USUAL_QUOTA_CONFIG = "cell-quota"


class CellKind(StrEnum):
    """Cells by geography or by team (L1.2)."""

    REGIONAL = "regional"
    FUNCTIONAL = "functional"


class Service(EstateModel):
    """A service of a cell; ``workload`` is ``Kind/name`` in the cell's namespace (default ``Deployment/<name>``)."""

    name: str
    layer: Layer
    workload: str = ""
    title: str = ""


class DataStore(EstateModel):
    """A data store of a cell; ``workload`` is ``Kind/name`` (default ``StatefulSet/<name>``)."""

    name: str
    engine: str = ""
    workload: str = ""
    managed: bool = Field(default=False, description="Runs outside the cluster, so there is no workload to look for.")


class Autoscale(EstateModel):
    """Replica bounds for each service of the cell."""

    min: int = Field(default=1, ge=0)
    max: int = Field(ge=1)


class CellSelectors(EstateModel):
    """What belongs to the cell: Kubernetes namespaces and labels, and the value of the metrics' cell label."""

    namespaces: tuple[str, ...] = ()
    labels: dict[str, str] = Field(default_factory=dict)
    metrics_cell: str = Field(default="", description="Value of the cell label in Prometheus; default the cell's key.")


class CellTemplate(EstateModel):
    """What a cell should look like (L1.4)."""

    key: Key
    title: str = ""
    services: tuple[Service, ...] = ()
    data_stores: tuple[DataStore, ...] = ()
    autoscale: Autoscale | None = None
    quotas: dict[str, float] = Field(default_factory=dict)
    helm_values: str = Field(
        default="", description="Helm values file that overrides the above; relative to this file."
    )


class ConfigMapEntry(EstateModel):
    """Where a setting lives in a cluster: one entry of a ConfigMap."""

    namespace: str = Field(min_length=1)
    name: str = Field(min_length=1)
    entry: str = Field(min_length=1, description="Key inside the ConfigMap's data.")


class QuotaConfig(EstateModel):
    """The ConfigMap that holds a cell's quotas, as its gateways read them."""

    namespace: str = Field(min_length=1)
    name: str = Field(min_length=1)
    entry: str = Field(
        default="",
        description="Key inside the ConfigMap's data that holds one number, or a JSON or YAML mapping of quota to"
        " number; default every key is a quota.",
    )


class Cell(EstateModel):
    """An isolated copy of the stack."""

    key: Key
    title: str = ""
    kind: CellKind
    cluster: Key
    prometheus: Key | None = None
    region: str = ""
    zone: str = Field(default="", description="Zone of the electricity grid, e.g. JP-TK, DE, GB.")
    team: str = ""
    segments: tuple[str, ...] = ()
    template: Key | None = None
    services: tuple[Service, ...] = ()
    data_stores: tuple[DataStore, ...] = ()
    selectors: CellSelectors = CellSelectors()
    autoscale: Autoscale | None = None
    quotas: dict[str, float] = Field(default_factory=dict)
    quota_config: QuotaConfig | None = Field(
        default=None,
        description=f"Where the cell's quotas stand; default the ConfigMap {USUAL_QUOTA_CONFIG} of its namespaces.",
    )
    users: int | None = Field(
        default=None, ge=0, description="Users a day, for cost and energy per user, if no metric has it."
    )
