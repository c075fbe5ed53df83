"""A server in memory whose answers are kept in a file."""

import json
from fnmatch import fnmatchcase

import httpx


class KeptWorld:
    """Answers requests by the longest pattern that fits path and body; what fits none is not found."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}

    def load(self, raw: bytes) -> None:
        """Take a world: a JSON object of patterns and answers."""
        self.answers = {pattern: json.dumps(one).encode() for pattern, one in json.loads(raw).items()}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        known = [pattern for pattern in self.answers if _fits(request, pattern)]
        if not known:
            return httpx.Response(404, json={})
        return httpx.Response(200, content=self.answers[max(known, key=len)])


def _fits(request: httpx.Request, pattern: str) -> bool:
    body = request.content.decode("utf-8", "replace")
    return fnmatchcase(f"{request.url.path} {body}", f"*{pattern}" if pattern.endswith("*") else f"*{pattern} *")
