"""Eviction: deleting a pod only when its disruption budgets allow it."""

from typing import Any

from aiohttp import web

from console.lab.servers.kubernetes.api_error import ApiError
from console.lab.servers.kubernetes.api_request import ApiRequest
from console.lab.servers.kubernetes.label_selector import match_selector_object
from console.lab.servers.kubernetes.object_deleter import DeleteOptions, ObjectDeleter
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.request_body import read_object
from console.lab.servers.kubernetes.resource_api import json_response, stored
from console.lab.servers.kubernetes.stored_object import JsonObject, StoredObject

_BUDGETS = "poddisruptionbudgets.policy"


def evict(store: ObjectStore, request: ApiRequest) -> web.Response:
    """Evict the addressed pod.

    Raises:
        ApiError: 404 without the pod, 429 while a budget forbids the disruption.
    """
    body = read_object(request, kind="Eviction", api_version="policy/v1")
    pod = stored(store, request)
    running = (pod.content().get("status") or {}).get("phase") in {"Running", "Pending"}
    budget = _exhausted_budget(store, pod) if running else None
    if budget is not None:
        raise _refusal(budget)
    options: JsonObject = body.get("deleteOptions") or {}
    conditions: dict[str, Any] = options.get("preconditions") or {}
    ObjectDeleter(store).delete(
        pod,
        DeleteOptions(
            dry_run=request.dry_run or "All" in (options.get("dryRun") or ()),
            uid=conditions.get("uid") or "",
            version=conditions.get("resourceVersion") or "",
            grace_s=options.get("gracePeriodSeconds"),
        ),
    )
    status = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201}
    return json_response(status, 201)


def _exhausted_budget(store: ObjectStore, pod: StoredObject) -> JsonObject | None:
    for budget in store.list(_BUDGETS, pod.namespace):
        selector = (budget.get("spec") or {}).get("selector")
        allowed = (budget.get("status") or {}).get("disruptionsAllowed", 0)
        if selector and match_selector_object(selector)(pod.labels) and allowed <= 0:
            return budget
    return None


def _refusal(budget: JsonObject) -> ApiError:
    status = budget.get("status") or {}
    needed, healthy = status.get("desiredHealthy", 0), status.get("currentHealthy", 0)
    name = budget["metadata"]["name"]
    told = f"The disruption budget {name} needs {needed} healthy pods and has {healthy} currently"
    cause = {"reason": "DisruptionBudget", "message": told}
    message = "Cannot evict pod as it would violate the pod's disruption budget."
    return ApiError(429, "TooManyRequests", message, details={"causes": [cause]})
