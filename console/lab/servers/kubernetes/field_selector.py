"""Field selectors: `status.phase=Running,spec.nodeName!=n1`, for the fields that the real server knows."""

import re
from collections.abc import Callable, Mapping

from console.lab.servers.kubernetes.api_error import bad_request
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.stored_object import StoredObject

FieldMatch = Callable[[StoredObject], bool]

_METADATA = ("metadata.name", "metadata.namespace")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "pods": (
        "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
        "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName",
    ),
    "events": (
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
        "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
        "reportingComponent", "source", "type",
    ),
    "nodes": ("spec.unschedulable",),
    "namespaces": ("status.phase",),
    "secrets": ("type",),
    "services": ("spec.clusterIP", "spec.type"),
    "jobs.batch": ("status.successful",),
    "replicasets.apps": ("status.replicas",),
}  # fmt: skip
_KEPT_ELSEWHERE = {"source": ("source", "component"), "status.successful": ("status", "succeeded")}
_ABSENT = {
    "spec.hostNetwork": "false", "spec.unschedulable": "false", "status.replicas": "0", "status.successful": "0",
}  # fmt: skip
"""What selectors see of switches and counts that an object leaves out; of texts it is nothing."""
_TERM = re.compile(r"^\s*([^=!]+?)\s*(==|=|!=)(.*)$")


def parse_field_selector(text: str, kind: ResourceKind) -> FieldMatch | None:
    """A predicate over stored objects; None when everything matches.

    Raises:
        ApiError: 400, the selector is malformed or names a field that this kind cannot be selected by.
    """
    if not text.strip():
        return None
    tests: list[FieldMatch] = []
    for term in text.split(","):
        match = _TERM.match(term)
        if match is None:
            raise bad_request(f"invalid selector: '{text}'; can't understand '{term}'")
        field, operator, value = match[1], match[2], match[3].strip()
        allowed = (*_METADATA, *_FIELDS.get(kind.key, ())) if kind.namespaced else _cluster_fields(kind)
        if field not in allowed:
            raise bad_request(_unknown(field, kind))
        tests.append(_test(field, value, operator != "!="))
    return lambda entry: all(test(entry) for test in tests)


def _cluster_fields(kind: ResourceKind) -> tuple[str, ...]:
    return ("metadata.name", *_FIELDS.get(kind.key, ()))


def _unknown(field: str, kind: ResourceKind) -> str:
    if kind.key in _FIELDS:
        return f"field label not supported: {field}"
    known = ", ".join(f'"{name}"' for name in (_METADATA if kind.namespaced else _METADATA[:1]))
    return f'"{field}" is not a known field selector: only {known}'


def _test(field: str, value: str, wanted: bool) -> FieldMatch:
    if field == "metadata.name":
        return lambda entry: (entry.name == value) is wanted
    if field == "metadata.namespace":
        return lambda entry: (entry.namespace == value) is wanted
    path = _KEPT_ELSEWHERE.get(field) or tuple(field.split("."))
    absent = _ABSENT.get(field, "")

    def test(entry: StoredObject) -> bool:
        found: object = entry.content()
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, bool):
            found = str(found).lower()
        return ((absent if found is None else str(found)) == value) is wanted

    return test
