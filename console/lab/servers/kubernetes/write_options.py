"""The query options of writes, checked as the real server checks them."""

from dataclasses import dataclass
from typing import Literal

from console.lab.servers.kubernetes.api_error import Cause, invalid_named
from console.lab.servers.kubernetes.api_request import ApiRequest

FieldValidation = Literal["Ignore", "Warn", "Strict"]
_OPTIONS = {"create": "CreateOptions", "update": "UpdateOptions", "patch": "PatchOptions"}


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """`dry_run` stores nothing; `validation` says what unknown fields lead to; `force` takes fields over."""

    dry_run: bool
    manager: str
    validation: FieldValidation
    force: bool


def parse_write_options(request: ApiRequest, *, apply: bool = False) -> WriteOptions:
    """Read the options of a write.

    Raises:
        ApiError: 422, an option has a value that is not supported.
    """
    query = request.query
    kind = _OPTIONS.get(request.verb, "DeleteOptions")
    causes = []
    dry_run = query.get("dryRun", "")
    if dry_run not in {"", "All"}:
        causes.append(Cause("FieldValueNotSupported", unsupported(dry_run, "All"), "dryRun"))
    text = query.get("fieldValidation", "")
    validation: FieldValidation = "Strict" if text == "Strict" else "Ignore" if text == "Ignore" else "Warn"
    if text not in {"", "Ignore", "Warn", "Strict"}:
        told = unsupported(text, "Ignore", "Warn", "Strict")
        causes.append(Cause("FieldValueNotSupported", told, "fieldValidation"))
    if apply and not query.get("fieldManager"):
        causes.append(Cause("FieldValueRequired", "Required value: is required for apply patch", "fieldManager"))
    force = query.get("force", "") in {"true", "1"}
    if force and not apply:
        causes.append(Cause("FieldValueForbidden", "Forbidden: may not be specified for non-apply patch", "force"))
    if causes:
        raise invalid_named("meta.k8s.io", kind, "", causes)
    return WriteOptions(dry_run == "All", request.manager, validation, force)


def unsupported(value: str, *known: str) -> str:
    """A value that an option does not have, and those that it has."""
    listed = ", ".join(f'"{one}"' for one in known)
    return f'Unsupported value: "{value}": supported values: {listed}'
