"""Cell templates from Helm values: services, data stores, autoscale bounds and quotas (L1.4)."""

from typing import Any

# Keys of Helm values that a template takes over; everything else in the file concerns the chart only.
PARTS = ("services", "data_stores", "autoscale", "quotas")
_OTHER_NAMES = {"dataStores": "data_stores", "autoscaling": "autoscale"}
_OTHER_BOUNDS = {"minReplicas": "min", "maxReplicas": "max"}


def template_parts(values: Any) -> dict[str, Any]:
    """Return the parts of ``values`` (the file's ``cell`` mapping, or its top level) that a template may override.

    Charts write ``dataStores``, ``autoscaling``, ``minReplicas`` and ``maxReplicas``; these are read as well.
    Bounds of an autoscaling that is not enabled are left out.
    """
    if not isinstance(values, dict):
        return {}
    nested = values.get("cell")
    source = nested if isinstance(nested, dict) else values
    renamed = {_OTHER_NAMES.get(name, name): value for name, value in source.items()}
    parts = {name: renamed[name] for name in PARTS if name in renamed}
    bounds = parts.get("autoscale")
    if isinstance(bounds, dict) and bounds.get("enabled") is False:
        del parts["autoscale"]  # the chart's bounds are not in force
    elif isinstance(bounds, dict):
        named = {_OTHER_BOUNDS.get(name, name): value for name, value in bounds.items()}
        parts["autoscale"] = {name: named[name] for name in ("min", "max") if name in named}
    return parts
