"""Answers of OpenCost, as far as they are used."""

from datetime import datetime
from typing import Generic, TypeVar

import msgspec

Data = TypeVar("Data")


class Envelope(msgspec.Struct, Generic[Data]):
    """Around every answer; ``code`` may tell a failure although the status does not. ``data`` may be null.

    An answer without ``data`` is not OpenCost's.
    """

    data: Data | msgspec.UnsetType | None = msgspec.UNSET
    code: int = 200
    message: str = ""


class AllocationProperties(msgspec.Struct, rename="camel"):
    """What an allocation belongs to."""

    namespace: str = ""
    controller: str = ""
    controller_kind: str = ""


class Allocation(msgspec.Struct, rename="camel"):
    """What something cost; adjustments are what the provider's bill corrects."""

    name: str
    start: datetime
    end: datetime
    properties: AllocationProperties | None = None
    cpu_core_hours: float = 0.0
    cpu_cost: float = 0.0
    cpu_cost_adjustment: float = 0.0
    ram_byte_hours: float = 0.0
    ram_cost: float = 0.0
    ram_cost_adjustment: float = 0.0
    gpu_cost: float = 0.0
    gpu_cost_adjustment: float = 0.0
    pv_cost: float = 0.0
    pv_cost_adjustment: float = 0.0
    network_cost: float = 0.0
    network_cost_adjustment: float = 0.0
    load_balancer_cost: float = 0.0
    load_balancer_cost_adjustment: float = 0.0
    shared_cost: float = 0.0
    external_cost: float = 0.0
    total_cost: float = 0.0
    total_efficiency: float | None = None


class AssetProperties(msgspec.Struct, rename="camel"):
    """What an asset is called."""

    name: str = ""


class Asset(msgspec.Struct, rename="camel"):
    """What a machine, disk or load balancer cost."""

    type: str
    start: datetime
    end: datetime
    total_cost: float
    properties: AssetProperties | None = None
    cpu_cost: float = 0.0
    ram_cost: float = 0.0


class CloudProperties(msgspec.Struct, rename="camel"):
    """Which service of which provider."""

    provider: str = ""
    service: str = ""


class Amount(msgspec.Struct, rename="camel"):
    """Money, and the share of it that clusters spent."""

    cost: float = 0.0
    kubernetes_percent: float = 0.0


class Window(msgspec.Struct):
    """From when until when."""

    start: datetime
    end: datetime


class Cloud(msgspec.Struct, rename="camel"):
    """What a cloud service cost."""

    window: Window
    properties: CloudProperties
    net_cost: Amount


class CloudSet(msgspec.Struct, rename="camel"):
    """The costs of one span of time."""

    cloud_costs: dict[str, Cloud] | None = None


class CloudSets(msgspec.Struct):
    """All spans."""

    sets: list[CloudSet] = []
