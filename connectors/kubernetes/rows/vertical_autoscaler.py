"""VerticalPodAutoscalers."""

from collections.abc import Iterator

import msgspec

from connectors.kubernetes.rows.container import Quantities
from connectors.kubernetes.rows.horizontal_autoscaler import TargetRef
from connectors.kubernetes.rows.meta import ConditionWire, Meta, conditions, owner_of, pairs, ref_of
from console.domain.autoscaler import Autoscaler, SizeBound
from console.domain.quantity import quantity_number
from console.domain.resource import ResourceKind

_EVERY = "*"


class UpdatePolicy(msgspec.Struct, rename="camel", gc=False):
    """The fields of an update policy that are read."""

    update_mode: str | None = None


class ContainerPolicy(msgspec.Struct, rename="camel"):
    """The fields of a container policy that are read."""

    container_name: str = ""
    min_allowed: Quantities | None = None
    max_allowed: Quantities | None = None


class ResourcePolicy(msgspec.Struct, rename="camel"):
    """The fields of a resource policy that are read."""

    container_policies: list[ContainerPolicy] | None = None


class VerticalSpec(msgspec.Struct, rename="camel"):
    """The fields of a vertical spec that are read."""

    target_ref: TargetRef = msgspec.field(default_factory=TargetRef)
    update_policy: UpdatePolicy | None = None
    resource_policy: ResourcePolicy | None = None


class ContainerAdvice(msgspec.Struct, rename="camel"):
    """The fields of a container advice that are read."""

    container_name: str = ""
    target: Quantities | None = None
    lower_bound: Quantities | None = None
    upper_bound: Quantities | None = None
    uncapped_target: Quantities | None = None


class Advice(msgspec.Struct, rename="camel"):
    """The fields of an advice that are read."""

    container_recommendations: list[ContainerAdvice] | None = None


class VerticalStatus(msgspec.Struct):
    """The fields of a vertical status that are read."""

    recommendation: Advice | None = None
    conditions: list[ConditionWire] | None = None


class VerticalWire(msgspec.Struct):
    """The fields of a vertical that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: VerticalSpec = msgspec.field(default_factory=VerticalSpec)
    status: VerticalStatus = msgspec.field(default_factory=VerticalStatus)


def vertical_row(wire: VerticalWire, kind: ResourceKind, connection: str) -> Autoscaler:
    """Return the row of a VPA: it has no replica numbers; ``paused`` means that it only recommends."""
    policy = wire.spec.update_policy
    return Autoscaler(
        ref=ref_of(wire.metadata, kind, connection),
        target_kind=wire.spec.target_ref.kind,
        target_name=wire.spec.target_ref.name,
        minimum=None,
        maximum=None,
        current=None,
        desired=None,
        metrics=(),
        conditions=conditions(wire.status.conditions),
        last_scale_at_s=None,
        paused=policy is not None and policy.update_mode == "Off",
        owner=owner_of(wire.metadata),
        labels=pairs(wire.metadata.labels),
        recommendations=_recommendations(wire.status.recommendation),
        mode=(policy.update_mode or "") if policy is not None else "",
        sizes=tuple(_sizes(wire)),
    )


def _sizes(wire: VerticalWire) -> Iterator[SizeBound]:
    """Yield the bounds of what is recommended; a policy of one container wins over that of all others (``*``)."""
    told = wire.spec.resource_policy.container_policies if wire.spec.resource_policy is not None else None
    policies = {one.container_name: one for one in told or ()}
    advice = wire.status.recommendation
    for one in (advice.container_recommendations if advice is not None else None) or ():
        policy = policies.get(one.container_name, policies.get(_EVERY, ContainerPolicy()))
        for resource, value in (one.target or {}).items():
            least, most = (str((each or {}).get(resource, "")) for each in (policy.min_allowed, policy.max_allowed))
            wish = str((one.uncapped_target or {}).get(resource, ""))
            held = wish if wish and quantity_number(wish) != quantity_number(str(value)) else ""
            if least or most or held:
                yield SizeBound(f"{one.container_name} {resource}", least, most, held)


def _recommendations(advice: Advice | None) -> tuple[tuple[str, str], ...]:
    """Return (``container resource``, quantity with the least and most in brackets, where they are told) pairs."""
    found = advice.container_recommendations if advice is not None else None
    return tuple(
        (f"{one.container_name} {resource}", f"{value}{_span(one, resource)}")
        for one in found or ()
        for resource, value in (one.target or {}).items()
    )


def _span(advice: ContainerAdvice, resource: str) -> str:
    low, high = ((bound or {}).get(resource) for bound in (advice.lower_bound, advice.upper_bound))
    return "" if low is None or high is None else f" ({low} … {high})"
