"""How Azure DevOps answers: wrapped lists, tokens for what follows, errors, times."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from console.lab.outside.forge.api_call import ApiCall, ApiRefused, ApiReply

_MOST = 1000


def refusal(status: int, message: str, kind: str = "VssServiceException") -> dict[str, Any]:
    """Return the body of an error."""
    del status  # it is not repeated in the body
    return {
        "$id": "1",
        "innerException": None,
        "message": message,
        "typeName": f"Microsoft.VisualStudio.Services.Common.{kind}, Microsoft.VisualStudio.Services.Common",
        "typeKey": kind,
        "errorCode": 0,
        "eventId": 3000,
    }


def refused(status: int, message: str, kind: str = "VssServiceException") -> ApiRefused:
    """Return the exception that answers with an error."""
    return ApiRefused(status, refusal(status, message, kind))


def wrapped(items: Sequence[Any]) -> ApiReply:
    """Return a whole list."""
    return ApiReply({"count": len(items), "value": list(items)})


def skipped(call: ApiCall, items: Sequence[Any], word: str = "$") -> ApiReply:
    """Return the part of a list that ``$top`` and ``$skip`` ask for."""
    begin = _number(call, f"{word}skip", 0)
    return wrapped(items[begin : begin + _number(call, f"{word}top", 100)])


def continued(call: ApiCall, items: Sequence[Any]) -> ApiReply:
    """Return a part of a list, and in a header the token that the next part is asked for with."""
    begin = _number(call, "continuationToken", 0)
    end = begin + _number(call, "$top", 100)
    shown = list(items[begin:end])
    headers = {"x-ms-continuationtoken": str(end)} if end < len(items) else {}
    return ApiReply({"count": len(shown), "value": shown}, headers=headers)


def moment(at_s: float | None) -> str | None:
    """Return a time as Azure DevOps writes it: seven digits behind the point."""
    return None if at_s is None else f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%dT%H:%M:%S.%f}0Z"


def without_nothing(content: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not there: Azure DevOps writes no nulls."""
    return {name: value for name, value in content.items() if value is not None}


def _number(call: ApiCall, name: str, default: int) -> int:
    text = call.query(name, str(default))
    if not text.isdigit():
        raise refused(400, f"A value that is no number was given for {name}.", "InvalidQueryParameterException")
    return min(_MOST, int(text)) if name.endswith("top") else int(text)
