"""Refusals of the API server, as the `Status` objects that clients understand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from console.lab.servers.kubernetes.resource_kind import ResourceKind


class Cause(NamedTuple):
    """One reason of an invalid object: what is wrong (`reason`), told (`message`), where (`field`)."""

    reason: str
    message: str
    field: str


class ApiError(Exception):
    """An answer with a `Status` body of failure."""

    def __init__(
        self,
        code: int,
        reason: str,
        message: str,
        *,
        details: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        continue_token: str = "",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.headers = dict(headers or {})
        metadata = {"continue": continue_token} if continue_token else {}
        self.status: dict[str, Any] = {"kind": "Status", "apiVersion": "v1", "metadata": metadata, "status": "Failure"}
        self.status["message"] = message
        if reason:
            self.status["reason"] = reason
        if details is not None:
            self.status["details"] = dict(details)
        self.status["code"] = code


def resource_details(kind: ResourceKind, name: str = "", **more: Any) -> dict[str, Any]:
    """The `details` that name a resource, as lists name it (plural)."""
    details = {"name": name, "group": kind.group, "kind": kind.plural, **more}
    return {key: value for key, value in details.items() if value}


def bad_request(message: str) -> ApiError:
    """400: the request makes no sense."""
    return ApiError(400, "BadRequest", message)


def not_found(kind: ResourceKind, name: str) -> ApiError:
    """404: no such object."""
    return ApiError(404, "NotFound", f'{kind.key} "{name}" not found', details=resource_details(kind, name))


def unknown_resource() -> ApiError:
    """404: no such path."""
    return ApiError(404, "NotFound", "the server could not find the requested resource", details={})


def unknown_version(group: str, version: str, served: Sequence[str]) -> ApiError:
    """404: the group is known, this version of it is not; a real server does not say which are."""
    message = f"the lab does not serve {group}/{version}; write the object as {group}/{' or '.join(served)}"
    return ApiError(404, "NotFound", message, details={})


def nothing_runs_there(subresource: str) -> ApiError:
    """405: the lab's pods are simulated, so there is no process to talk to."""
    message = (
        f"the lab's containers are simulated: {subresource} reaches no process; kubectl logs and port-forward work"
    )
    return ApiError(405, "MethodNotAllowed", message, details={})


def method_not_allowed() -> ApiError:
    """405: the resource does not know this verb."""
    message = "the server does not allow this method on the requested resource"
    return ApiError(405, "MethodNotAllowed", message, details={})


def already_exists(kind: ResourceKind, name: str) -> ApiError:
    """409: the name is taken."""
    return ApiError(409, "AlreadyExists", f'{kind.key} "{name}" already exists', details=resource_details(kind, name))


def conflict(kind: ResourceKind, name: str) -> ApiError:
    """409: the object changed since the client read it."""
    message = (
        f'Operation cannot be fulfilled on {kind.key} "{name}": the object has been modified; '
        "please apply your changes to the latest version and try again"
    )
    return ApiError(409, "Conflict", message, details=resource_details(kind, name))


def precondition_failed(kind: ResourceKind, name: str, why: str) -> ApiError:
    """409: a precondition of a deletion does not hold."""
    message = f'Operation cannot be fulfilled on {kind.qualified_kind} "{name}": {why}'
    details = {"name": name, "group": kind.group, "kind": kind.kind}
    return ApiError(409, "Conflict", message, details={key: value for key, value in details.items() if value})


def expired(message: str, continue_token: str = "") -> ApiError:
    """410: the history needed is gone."""
    return ApiError(410, "Expired", message, continue_token=continue_token)


def unsupported_media_type(accepted: Sequence[str]) -> ApiError:
    """415: the body's format is not understood."""
    names = ", ".join(accepted)
    message = f"the body of the request was in an unknown format - accepted media types include: {names}"
    return ApiError(415, "UnsupportedMediaType", message)


def invalid(kind: ResourceKind, name: str, causes: Sequence[Cause]) -> ApiError:
    """422: the object breaks rules; every cause is listed."""
    return invalid_named(kind.group, kind.kind, name, causes)


def invalid_named(group: str, kind: str, name: str, causes: Sequence[Cause]) -> ApiError:
    """422 for something that is no stored kind (options, scales)."""
    texts = [f"{cause.field}: {cause.message}" for cause in causes]
    told = texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
    qualified = f"{kind}.{group}" if group else kind
    details: dict[str, Any] = {"name": name, "group": group, "kind": kind}
    details = {key: value for key, value in details.items() if value}
    details["causes"] = [cause._asdict() for cause in causes]
    return ApiError(422, "Invalid", f'{qualified} "{name}" is invalid: {told}', details=details)


def rejected_request() -> ApiError:
    """422 without a reason, as for JSON patches that cannot be applied."""
    return ApiError(422, "Invalid", "the server rejected our request due to an error in our request", details={})


def unavailable(verb: str, kind: ResourceKind) -> ApiError:
    """503: the server behind this group does not answer."""
    message = f"the server is currently unable to handle the request ({verb} {kind.key})"
    return ApiError(503, "ServiceUnavailable", message, details={})


def unauthorized() -> ApiError:
    """401: no or an unknown token."""
    return ApiError(401, "Unauthorized", "Unauthorized")


def manager_conflict(conflicts: Iterable[tuple[str, str]]) -> ApiError:
    """409 of a server-side apply; `conflicts` are (manager as messages name it, field path)."""
    listed = list(conflicts)
    causes = [
        {"reason": "FieldManagerConflict", "message": f"conflict with {who}", "field": path} for who, path in listed
    ]
    owners: dict[str, list[str]] = {}
    for who, path in listed:
        owners.setdefault(who, []).append(path)
    if len(listed) == 1:
        who, path = listed[0]
        told = f"Apply failed with 1 conflict: conflict with {who}: {path}"
    else:
        parts = [f"conflicts with {who}:\n" + "\n".join(f"- {path}" for path in paths) for who, paths in owners.items()]
        told = f"Apply failed with {len(listed)} conflicts: " + "\n".join(parts)
    return ApiError(409, "Conflict", told, details={"causes": causes})
