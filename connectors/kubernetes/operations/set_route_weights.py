"""Weights of one rule of a VirtualService or HTTPRoute, by a JSON patch that changes nothing else of the lists."""

from dataclasses import replace
from typing import Any

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from connectors.kubernetes.rows.backend_name import backend_names
from connectors.kubernetes.rows.meta import whole
from console.domain.operation import Operation
from console.domain.operations.set_route_weights import VIRTUAL_SERVICE, SetRouteWeights
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t

_ALL = 100


class RouteWeightsPerformer(ObjectPerformer[SetRouteWeights]):
    """The rule must have just the destinations that the operation names, in the same order."""

    async def draft(self, operation: SetRouteWeights, content: Content) -> Draft:
        """Return the patch of the weights that change."""
        places = f"{operation.rule}/{'route' if operation.kind == VIRTUAL_SERVICE else 'backendRefs'}"
        entries = value_at(content, places)
        now = _weights(operation, entries if isinstance(entries, list) else [])
        if [host for host, _ in now] != [host for host, _ in operation.weights]:
            raise ChangeRefused(
                t(
                    "The rule {rule} of {target} has other destinations: {hosts}.",
                    rule=operation.rule,
                    target=str(operation.target),
                    hosts=", ".join(host for host, _ in now) or t("none"),
                ),
                t("Look at the route as it is now, and prepare the change again."),
            )
        fields = ("destination",) if operation.kind == VIRTUAL_SERVICE else ("name", "namespace")
        steps: list[dict[str, Any]] = []
        for number, ((_, old), (_, new)) in enumerate(zip(now, operation.weights, strict=True)):
            place, entry = f"{places}/{number}", entries[number]
            if old != new:
                told = (name for name in fields if name in entry)
                steps += [{"op": "test", "path": f"{place}/{name}", "value": entry[name]} for name in told]
                steps.append({"op": "add", "path": f"{place}/weight", "value": new})
        touched = tuple(f"{places}/{number}/{name}" for number in range(len(now)) for name in (*fields, "weight"))
        changed = tuple(step["path"] for step in steps if step["op"] == "add")
        return Draft((Edit(steps, changed),) if steps else (), touched, _inverse(operation, now))


def _weights(operation: SetRouteWeights, entries: list[Any]) -> tuple[tuple[str, int], ...]:
    """Return (destination, weight) as the controllers take them where no weight is stated."""
    if operation.kind == VIRTUAL_SERVICE:
        names, usual = tuple(map(_destination, entries)), _ALL if len(entries) == 1 else 0
    else:
        backends = [(str(one.get("name", "")), str(one.get("namespace") or "")) for one in entries]
        names, usual = backend_names(backends, operation.namespace), 1
    weights = (one.get("weight") for one in entries)
    return tuple((name, usual if told is None else whole(told)) for name, told in zip(names, weights, strict=True))


def _destination(entry: Any) -> str:
    goal = entry.get("destination") or {}
    return str(goal.get("host", "")) + (f"/{goal['subset']}" if goal.get("subset") else "")


def _inverse(operation: SetRouteWeights, now: tuple[tuple[str, int], ...]) -> Operation | None:
    """Return what brings back the weights of now, which need be no percents; ``None`` when all of them are 0."""
    is_relative = operation.relative or sum(weight for _, weight in now) != _ALL
    try:
        return replace(operation, weights=now, relative=is_relative and operation.kind == VIRTUAL_SERVICE)
    except UserError:
        return None  # what is there now breaks the rules of weights, so it is not set again
