"""Writing and removing single values of a KV namespace."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

import msgspec

from connectors.cloudflare.address import below
from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.operations.moved_on import refuse_moved
from connectors.cloudflare.store_reader import keys_of, namespaces_of
from connectors.cloudflare.wire import KeyItem
from connectors.common.exchange import Request
from connectors.common.fault import HttpFault
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.put_kv_value import MOST_BYTES, PutKvValue
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.kernel.redact import scrub

_ABSENT = "absent"
_MOST_SHOWN = 200
_MOST_READ = 8000


@dataclass(frozen=True, slots=True)
class _Found:
    """A value as it is; ``None`` when the key does not exist."""

    path: str
    value: bytes | None
    key: KeyItem | None

    @property
    def base(self) -> str:
        return _ABSENT if self.value is None else hashlib.sha256(self.value).hexdigest()

    @property
    def text(self) -> str | None:
        """Return the value as text; ``None`` when it is absent, too large or not text."""
        if self.value is None or len(self.value) > MOST_BYTES:
            return None
        try:
            return self.value.decode()
        except UnicodeDecodeError:
            return None


class KvValue:
    """The base is the value's SHA-256; its metadata stays, its expiry cannot be kept."""

    def __init__(self, api: CloudflareApi) -> None:
        self._api = api

    async def preview(self, operation: PutKvValue) -> Preview:
        """Compare the value with the wanted one."""
        found = await self._find(operation)
        warnings = []
        inverse = None
        if found.value is not None and found.text is None:
            warnings.append(t("The present value is no short text, so this cannot be undone."))
        else:
            inverse = PutKvValue(operation.connection, operation.namespace, operation.name, found.text)
        if found.key is not None and found.key.expiration is not None:
            warnings.append(t("The value would expire by itself; that is lost when it is written."))
        satisfied = _same(found, operation)
        change = FieldChange(operation.name, _shown(found.value), _shown(_bytes(operation)))
        return Preview(
            base=found.base,
            differences=() if satisfied else (change,),
            inverse=inverse,
            satisfied=satisfied,
            warnings=tuple(warnings),
        )

    async def apply(self, operation: PutKvValue, base: str) -> None:
        """Write or remove it, unless it has moved on; nothing is sent when it already is as wanted."""
        found = await self._find(operation)
        if _same(found, operation):
            return
        if found.base != base:
            raise refuse_moved(operation.target, _shown(found.value) or t("absent"))
        value = _bytes(operation)
        if value is None:
            await self._api.raw(Request("DELETE", found.path, idempotent=True))
            return
        metadata = found.key.metadata if found.key is not None and found.key.metadata is not None else {}
        content, kind = _form(value, metadata)
        headers = {"content-type": kind}
        await self._api.raw(Request("PUT", found.path, headers=headers, content=content, idempotent=True))

    async def verify(self, operation: PutKvValue) -> Verification:
        """Read the value back."""
        found = await self._find(operation)
        truth = Truth.REACHED if _same(found, operation) else Truth.DIFFERENT
        shown = _shown(found.value) or t("absent")
        return Verification(truth, t("{name} is {value}.", name=operation.name, value=shown))

    async def _find(self, operation: PutKvValue) -> _Found:
        namespace = await self._namespace(operation)
        path = below(f"{self._api.root}/storage/kv/namespaces", namespace, "values", operation.name)
        try:
            value = (await self._api.raw(Request("GET", path, headers={"accept": "*/*"}))).body
        except HttpFault as fault:
            if fault.status != 404:
                raise
            return _Found(path, None, None)
        keys = await keys_of(self._api, namespace, prefix=operation.name)
        return _Found(path, value, next((key for key in keys.items if key.name == operation.name), None))

    async def _namespace(self, operation: PutKvValue) -> str:
        for namespace in await namespaces_of(self._api):
            if operation.namespace in (namespace.title, namespace.id):
                return namespace.id
        raise ChangeRefused(
            t("There is no KV namespace {name}.", name=operation.namespace),
            t("Name one that the connection {name} has.", name=operation.connection),
        )


def _bytes(operation: PutKvValue) -> bytes | None:
    return None if operation.value is None else operation.value.encode()


def _same(found: _Found, operation: PutKvValue) -> bool:
    return found.value == _bytes(operation)


def _shown(value: bytes | None) -> str:
    if value is None:
        return ""
    text = value.decode("utf-8", "replace")
    if len(text) <= _MOST_SHOWN:
        return text
    return f"{scrub(text[:_MOST_READ])[:_MOST_SHOWN]}… ({len(value)} B)"  # half a secret would not be recognised later


def _form(value: bytes, metadata: Any) -> tuple[bytes, str]:
    """Return a multipart body with the value and its metadata, and its content type."""
    border = f"cell-console-{secrets.token_hex(16)}"
    parts = (("value", value), ("metadata", msgspec.json.encode(metadata)))
    body = b"".join(
        b'--%s\r\ncontent-disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (border.encode(), name.encode(), content)
        for name, content in parts
    )
    return body + b"--%s--\r\n" % border.encode(), f"multipart/form-data; boundary={border}"
