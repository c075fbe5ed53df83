"""Routers: what spreads traffic over cells, and calls over models."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from console.estate.schema.base import EstateModel, Key
from console.estate.schema.cell import ConfigMapEntry


class CellDestination(EstateModel):
    """Which destination of the router's object is which cell.

    ``destination`` is the host (and ``subset``) of an Istio route, the backend's name of an HTTPRoute (with its
    namespace, ``web.cell-tokyo``, where the rule has that name in several), or the pool of a Cloudflare load balancer.
    """

    cell: Key
    destination: str = Field(min_length=1)
    subset: str = ""


class IstioRouter(EstateModel):
    """An Istio VirtualService; weights are whole percents."""

    kind: Literal["istio"]
    key: Key
    title: str = ""
    cluster: Key
    namespace: str
    name: str
    route: str = Field(
        default="", description="Name of the HTTP route in the object; default the first to most of the cells."
    )
    destinations: tuple[CellDestination, ...] = Field(min_length=1)


class GatewayRouter(EstateModel):
    """A Gateway API HTTPRoute; weights are relative."""

    kind: Literal["gateway"]
    key: Key
    title: str = ""
    cluster: Key
    namespace: str
    name: str
    rule: int = Field(default=0, ge=0, description="Which of the rules, counted from 0.")
    destinations: tuple[CellDestination, ...] = Field(min_length=1)


class CloudflareRouter(EstateModel):
    """A Cloudflare load balancer with one pool per cell."""

    kind: Literal["cloudflare"]
    key: Key
    title: str = ""
    account: Key
    zone: str
    name: str = Field(description="Host name of the load balancer.")
    destinations: tuple[CellDestination, ...] = Field(min_length=1)


class ModelTarget(EstateModel):
    """A model and its planned share of the calls (0 to 1)."""

    name: str = Field(min_length=1, description="The target label's value in the metrics.")
    weight: float = Field(ge=0, le=1)
    title: str = ""
    usd_per_1000_tokens: float | None = Field(default=None, ge=0)


class ModelRouter(EstateModel):
    """Spreads calls over models by weights that live in a ConfigMap entry (L5.1)."""

    kind: Literal["model"]
    key: Key
    title: str = ""
    cluster: Key
    config_map: ConfigMapEntry
    format: Literal["json", "yaml"] = Field(
        default="json", description="How the entry writes the mapping of name to weight."
    )
    cells: tuple[Key, ...] = Field(default=(), description="Cells that use it; default all cells of the cluster.")
    targets: tuple[ModelTarget, ...] = Field(min_length=1)


Router: TypeAlias = Annotated[IstioRouter | GatewayRouter | CloudflareRouter | ModelRouter, Field(discriminator="kind")]
