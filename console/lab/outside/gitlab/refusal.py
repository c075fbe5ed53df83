"""Errors in GitLab's form."""

from typing import Any

from console.lab.outside.forge.api_call import ApiRefused


def refusal(status: int, message: str) -> dict[str, Any]:
    """Return the body of an error: the status stands before the words."""
    return {"message": f"{status} {message}"}


def not_found(what: str) -> ApiRefused:
    """Return what GitLab says about what is not there or must not be seen."""
    return ApiRefused(404, refusal(404, f"{what} Not Found"))


def invalid(status: int, field: str, wrong: str) -> ApiRefused:
    """Return what GitLab says about a field that is wrong."""
    return ApiRefused(status, {"message": {field: [wrong]}})
