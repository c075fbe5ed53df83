"""Groups of alerts, as Alertmanager sends them."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class AlertGroup:
    """What one receiver is told in one message: the labels that the alerts share, how many fire, how many are muted."""

    ref: ResourceRef
    receiver: str
    labels: Mapping[str, str]
    firing: int
    muted: int
