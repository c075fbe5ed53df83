"""Reading bodies and parameters into the values that schemas speak about."""

import contextlib
import json
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qs

import yaml

from tests.fakes.contract_document import ContractDocument


def text_readings(values: list[str]) -> Iterator[object]:
    """Yield everything that the text of a parameter may mean; it is right when one reading is."""
    if len(values) == 1:
        yield from _scalars(values[0])
        yield [next(_numbers(one), one) for one in values[0].split(",")]
        yield values[0].split(",")
    yield [next(_numbers(one), one) for one in values]
    yield values


def _scalars(text: str) -> Iterator[object]:
    yield text
    yield from _numbers(text)
    if text in ("true", "false"):
        yield text == "true"
    if text.startswith("{"):
        with contextlib.suppress(ValueError):  # Bitbucket's ids stand in braces, too
            yield json.loads(text)


def _numbers(text: str) -> Iterator[object]:
    for kind in (int, float):
        try:
            yield kind(text)
        except ValueError:
            continue


def body_value(content_type: str, content: bytes, document: ContractDocument, schema: Any) -> object:
    """Return a JSON, YAML, form or multipart body as a value; other types as text; raise ``ValueError``."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind.endswith("json"):
        return json.loads(content)
    if kind.endswith("yaml"):
        return yaml.safe_load(content)
    if kind == "application/x-www-form-urlencoded":
        fields = parse_qs(content.decode(), keep_blank_values=True, strict_parsing=bool(content))
        return _typed(fields, document, schema)
    if kind == "multipart/form-data":
        return _typed(_parts(content_type, content), document, schema)
    return content.decode("utf-8", "replace")


def _parts(content_type: str, content: bytes) -> dict[str, list[str]]:
    message = message_from_bytes(b"content-type: " + content_type.encode() + b"\r\n\r\n" + content)
    if not message.is_multipart():
        raise ValueError("the parts of a form cannot be told apart")
    found: dict[str, list[str]] = {}
    for part in message.walk():
        if name := part.get_param("name", header="content-disposition"):
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            found.setdefault(str(name), []).append(payload.decode("utf-8", "replace"))
    return found


def _typed(fields: dict[str, list[str]], document: ContractDocument, schema: Any) -> dict[str, object]:
    """Read each field as the first meaning that its schema allows."""
    properties = document.resolved(schema).get("properties", {})
    value: dict[str, object] = {}
    for name, texts in fields.items():
        key = name if name in properties else name.removesuffix("[]")
        readings = list(text_readings(texts))
        wanted = properties.get(key, {})
        value[key] = next((one for one in readings if not document.faults(wanted, one)), readings[0])
    return value
