"""PodDisruptionBudgets."""

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.expression import expression_text
from connectors.kubernetes.rows.meta import ConditionWire, Meta, conditions, pairs, ref_of
from console.domain.disruption_budget import DisruptionBudget
from console.domain.resource import ResourceKind


class Expression(msgspec.Struct):
    """The fields of a selector's expression that are read."""

    key: str = ""
    operator: str = ""
    values: list[str] | None = None


class Selector(msgspec.Struct, rename="camel"):
    """The fields of a selector that are read."""

    match_labels: dict[str, str] | None = None
    match_expressions: list[Expression] | None = None


class BudgetSpec(msgspec.Struct, rename="camel"):
    """The fields of a budget spec that are read."""

    min_available: str | int | None = None
    max_unavailable: str | int | None = None
    selector: Selector | None = None


class BudgetStatus(msgspec.Struct, rename="camel"):
    """The fields of a budget status that are read."""

    current_healthy: Whole | None = None
    desired_healthy: Whole | None = None
    disruptions_allowed: Whole | None = None
    expected_pods: Whole | None = None
    observed_generation: Whole | None = None
    conditions: list[ConditionWire] | None = None


class BudgetWire(msgspec.Struct):
    """The fields of a budget that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: BudgetSpec = msgspec.field(default_factory=BudgetSpec)
    status: BudgetStatus = msgspec.field(default_factory=BudgetStatus)


def disruption_budget_row(wire: BudgetWire, kind: ResourceKind, connection: str) -> DisruptionBudget:
    """Return the row of a budget; before the controller has seen it, its zeros mean nothing."""
    spec, status = wire.spec, wire.status
    selector = spec.selector or Selector()
    counted = status.observed_generation is not None
    return DisruptionBudget(
        ref=ref_of(wire.metadata, kind, connection),
        selector=pairs(selector.match_labels),
        minimum="" if spec.min_available is None else str(spec.min_available),
        maximum_away="" if spec.max_unavailable is None else str(spec.max_unavailable),
        healthy=status.current_healthy if counted else None,
        wanted=status.desired_healthy if counted else None,
        allowed=status.disruptions_allowed if counted else None,
        expected=status.expected_pods if counted else None,
        conditions=conditions(status.conditions),
        expressions=tuple(
            expression_text(one.key, one.operator, one.values) for one in selector.match_expressions or ()
        ),
        everyone=spec.selector is not None and not selector.match_labels and not selector.match_expressions,
    )
