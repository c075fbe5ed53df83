"""Reviews of rights and measured usage: answers without stored objects."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from console.lab.servers.kubernetes.access_rules import AccessRules, Question
from console.lab.servers.kubernetes.api_error import bad_request, not_found, unavailable
from console.lab.servers.kubernetes.api_request import ApiRequest
from console.lab.servers.kubernetes.field_ownership import FieldOwnership, Writer
from console.lab.servers.kubernetes.field_path import Difference
from console.lab.servers.kubernetes.label_selector import parse_label_selector
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.pod_backend import PodBackend
from console.lab.servers.kubernetes.request_body import read_object
from console.lab.servers.kubernetes.resource_api import json_response
from console.lab.servers.kubernetes.schema_catalog import shape_of
from console.lab.servers.kubernetes.shape_check import ShapeCheck
from console.lab.servers.kubernetes.stored_object import JsonObject


class VirtualApi:
    """Answers for kinds that are not stored."""

    def __init__(self, store: ObjectStore, backend: PodBackend, access: AccessRules) -> None:
        self._store = store
        self._backend = backend
        self._access = access

    def answer(self, request: ApiRequest) -> web.Response:
        """Answer one request."""
        if request.verb != "create":
            return self._metrics(request)
        body = self._checked(request)
        head = {"kind": request.kind.kind, "apiVersion": request.api_version, "metadata": {}}
        if request.kind.kind == "SelfSubjectReview":
            return json_response(self._who(request, head), 201)
        if request.kind.kind == "SelfSubjectRulesReview":
            return json_response(self._rules(request, head, body), 201)
        return json_response(self._may(request, head, body), 201)

    def _checked(self, request: ApiRequest) -> JsonObject:
        kind = request.kind.kind
        check = ShapeCheck(shape_of(kind), read_object(request))
        if check.wrong:
            wrong = check.wrong[0]
            told = f"json: cannot unmarshal {wrong.found} into Go struct field {wrong.path} of type {wrong.go_name}"
            raise bad_request(f'{kind} in version "{request.path.version}" cannot be handled as a {kind}: {told}')
        body: JsonObject = check.pruned
        return body

    def _who(self, request: ApiRequest, head: JsonObject) -> JsonObject:
        user = request.user
        found: JsonObject = {"username": user.name, "groups": list(user.all_groups)}
        if user.uid:
            found["uid"] = user.uid
        head["metadata"] = {"creationTimestamp": self._store.now_text()}
        return {**head, "status": {"userInfo": found}}

    def _may(self, request: ApiRequest, head: JsonObject, body: JsonObject) -> JsonObject:
        spec = body.get("spec") or {}
        asked = spec.get("resourceAttributes")
        if isinstance(asked, Mapping):
            allowed, reason = self._access.may(request.user, _question(asked))
        else:
            path = (spec.get("nonResourceAttributes") or {}).get("path", "")
            allowed, reason = self._access.may_get_path(request.user, path), ""
        status: JsonObject = {"allowed": allowed}
        if reason:
            status["reason"] = reason
        ownership = FieldOwnership({}, self._store.now_text())
        difference = Difference(shape_of(request.kind.kind), {}, {"spec": spec}, custom=False)
        ownership.update(Writer(request.manager, "Update", request.api_version), difference)
        ownership.store_in(head)
        return {**head, "spec": spec, "status": status}

    def _rules(self, request: ApiRequest, head: JsonObject, body: JsonObject) -> JsonObject:
        namespace = str((body.get("spec") or {}).get("namespace") or "")
        rules = self._access.rules_of(request.user, namespace)
        status = {
            "resourceRules": [rule for rule in rules if "nonResourceURLs" not in rule],
            "nonResourceRules": [rule for rule in rules if "nonResourceURLs" in rule],
            "incomplete": False,
        }
        return {**head, "spec": {}, "status": status}

    def _metrics(self, request: ApiRequest) -> web.Response:
        path = request.path
        nodes = request.kind.kind == "NodeMetrics"
        found = self._backend.node_metrics() if nodes else self._backend.pod_metrics(path.namespace or None)
        if found is None:
            raise unavailable(request.verb, request.kind)
        if path.name:
            for item in found:
                if item["metadata"]["name"] == path.name:
                    return json_response(item)
            raise not_found(request.kind, path.name)
        chosen = parse_label_selector(request.query.get("labelSelector", ""))
        items = [item for item in found if not chosen or chosen(item["metadata"].get("labels") or {})]
        head: JsonObject = {"kind": f"{request.kind.kind}List", "apiVersion": request.api_version}
        return json_response({**head, "metadata": {}, "items": items})


def _question(asked: Mapping[str, Any]) -> Question:
    names = ("verb", "group", "resource", "namespace", "name", "subresource")
    return Question(**{name: str(asked.get(name) or "") for name in names})
