"""Errors in GitHub's form."""

from typing import Any

from console.lab.outside.forge.api_call import ApiRefused

_DOCS = "https://docs.github.com/rest"


def refusal(status: int, message: str, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """Return the body of an error; ``errors`` name what is wrong with which field."""
    body: dict[str, Any] = {"message": message, "documentation_url": _DOCS, "status": str(status)}
    return body | ({"errors": errors} if errors else {})


def not_found() -> ApiRefused:
    """Return what GitHub says about what is not there or must not be seen."""
    return ApiRefused(404, refusal(404, "Not Found"))


def invalid(resource: str, field: str, code: str, message: str = "") -> ApiRefused:
    """Return what GitHub says about a field that is wrong."""
    error = {"resource": resource, "field": field, "code": code} | ({"message": message} if message else {})
    return ApiRefused(422, refusal(422, "Validation Failed", [error]))
