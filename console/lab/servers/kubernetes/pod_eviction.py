"""Eviction: deleting a pod only when its disruption budget allows it."""

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
from console.lab.servers.kubernetes.write_options import parse_write_options

_BUDGETS = "poddisruptionbudgets.policy"
_NEVER_HELD = frozenset(("Pending", "Succeeded", "Failed"))
_BUSY_S = 10


def evict(store: ObjectStore, request: ApiRequest) -> web.Response:
    """Evict the addressed pod.

    Raises:
        ApiError: 404 without the pod, 429 while a budget forbids the disruption, 500 for a pod of several budgets.
    """
    dry_run = parse_write_options(request).dry_run
    body = read_object(request, kind="Eviction", api_version="policy/v1", older="policy/v1beta1")
    pod = stored(store, request)
    options: JsonObject = body.get("deleteOptions") or {}
    conditions: dict[str, Any] = options.get("preconditions") or {}
    dry_run = dry_run or "All" in (options.get("dryRun") or ())
    budget = _asked_budget(store, pod)
    if budget is not None:
        _check(budget)
    ObjectDeleter(store).delete(
        pod,
        DeleteOptions(
            dry_run=dry_run,
            uid=conditions.get("uid") or "",
            version=conditions.get("resourceVersion") or "",
            grace_s=options.get("gracePeriodSeconds"),
        ),
    )
    if budget is not None and not dry_run:
        left = budget["status"]["disruptionsAllowed"] - 1
        store.patch_status(_BUDGETS, pod.namespace, budget["metadata"]["name"], {"disruptionsAllowed": left})
    status = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201}
    return json_response(status, 201)


def _asked_budget(store: ObjectStore, pod: StoredObject) -> JsonObject | None:
    """The budget that has to allow it; none for a pod that does not run, or that its budget lets go as it is."""
    content = pod.content()
    status = content.get("status") or {}
    if status.get("phase") in _NEVER_HELD or content["metadata"].get("deletionTimestamp"):
        return None
    found = [budget for budget in store.list(_BUDGETS, pod.namespace) if _selects(budget, pod)]
    if len(found) > 1:
        told = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."
        raise ApiError(500, "", told)
    budget = found[0] if found else None
    return None if budget is None or (not _is_ready(status) and _lets_broken_go(budget)) else budget


def _selects(budget: JsonObject, pod: StoredObject) -> bool:
    """Whether a budget is about a pod: an empty selector is about all, none at all about nothing."""
    selector = (budget.get("spec") or {}).get("selector")
    return selector is not None and match_selector_object(selector)(pod.labels)


def _is_ready(status: JsonObject) -> bool:
    return any(one.get("type") == "Ready" and one.get("status") == "True" for one in status.get("conditions") or ())


def _lets_broken_go(budget: JsonObject) -> bool:
    """Whether pods that are not ready may go without being counted."""
    spec, status = budget.get("spec") or {}, budget.get("status") or {}
    needed = status.get("desiredHealthy", 0)
    always = spec.get("unhealthyPodEvictionPolicy") == "AlwaysAllow"
    return always or 0 < needed <= status.get("currentHealthy", 0)


def _check(budget: JsonObject) -> None:
    status, metadata = budget.get("status") or {}, budget["metadata"]
    name = metadata["name"]
    if status.get("observedGeneration", 0) < metadata.get("generation", 0):
        raise _refusal(f"The disruption budget {name} is still being processed by the server.", _BUSY_S)
    if status.get("disruptionsAllowed", 0) <= 0:
        needed, healthy = status.get("desiredHealthy", 0), status.get("currentHealthy", 0)
        raise _refusal(f"The disruption budget {name} needs {needed} healthy pods and has {healthy} currently")


def _refusal(told: str, retry_s: int = 0) -> ApiError:
    cause = {"reason": "DisruptionBudget", "message": told}
    details: dict[str, Any] = {"causes": [cause]} | ({"retryAfterSeconds": retry_s} if retry_s else {})
    headers = {"Retry-After": str(retry_s)} if retry_s else {}
    message = "Cannot evict pod as it would violate the pod's disruption budget."
    return ApiError(429, "TooManyRequests", message, details=details, headers=headers)
