"""Gatekeeper: two policies of the cluster, one that only warns and is broken, one that refuses and is kept."""

from console.lab.objects.common import JsonObject, metadata

OWNER_CONSTRAINT = "deployments-must-have-owner"
TAG_CONSTRAINT = "images-must-have-a-version"
MOVING_TAGS = ("latest", "main")

_LABELS_REGO = """package k8srequiredlabels

violation[{"msg": msg}] {
  provided := {label | input.review.object.metadata.labels[label]}
  required := {label | label := input.parameters.labels[_]}
  missing := required - provided
  count(missing) > 0
  msg := sprintf("you must provide labels: %v", [missing])
}
"""
_TAGS_REGO = """package k8sdisallowedtags

violation[{"msg": msg}] {
  container := input.review.object.spec.template.spec.containers[_]
  tag := input.parameters.tags[_]
  endswith(container.image, concat(":", ["", tag]))
  msg := sprintf("container %v has the moving tag %v", [container.name, tag])
}
"""


def gatekeeper_objects(created_s: float) -> list[JsonObject]:
    """Every deployment must name its owner, and no image may have a tag that moves; the audit fills in violations."""
    return [
        _template("K8sRequiredLabels", _LABELS_REGO, created_s),
        _template("K8sDisallowedTags", _TAGS_REGO, created_s),
        _constraint("K8sRequiredLabels", OWNER_CONSTRAINT, "warn", {"labels": ["owner"]}, created_s),
        _constraint("K8sDisallowedTags", TAG_CONSTRAINT, "deny", {"tags": list(MOVING_TAGS)}, created_s),
    ]


def _template(kind: str, rego: str, created_s: float) -> JsonObject:
    target = {"target": "admission.k8s.gatekeeper.sh", "rego": rego}
    return {
        "apiVersion": "templates.gatekeeper.sh/v1",
        "kind": "ConstraintTemplate",
        "metadata": metadata(kind.lower(), created_s=created_s),
        "spec": {"crd": {"spec": {"names": {"kind": kind}}}, "targets": [target]},
        "status": {"created": True},
    }


def _constraint(kind: str, name: str, action: str, parameters: JsonObject, created_s: float) -> JsonObject:
    match = {"kinds": [{"apiGroups": ["apps"], "kinds": ["Deployment"]}], "namespaces": ["cell-*"]}
    return {
        "apiVersion": "constraints.gatekeeper.sh/v1beta1",
        "kind": kind,
        "metadata": metadata(name, created_s=created_s),
        "spec": {"enforcementAction": action, "match": match, "parameters": parameters},
    }
