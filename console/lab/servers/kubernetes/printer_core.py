"""Table cells of services, configuration, events, quotas and access rules."""

from collections.abc import Mapping
from typing import Any

from console.lab.servers.kubernetes.human_age import age_of

Cells = list[Any]
Object = Mapping[str, Any]
NONE = "<none>"


def _head(item: Object, now_s: float) -> tuple[str, str]:
    return item["metadata"]["name"], age_of(item["metadata"].get("creationTimestamp"), now_s)


def service_cells(item: Object, now_s: float) -> Cells:
    """Name, type, addresses, ports, age, selector."""
    name, age = _head(item, now_s)
    spec = item.get("spec") or {}
    kind = spec.get("type", "ClusterIP")
    ingress = ((item.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    outside = ",".join(one.get("ip") or one.get("hostname", "") for one in ingress)
    if not outside:
        outside = {"LoadBalancer": "<pending>", "ExternalName": spec.get("externalName", "")}.get(kind, NONE)
    selector = ",".join(f"{key}={value}" for key, value in sorted((spec.get("selector") or {}).items())) or NONE
    return [name, kind, spec.get("clusterIP") or NONE, outside, _ports(spec) or NONE, age, selector]


def _ports(spec: Object) -> str:
    shown = []
    for port in spec.get("ports") or ():
        node = f":{port['nodePort']}" if port.get("nodePort") else ""
        shown.append(f"{port.get('port')}{node}/{port.get('protocol', 'TCP')}")
    return ",".join(shown)


def endpoints_cells(item: Object, now_s: float) -> Cells:
    """Name, endpoints, age."""
    name, age = _head(item, now_s)
    pairs = [
        f"{address.get('ip')}:{port.get('port')}"
        for subset in item.get("subsets") or ()
        for address in subset.get("addresses") or ()
        for port in subset.get("ports") or ()
    ]
    more = f" + {len(pairs) - 3} more..." if len(pairs) > 3 else ""
    return [name, ",".join(pairs[:3]) + more or NONE, age]


def namespace_cells(item: Object, now_s: float) -> Cells:
    """Name, status, age."""
    name, age = _head(item, now_s)
    return [name, (item.get("status") or {}).get("phase", ""), age]


def configmap_cells(item: Object, now_s: float) -> Cells:
    """Name, number of entries, age."""
    name, age = _head(item, now_s)
    return [name, len(item.get("data") or ()) + len(item.get("binaryData") or ()), age]


def secret_cells(item: Object, now_s: float) -> Cells:
    """Name, type, number of entries, age (never a value)."""
    name, age = _head(item, now_s)
    return [name, item.get("type", "Opaque"), len(item.get("data") or ()), age]


def serviceaccount_cells(item: Object, now_s: float) -> Cells:
    """Name, number of secrets, age."""
    name, age = _head(item, now_s)
    return [name, len(item.get("secrets") or ()), age]


def event_cells(item: Object, now_s: float) -> Cells:
    """Last seen, type, reason, object, part of the object, message, source, first seen, count, name."""
    about = item.get("involvedObject") or {}
    source = item.get("source") or {}
    first = item.get("firstTimestamp") or item.get("eventTime")
    last = (item.get("series") or {}).get("lastObservedTime") or item.get("lastTimestamp") or first
    origin = source.get("component") or item.get("reportingComponent") or ""
    if source.get("host"):
        origin = f"{origin}, {source['host']}"
    return [
        age_of(last, now_s),
        item.get("type", ""),
        item.get("reason", ""),
        f"{str(about.get('kind', '')).lower()}/{about.get('name', '')}",
        about.get("fieldPath", ""),
        str(item.get("message", "")).strip(),
        origin,
        age_of(first, now_s),
        item.get("count", 1),
        item["metadata"]["name"],
    ]


def quota_cells(item: Object, now_s: float) -> Cells:
    """Name, requests, limits, age."""
    name, age = _head(item, now_s)
    hard = (item.get("status") or {}).get("hard") or {}
    used = (item.get("status") or {}).get("used") or {}
    shown: tuple[list[str], list[str]] = ([], [])
    for resource, bound in sorted(hard.items()):
        shown[resource.startswith("limits.")].append(f"{resource}: {used.get(resource, '0')}/{bound}")
    return [name, ", ".join(shown[0]), ", ".join(shown[1]), age]


def created_cells(item: Object, now_s: float) -> Cells:
    """Name and time of creation."""
    del now_s
    return [item["metadata"]["name"], item["metadata"].get("creationTimestamp", "")]


def age_cells(item: Object, now_s: float) -> Cells:
    """Name and age."""
    return list(_head(item, now_s))


def binding_cells(item: Object, now_s: float) -> Cells:
    """Name, role, age, subjects by kind."""
    name, age = _head(item, now_s)
    role = item.get("roleRef") or {}
    subjects = item.get("subjects") or ()
    named = [
        ", ".join(one.get("name", "") for one in subjects if one.get("kind") == kind)
        for kind in ("User", "Group", "ServiceAccount")
    ]
    return [name, f"{role.get('kind')}/{role.get('name')}", age, *named]


def claim_cells(item: Object, now_s: float) -> Cells:
    """Name, status, volume, capacity, access modes, class, attributes class, age, volume mode."""
    name, age = _head(item, now_s)
    spec, status = item.get("spec") or {}, item.get("status") or {}
    short = {"ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP"}
    modes = ",".join(short.get(mode, mode) for mode in status.get("accessModes") or ())
    volume = [spec.get("volumeName", ""), (status.get("capacity") or {}).get("storage", ""), modes]
    classes = [spec.get("storageClassName", ""), spec.get("volumeAttributesClassName", "<unset>")]
    return [name, status.get("phase", ""), *volume, *classes, age, spec.get("volumeMode", "")]


def ingress_cells(item: Object, now_s: float) -> Cells:
    """Name, class, hosts, address, ports, age."""
    name, age = _head(item, now_s)
    spec = item.get("spec") or {}
    hosts = ",".join(rule.get("host") or "*" for rule in spec.get("rules") or ()) or "*"
    ingress = ((item.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    address = ",".join(one.get("ip") or one.get("hostname", "") for one in ingress)
    return [name, spec.get("ingressClassName") or NONE, hosts, address, "80, 443" if spec.get("tls") else "80", age]


def lease_cells(item: Object, now_s: float) -> Cells:
    """Name, holder, age."""
    name, age = _head(item, now_s)
    return [name, (item.get("spec") or {}).get("holderIdentity", ""), age]
