"""Rules that objects must keep, with the causes that the real server gives."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from console.lab.servers.kubernetes.api_error import Cause
from console.lab.servers.kubernetes.label_selector import match_selector_object
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.stored_object import JsonObject, encode_json

Object = Mapping[str, Any]
Rule = Callable[[Object, Object | None], list[Cause]]

_SUBDOMAIN = re.compile(r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
_LABEL = re.compile(r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
_LABEL_VALUE = re.compile(r"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$")
_SUBDOMAIN_TEXT = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
    "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
)
_LABEL_TEXT = (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
    "with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
)
_VALUE_TEXT = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
)
_OF_SETS = (
    "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
    "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
)  # fmt: skip
"""What may be changed of a StatefulSet."""
_SHORT_NAMES = frozenset(("namespaces", "services"))
_FREE_NAMES = frozenset(
    f"{plural}.rbac.authorization.k8s.io" for plural in ("roles", "clusterroles", "rolebindings", "clusterrolebindings")
)


def invalid_value(field: str, value: Any, why: str) -> Cause:
    """A cause that names a wrong value."""
    return Cause("FieldValueInvalid", f"Invalid value: {encode_json(value).decode()}: {why}", field)


def required(field: str, why: str = "") -> Cause:
    """A cause that names a missing value."""
    return Cause("FieldValueRequired", f"Required value: {why}" if why else "Required value", field)


def validate(kind: ResourceKind, content: JsonObject, before: JsonObject | None) -> list[Cause]:
    """Everything that is wrong with a new (`before` is None) or changed object."""
    causes = _metadata(kind, content["metadata"])
    rule = _RULES.get(kind.key)
    return causes + (rule(content, before) if rule else [])


def _metadata(kind: ResourceKind, metadata: Object) -> list[Cause]:
    causes = []
    name = metadata.get("name") or ""
    if not name:
        causes.append(required("metadata.name", "name or generateName is required"))
    elif kind.key in _SHORT_NAMES and not (_LABEL.match(name) and len(name) <= 63):
        causes.append(invalid_value("metadata.name", name, _LABEL_TEXT))
    elif kind.key not in _FREE_NAMES and not (_SUBDOMAIN.match(name) and len(name) <= 253):
        causes.append(invalid_value("metadata.name", name, _SUBDOMAIN_TEXT))
    for place, owner in enumerate(metadata.get("ownerReferences") or ()):
        parts = ("apiVersion", "kind", "name", "uid")
        causes += [required(f"metadata.ownerReferences[{place}].{part}") for part in parts if not owner.get(part)]
    for value in (metadata.get("labels") or {}).values():
        if not _LABEL_VALUE.match(value):
            causes.append(invalid_value("metadata.labels", value, _VALUE_TEXT))
    return causes


def _containers(spec: Object, path: str) -> list[Cause]:
    containers = spec.get("containers") or ()
    if not containers:
        return [required(f"{path}.containers")]
    causes = []
    seen = set()
    for place, container in enumerate(containers):
        here = f"{path}.containers[{place}]"
        for field in ("name", "image"):
            if not container.get(field):
                causes.append(required(f"{here}.{field}"))
        name = container.get("name")
        if name in seen:
            duplicate = f"Duplicate value: {encode_json(name).decode()}"
            causes.append(Cause("FieldValueDuplicate", duplicate, f"{here}.name"))
        seen.add(name)
    return causes


def _pod(content: Object, before: Object | None) -> list[Cause]:
    causes = _containers(content.get("spec") or {}, "spec")
    if before is not None and not causes:
        old, new = _without_mutable(before), _without_mutable(content)
        if old != new:
            why = (
                "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"
                "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to "
                "existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was "
                "previously negative)"
            )
            causes.append(Cause("FieldValueForbidden", why, "spec"))
    return causes


def _without_mutable(pod: Object) -> Object:
    spec = {key: value for key, value in pod["spec"].items() if key not in {"activeDeadlineSeconds", "tolerations"}}
    for name in ("containers", "initContainers"):
        spec[name] = [{**container, "image": ""} for container in spec.get(name) or ()]
    return spec


def _workload(content: Object, before: Object | None) -> list[Cause]:
    spec = content.get("spec") or {}
    selector = spec.get("selector")
    causes = []
    if not selector:
        causes.append(required("spec.selector"))
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels") or {}
    if selector and not match_selector_object(selector)(labels):
        field = "spec.template.metadata.labels"
        causes.append(invalid_value(field, labels, "`selector` does not match template `labels`"))
    causes += _containers((spec.get("template") or {}).get("spec") or {}, "spec.template.spec")
    if before is not None and before["spec"].get("selector") != selector:
        causes.append(invalid_value("spec.selector", selector, "field is immutable"))
    return causes


def _statefulset(content: Object, before: Object | None) -> list[Cause]:
    causes = _workload(content, before)
    if before is not None and not causes:
        old, new = ({name: part for name, part in one["spec"].items() if name not in _OF_SETS}
                    for one in (before, content))  # fmt: skip
        if old != new:
            listed = ", ".join(f"'{name}'" for name in _OF_SETS[:-1]) + f" and '{_OF_SETS[-1]}'"
            why = f"Forbidden: updates to statefulset spec for fields other than {listed} are forbidden"
            causes.append(Cause("FieldValueForbidden", why, "spec"))
    return causes


def _kept(content: Object, before: Object | None) -> list[Cause]:
    """What a ConfigMap or Secret that says that it is immutable still holds."""
    if before is None or not before.get("immutable"):
        return []
    why = "Forbidden: field is immutable when `immutable` is set"
    changed = [name for name in ("immutable", "data", "binaryData") if content.get(name) != before.get(name)]
    return [Cause("FieldValueForbidden", why, name) for name in changed]


def _secret(content: Object, before: Object | None) -> list[Cause]:
    causes = _kept(content, before)
    if before is not None and content.get("type") != before.get("type"):
        causes.append(invalid_value("type", content.get("type"), "field is immutable"))
    return causes


def _autoscaler(content: Object, before: Object | None) -> list[Cause]:
    del before
    spec = content.get("spec") or {}
    low, high = spec.get("minReplicas", 1), spec.get("maxReplicas", 0)
    causes = []
    if low < 1:
        causes.append(invalid_value("spec.minReplicas", low, "must be greater than or equal to 1"))
    if high < 1:
        causes.append(invalid_value("spec.maxReplicas", high, "must be greater than 0"))
    elif high < low:
        causes.append(invalid_value("spec.maxReplicas", high, "must be greater than or equal to `minReplicas`"))
    for field in ("kind", "name"):
        if not (spec.get("scaleTargetRef") or {}).get(field):
            causes.append(required(f"spec.scaleTargetRef.{field}"))
    return causes


def _job(content: Object, before: Object | None) -> list[Cause]:
    spec = content.get("spec") or {}
    pod = (spec.get("template") or {}).get("spec") or {}
    causes = _containers(pod, "spec.template.spec")
    policy = pod.get("restartPolicy")
    if policy not in {"Never", "OnFailure"}:
        told = f'Unsupported value: {encode_json(policy).decode()}: supported values: "OnFailure", "Never"'
        field = "spec.template.spec.restartPolicy"
        causes.append(Cause("FieldValueNotSupported", told, field) if policy != "Always" else required(field, told))
    if spec.get("completionMode") == "Indexed" and spec.get("completions") is None:
        causes.append(required("spec.completions", "when completion mode is Indexed"))
    if before is not None:
        causes += _job_change(spec, before["spec"])
    return causes


def _job_change(spec: Object, old: Object) -> list[Cause]:
    causes = []
    if spec.get("completions") != old.get("completions"):
        indexed = spec.get("completionMode") == "Indexed"
        in_tandem = spec.get("completions") == spec.get("parallelism")
        if not indexed:
            causes.append(invalid_value("spec.completions", spec.get("completions"), "field is immutable"))
        elif not in_tandem:
            why = "can only be modified in tandem with spec.parallelism"
            causes.append(invalid_value("spec.completions", spec.get("completions"), why))
    for field in ("selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex"):
        if spec.get(field) != old.get(field):
            causes.append(invalid_value(f"spec.{field}", spec.get(field), "field is immutable"))
    suspended = old.get("suspend") or spec.get("suspend")
    if not suspended and spec.get("template") != old.get("template"):
        causes.append(invalid_value("spec.template", spec.get("template"), "field is immutable"))
    return causes


def _cronjob(content: Object, before: Object | None) -> list[Cause]:
    del before
    spec = content.get("spec") or {}
    if not spec.get("schedule"):
        return [required("spec.schedule")]
    if len(str(spec["schedule"]).split()) != 5 and not str(spec["schedule"]).startswith("@"):
        why = f"expected exactly 5 fields, found {len(str(spec['schedule']).split())}: {spec['schedule']}"
        return [invalid_value("spec.schedule", spec["schedule"], why)]
    pod = ((spec["jobTemplate"].get("spec") or {}).get("template") or {}).get("spec") or {}
    return _containers(pod, "spec.jobTemplate.spec.template.spec")


def _budget(content: Object, before: Object | None) -> list[Cause]:
    del before
    spec = content.get("spec") or {}
    if "minAvailable" in spec and "maxUnavailable" in spec:
        return [invalid_value("spec", dict(spec), "minAvailable and maxUnavailable cannot be both set")]
    return []


def _binding(content: Object, before: Object | None) -> list[Cause]:
    role = content.get("roleRef") or {}
    causes = [required(f"roleRef.{field}") for field in ("kind", "name") if not role.get(field)]
    if before is not None and before.get("roleRef") != role:
        causes.append(invalid_value("roleRef", dict(role), "cannot change roleRef"))
    return causes


def _service(content: Object, before: Object | None) -> list[Cause]:
    del before
    spec = content.get("spec") or {}
    if not spec.get("ports") and spec.get("type") != "ExternalName" and spec.get("clusterIP") != "None":
        return [required("spec.ports")]
    return []


_RULES: dict[str, Rule] = {
    "pods": _pod,
    "deployments.apps": _workload,
    "replicasets.apps": _workload,
    "statefulsets.apps": _statefulset,
    "daemonsets.apps": _workload,
    "horizontalpodautoscalers.autoscaling": _autoscaler,
    "jobs.batch": _job,
    "cronjobs.batch": _cronjob,
    "poddisruptionbudgets.policy": _budget,
    "rolebindings.rbac.authorization.k8s.io": _binding,
    "clusterrolebindings.rbac.authorization.k8s.io": _binding,
    "services": _service,
    "configmaps": _kept,
    "secrets": _secret,
}
