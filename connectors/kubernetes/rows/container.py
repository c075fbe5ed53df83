"""Containers of a pod or a pod template: images and requests."""

from collections.abc import Iterable

import msgspec

from connectors.kubernetes.rows.quantity import amount

Quantities = dict[str, str | int | float]


class Resources(msgspec.Struct, gc=False):
    """The fields of a resources that are read."""

    requests: Quantities | None = None
    limits: Quantities | None = None

    def asked(self, resource: str) -> float:
        """Return what is requested; where only a limit is stated, Kubernetes requests that much."""
        stated = self.requests.get(resource) if self.requests else None
        if stated is None and self.limits:
            stated = self.limits.get(resource)
        return amount(stated)


class Container(msgspec.Struct, rename="camel", gc=False):
    """The fields of a container that are read."""

    name: str = ""
    image: str = ""
    resources: Resources | None = None
    restart_policy: str | None = None

    @property
    def is_sidecar(self) -> bool:
        """Return whether this init container keeps running beside the others."""
        return self.restart_policy == "Always"


class TemplateSpec(msgspec.Struct, rename="camel", gc=False):
    """The fields of a template spec that are read."""

    containers: list[Container] = []
    init_containers: list[Container] | None = None


def running(spec: TemplateSpec) -> list[Container]:
    """Return the containers that run for the pod's whole life, sidecars included."""
    sidecars = [one for one in spec.init_containers or () if one.is_sidecar]
    return spec.containers + sidecars if sidecars else spec.containers


def requests(containers: Iterable[Container]) -> tuple[float, float]:
    """Return the sums of requested CPU in cores and of memory in bytes."""
    cpu = memory = 0.0
    for one in containers:
        if one.resources is not None:
            cpu += one.resources.asked("cpu")
            memory += one.resources.asked("memory")
    return cpu, memory


def limits(containers: Iterable[Container]) -> tuple[float, float]:
    """Return the sums of the limits of CPU in cores and of memory in bytes; 0 for a container without one."""
    stated = [one.resources.limits for one in containers if one.resources is not None and one.resources.limits]
    return sum(amount(one.get("cpu")) for one in stated), sum(amount(one.get("memory")) for one in stated)
