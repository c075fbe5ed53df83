"""An httpx transport that holds every request and answer against an official OpenAPI document."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

_ROOT = "urn:contract"


class ContractError(AssertionError):
    """A request or an answer is not what the document says."""


def _absolute(node: Any) -> Any:
    """Let references inside the document be found from schemas that are taken out of it."""
    if isinstance(node, list):
        return [_absolute(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _ROOT + value if key == "$ref" and isinstance(value, str) and value.startswith("#/") else _absolute(value)
        for key, value in node.items()
    }


class Contract:
    """An OpenAPI 3.1 document; ``seen`` collects what was used of it, ``base`` precedes its paths."""

    def __init__(self, file: Path, base: str = "") -> None:
        self._document = _absolute(json.loads(file.read_text(encoding="utf-8")))
        self._base = base
        resource = Resource(contents=self._document, specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_ROOT, resource)
        self.seen: set[str] = set()

    def relax(self, schema: str, *names: str) -> None:
        """Allow ``names`` to be absent from a component: an older server does not have them."""
        required = self._document["components"]["schemas"][schema]["required"]
        for name in names:
            required.remove(name)

    def _find(self, method: str, path: str) -> tuple[str, dict[str, Any]]:
        for pattern, operations in self._document["paths"].items():
            expression = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(pattern))
            if re.fullmatch(expression, path) and method.lower() in operations:
                return f"{method} {pattern}", operations[method.lower()]
        raise ContractError(f"{method} {path} is not in the contract")

    def _resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            node = self._registry.resolver().lookup(node["$ref"]).contents
        return node

    def _check(self, where: str, schema: dict[str, Any], value: object) -> None:
        errors = list(Draft202012Validator(schema, registry=self._registry).iter_errors(value))
        if errors:
            told = "; ".join(f"{'/'.join(map(str, one.path))}: {one.message[:200]}" for one in errors[:4])
            raise ContractError(f"{where}: {told}")

    def check_request(self, request: httpx.Request) -> tuple[str, dict[str, Any]]:
        """Check method, path, parameters and body; return the operation."""
        if not request.url.path.startswith(self._base):
            raise ContractError(f"{request.url.path} is outside {self._base}")
        where, operation = self._find(request.method, request.url.path.removeprefix(self._base))
        self.seen.add(where)
        parameters = [self._resolved(one) for one in operation.get("parameters", [])]
        query = {one["name"]: one for one in parameters if one["in"] == "query"}
        given = request.url.params
        for name in given:
            if name not in query:
                raise ContractError(f"{where}: unknown parameter {name!r}")
        for name, declared in query.items():
            if name in given:
                self._check(f"{where} ?{name}", declared["schema"], _typed(declared["schema"], given.get_list(name)))
            elif declared.get("required"):
                raise ContractError(f"{where}: parameter {name!r} is missing")
        self._check_body(where, operation, request)
        return where, operation

    def _check_body(self, where: str, operation: dict[str, Any], request: httpx.Request) -> None:
        declared = self._resolved(operation.get("requestBody", {})).get("content", {})
        if not request.content and not declared:
            return
        kind = request.headers.get("content-type", "").partition(";")[0]
        if kind not in declared:
            raise ContractError(f"{where}: a body of type {kind!r}, not {sorted(declared)}")
        schema = self._resolved(declared[kind]["schema"])
        fields = parse_qs(request.content.decode(), keep_blank_values=True, strict_parsing=True)
        body = {name: _typed(schema["properties"].get(name, {}), values) for name, values in fields.items()}
        self._check(f"{where} body", schema, body)

    def check_response(self, where: str, operation: dict[str, Any], response: httpx.Response) -> None:
        """Check status, type and body of an answer."""
        declared = operation["responses"].get(str(response.status_code)) or operation["responses"]["default"]
        content = self._resolved(declared)["content"]
        kind = response.headers.get("content-type", "").partition(";")[0]
        if kind not in content:
            raise ContractError(f"{where}: an answer of type {kind!r}")
        self._check(f"{where} -> {response.status_code}", content[kind]["schema"], response.json())


def _typed(schema: dict[str, Any], values: list[str]) -> object:
    """Read a parameter's text as the schema's type."""
    if schema.get("type") == "array":
        return values
    if schema.get("type") == "integer":
        return int(values[0])
    return values[0]


class ContractTransport(httpx.AsyncBaseTransport):
    """Passes requests on to ``inner``; violations are collected, because callers turn exceptions into faults."""

    def __init__(self, inner: httpx.AsyncBaseTransport, contract: Contract, violations: list[str]) -> None:
        self._inner = inner
        self._contract = contract
        self._violations = violations

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        response = await self._inner.handle_async_request(request)
        await response.aread()
        try:
            self._contract.check_response(*self._contract.check_request(request), response)
        except ContractError as violation:
            self._violations.append(str(violation))
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()
