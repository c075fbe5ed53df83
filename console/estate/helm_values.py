"""Cell templates from Helm values: services, data stores, autoscale bounds and quotas (L1.4)."""

from typing import Any

from console.estate.schema.cell import DataStore, Service

# Keys of Helm values that a template takes over; everything else in the file concerns the chart only.
PARTS = ("services", "data_stores", "autoscale", "quotas")
_OTHER_NAMES = {"dataStores": "data_stores", "autoscaling": "autoscale"}
_OTHER_BOUNDS = {"minReplicas": "min", "maxReplicas": "max"}
_FIELDS = {"services": frozenset(Service.model_fields), "data_stores": frozenset(DataStore.model_fields)}


def template_parts(values: Any) -> dict[str, Any]:
    """Return the parts of ``values`` (the file's ``cell`` mapping, or its top level) that a template may override.

    Charts write ``dataStores``, ``autoscaling``, ``minReplicas`` and ``maxReplicas``; these are read as well, and so
    are services and data stores as a mapping of name to settings. Settings of theirs that concern the chart only
    (images, ports) and bounds of an autoscaling that is not enabled are left out.
    """
    if not isinstance(values, dict):
        return {}
    nested = values.get("cell")
    source = nested if isinstance(nested, dict) else values
    renamed = {_OTHER_NAMES.get(name, name): value for name, value in source.items()}
    parts = {name: renamed[name] for name in PARTS if name in renamed}
    parts |= {name: _listed(parts[name], fields) for name, fields in _FIELDS.items() if name in parts}
    bounds = parts.get("autoscale")
    if isinstance(bounds, dict) and bounds.get("enabled") is False:
        del parts["autoscale"]  # the chart's bounds are not in force
    elif isinstance(bounds, dict):
        named = {_OTHER_BOUNDS.get(name, name): value for name, value in bounds.items()}
        parts["autoscale"] = {name: named[name] for name in ("min", "max") if name in named}
    return parts


def _listed(found: Any, fields: frozenset[str]) -> Any:
    """Return parts as the estate lists them: by name, with the fields that it knows; anything else as it stands."""
    if isinstance(found, dict):
        found = [{"name": name, **one} if isinstance(one, dict) else {"name": name} for name, one in found.items()]
    if not isinstance(found, list):
        return found
    return [{name: one[name] for name in one if name in fields} if isinstance(one, dict) else one for one in found]
