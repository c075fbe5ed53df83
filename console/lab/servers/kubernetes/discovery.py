"""Discovery: which groups, versions and resources the server has, in the old and the aggregated form."""

from collections.abc import Sequence
from typing import Any

from console.lab.servers.kubernetes.kind_catalog import KindCatalog
from console.lab.servers.kubernetes.resource_kind import ResourceKind

JsonObject = dict[str, Any]
SERVER_VERSION: JsonObject = {
    "major": "1",
    "minor": "36",
    "emulationMajor": "1",
    "emulationMinor": "36",
    "minCompatibilityMajor": "1",
    "minCompatibilityMinor": "35",
    "gitVersion": "v1.36.2",
    "gitCommit": "0000000000000000000000000000000000000000",
    "gitTreeState": "clean",
    "buildDate": "2026-07-24T00:00:00Z",
    "goVersion": "cell-console-lab",
    "compiler": "lab",
    "platform": "linux/amd64",
}
_SCALE_VERBS = ("get", "patch", "update")
# Subresources whose bodies belong to another group.
_FOREIGN = {"scale": ("autoscaling", "v1"), "eviction": ("policy", "v1")}
_AGGREGATED = "apidiscovery.k8s.io"


def api_versions(address: str) -> JsonObject:
    """The answer at `/api`."""
    addresses = [{"clientCIDR": "0.0.0.0/0", "serverAddress": address}]
    return {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": addresses}


def api_group(group: str, versions: Sequence[str]) -> JsonObject:
    """The answer at `/apis/{group}`."""
    listed = [{"groupVersion": f"{group}/{version}", "version": version} for version in versions]
    return {"kind": "APIGroup", "apiVersion": "v1", "name": group, "versions": listed, "preferredVersion": listed[0]}


def api_group_list(catalog: KindCatalog) -> JsonObject:
    """The answer at `/apis`."""
    groups = [api_group(group, versions) for group, versions in catalog.groups().items()]
    for group in groups:
        del group["kind"], group["apiVersion"]
    return {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups}


def api_resource_list(catalog: KindCatalog, group: str, version: str) -> JsonObject | None:
    """The answer at `/apis/{group}/{version}` or `/api/v1`; None when there is no such version."""
    kinds = catalog.of_group_version(group, version)
    if not kinds:
        return None
    resources = [resource for kind in kinds for resource in (_resource(kind), *_subresources(kind))]
    name = f"{group}/{version}" if group else version
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": name, "resources": resources}


def _resource(kind: ResourceKind) -> JsonObject:
    found: JsonObject = {"name": kind.plural, "singularName": kind.singular, "namespaced": kind.namespaced}
    found |= {"kind": kind.kind, "verbs": list(kind.verbs)}
    if kind.short_names:
        found["shortNames"] = list(kind.short_names)
    if kind.categories:
        found["categories"] = list(kind.categories)
    return found


def subresources_of(kind: ResourceKind) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Subresources of a kind: name to (kind of the body, verbs)."""
    found = {name: (body, verbs) for name, body, verbs in kind.subresources}
    if kind.status:
        found["status"] = (kind.kind, _SCALE_VERBS)
    if kind.scale:
        found["scale"] = ("Scale", _SCALE_VERBS)
    return dict(sorted(found.items()))


def _subresources(kind: ResourceKind) -> list[JsonObject]:
    found = []
    for name, (body, verbs) in subresources_of(kind).items():
        entry: JsonObject = {"name": f"{kind.plural}/{name}", "singularName": "", "namespaced": kind.namespaced}
        if name in _FOREIGN:
            entry |= dict(zip(("group", "version"), _FOREIGN[name], strict=True))
        found.append({**entry, "kind": body, "verbs": list(verbs)})
    return found


def aggregated_discovery(catalog: KindCatalog, version: str, *, core: bool) -> JsonObject:
    """The aggregated answer at `/api` (core) or `/apis`; `version` is v2 or v2beta1."""
    groups = {"": ("v1",)} if core else catalog.groups()
    items = [
        {
            "metadata": {"name": group} if group else {},
            "versions": [_aggregated_version(catalog, group, one) for one in versions],
        }
        for group, versions in groups.items()
    ]
    head = {"kind": "APIGroupDiscoveryList", "apiVersion": f"{_AGGREGATED}/{version}", "metadata": {}}
    return {**head, "items": items}


def _aggregated_version(catalog: KindCatalog, group: str, version: str) -> JsonObject:
    resources = [_aggregated(kind, version) for kind in catalog.of_group_version(group, version)]
    return {"version": version, "resources": resources, "freshness": "Current"}


def _aggregated(kind: ResourceKind, version: str) -> JsonObject:
    own = {"group": kind.group, "version": version, "kind": kind.kind}
    found: JsonObject = {"resource": kind.plural, "responseKind": own}
    found["scope"] = "Namespaced" if kind.namespaced else "Cluster"
    found |= {"singularResource": kind.singular, "verbs": list(kind.verbs)}
    if kind.short_names:
        found["shortNames"] = list(kind.short_names)
    if kind.categories:
        found["categories"] = list(kind.categories)
    parts = []
    for name, (body, verbs) in subresources_of(kind).items():
        answer = {**own, "kind": body}
        if name in _FOREIGN:
            answer |= dict(zip(("group", "version"), _FOREIGN[name], strict=True))
        parts.append({"subresource": name, "responseKind": answer, "verbs": list(verbs)})
    if parts:
        found["subresources"] = parts
    return found


def aggregated_version_asked(accept: str) -> str:
    """The version of the aggregated form that an Accept header asks for first, or nothing."""
    for offer in accept.split(","):
        if "as=APIGroupDiscoveryList" in offer and f"g={_AGGREGATED}" in offer:
            for version in ("v2beta1", "v2"):
                if f"v={version}" in offer.split(";"):
                    return version
    return ""
