"""How Bitbucket answers: pages, errors, times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from yarl import URL

from console.lab.outside.forge.api_call import ApiCall, ApiReply

_USUAL, _MOST = 10, 100


@dataclass(frozen=True, slots=True)
class FileReply(ApiReply):
    """A file of a repository, as it is."""

    content: bytes = b""

    def body(self) -> bytes:
        """Return the file."""
        return self.content


def refusal(status: int, message: str) -> dict[str, Any]:
    """Return the body of an error in Bitbucket's form."""
    del status  # it is not repeated in the body
    return {"type": "error", "error": {"message": message}}


def failure(status: int, message: str, detail: str = "") -> ApiReply:
    """Return an error, with details where there are some."""
    error = {"message": message, **({"detail": detail} if detail else {})}
    return ApiReply({"type": "error", "error": error}, status)


def page(call: ApiCall, items: Sequence[Any], *, most: int = _MOST, counted: bool = True) -> ApiReply:
    """Return one page; ``counted=False`` is for lists that tell neither size nor number (commits)."""
    size, number = call.query("pagelen", str(_USUAL)), call.query("page", "1")
    if not size.isdigit() or not 1 <= int(size) <= most:
        return failure(400, "Invalid pagelen")
    if not number.isdigit() or int(number) < 1:
        return failure(404, "Invalid page")
    begin, end = (int(number) - 1) * int(size), int(number) * int(size)
    body: dict[str, Any] = {"values": list(items[begin:end]), "pagelen": int(size)}
    if counted:
        body |= {"size": len(items), "page": int(number)}
    if end < len(items):
        # A reader must take the address as it is: here it says more than the number of the page.
        query = {**call.request.query, "page": str(int(number) + 1), "ctx": f"{len(items):x}"}
        body["next"] = str(URL(str(call.request.url)).with_query(query))
    return ApiReply(body)


def moment(at_s: float | None) -> str | None:
    """Return a time as Bitbucket writes it."""
    return None if at_s is None else datetime.fromtimestamp(at_s, UTC).isoformat()
