"""One operation of an OpenAPI file: checks a request and an answer against it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import httpx

from tests.fakes.contract_body import body_value, text_readings
from tests.fakes.contract_document import ContractDocument

_PLACEHOLDER = re.compile(r"\\\{([\w.-]+)\\\}")
_NO_BODY = (204, 304)


@dataclass(frozen=True)
class ContractOperation:
    """``where`` is method and path as in the file; ``lenient``: the file is outdated, so answers may have more."""

    document: ContractDocument
    method: str
    path: str
    greedy: frozenset[str]
    lenient: bool

    @property
    def where(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def precision(self) -> int:
        """Count literal characters: the most literal of several matching paths is meant."""
        return len(re.sub(r"\{.*?\}", "", self.path))

    def match(self, method: str, raw_path: str) -> re.Match[str] | None:
        """Match a path as it was sent, still encoded."""
        if method != self.method:
            return None
        return re.fullmatch(
            _PLACEHOLDER.sub(lambda name: "(.+)" if name[1] in self.greedy else "([^/]+)", re.escape(self.path)),
            raw_path,
        )

    def request_faults(self, request: httpx.Request, given: re.Match[str]) -> Iterator[str]:
        """Yield what is wrong with parameters and body."""
        declared = self._parameters()
        names = _PLACEHOLDER.findall(re.escape(self.path))
        for name, text in zip(names, given.groups(), strict=True):
            if (one := declared.get(("path", name))) and name != "id":  # GitLab's id is a number or an encoded path
                yield from self._text_faults(f"path parameter {name!r}", one, [unquote(text)])
        yield from self._query_faults(request.url.params, declared)
        yield from self._body_faults(request)

    def response_faults(self, request: httpx.Request, response: httpx.Response, *, with_body: bool) -> Iterator[str]:
        """Yield what is wrong with status, type and body; errors that the file does not describe are exempt."""
        status = response.status_code
        answers = self._operation["responses"]
        declared = answers.get(str(status)) or answers.get(f"{status // 100}XX") or answers.get("default")
        if declared is None:
            conditional = "if-none-match" in request.headers or "if-modified-since" in request.headers
            if status < 400 and not (status == 304 and conditional):
                yield f"answer: status {status} is not documented, only {sorted(answers)}"
            return
        content = self.document.resolved(declared).get("content") or {}
        if not content or status in _NO_BODY or not with_body:
            return
        yield from (f"-> {status} {fault}" for fault in self._answer_faults(content, response))

    def _answer_faults(self, content: dict[str, Any], response: httpx.Response) -> Iterator[str]:
        kind = _kind(response.headers)
        media = content.get(kind) or content.get("*/*") or ("json" in kind and content.get("undefined")) or None
        if media is None:
            if response.status_code < 400:
                yield f"an answer of type {kind!r}, not {sorted(content)}"
        elif "json" in kind:
            try:
                value = response.json()
            except ValueError:
                yield "is not JSON"
            else:
                yield from self.document.faults(media.get("schema", {}), value, lenient=self.lenient)

    @property
    def _operation(self) -> dict[str, Any]:
        found: dict[str, Any] = self.document.content["paths"][self.path][self.method.lower()]
        return found

    def _parameters(self) -> dict[tuple[str, str], dict[str, Any]]:
        item = self.document.content["paths"][self.path]
        listed = map(self.document.resolved, [*item.get("parameters", []), *self._operation.get("parameters", [])])
        return {(one["in"], one["name"]): one for one in listed}

    def _query_faults(self, given: httpx.QueryParams, declared: dict[tuple[str, str], dict[str, Any]]) -> Iterator[str]:
        for name in given:
            known = declared.get(("query", name)) or declared.get(("query", name.removesuffix("[]")))
            if known is not None:
                yield from self._text_faults(f"parameter {name!r}", known, given.get_list(name))
            elif not self._is_part_of_object(name, declared):
                yield f"unknown parameter {name!r}"
        for (place, name), one in declared.items():
            absent = name not in given and f"{name}[]" not in given
            if place == "query" and one.get("required") and absent and not (self.lenient and name == "token"):
                yield f"parameter {name!r} is missing"

    def _is_part_of_object(self, name: str, declared: dict[tuple[str, str], dict[str, Any]]) -> bool:
        parts = re.fullmatch(r"(\w+)[.\[](\w+)\]?", name)
        known = declared.get(("query", parts[1])) if parts else None
        schema = self.document.resolved(known.get("schema", {})) if known else {}
        return bool(parts and schema.get("type") == "object" and self.document.property_named(schema, parts[2]))

    def _text_faults(self, what: str, declared: dict[str, Any], values: list[str]) -> Iterator[str]:
        schema = declared.get("schema", {})
        faults = [self.document.faults(schema, reading) for reading in text_readings(values)]
        if all(faults):
            yield f"{what}: {faults[0][0]}"

    def _body_faults(self, request: httpx.Request) -> Iterator[str]:
        declared = self.document.resolved(self._operation.get("requestBody", {}))
        content = declared.get("content", {})
        if not request.content and not declared.get("required"):
            return
        kind = _kind(request.headers)
        media = content.get(kind) or content.get("*/*")
        if media is None and self.lenient and kind == "application/json":  # Slack describes forms, takes JSON
            media = content.get("application/x-www-form-urlencoded")
        if media is None:
            yield f"a body of type {kind!r}, not {sorted(content)}"
            return
        schema = media.get("schema", {})
        try:
            readings = body_value(request.headers.get("content-type", ""), request.content, self.document, schema)
        except ValueError as error:
            yield f"body: {error}"
            return
        yield from (f"body {fault}" for fault in self.document.faults(schema, readings))
        yield from (f"body {fault}" for fault in self.document.unknown_keys(schema, readings))


def _kind(headers: httpx.Headers) -> str:
    kind: str = headers.get("content-type", "")
    return kind.partition(";")[0].strip().lower()
