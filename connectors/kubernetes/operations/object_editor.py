"""Reading and patching single objects of a cluster."""

from typing import Any
from urllib.parse import quote

import msgspec

from connectors.common.exchange import Answer, Request
from connectors.common.fault import HttpFault, server_words, wrong_body
from connectors.kubernetes.discovery import Discovery
from connectors.kubernetes.kind import collection_path
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.session import ClusterSession
from console.domain.resource import ResourceKind, ResourceRef
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

MANAGER = "cell-console"
_CONFLICT = 409
_INVALID = 422
_REFUSALS = frozenset({400, _INVALID})
_MOST_LISTED = 500

Content = dict[str, Any]


class MovedOnError(Exception):
    """The object is not at the version any more that an edit was made for."""


class ObjectEditor:
    """Writes as the field manager ``cell-console``; raises ``ConnectorError``, and ``ChangeRefused`` for what is not
    valid in the cluster's eyes.
    """

    def __init__(self, session: ClusterSession, discovery: Discovery) -> None:
        self._session = session
        self._discovery = discovery

    async def kind_of(self, ref: ResourceRef) -> ResourceKind:
        """Return the kind of an object in the version that the cluster serves."""
        return await self._discovery.kind_of(ref)

    async def read(self, ref: ResourceRef) -> Content:
        """Return an object as it is."""
        return self._content(await self._session.get(await self._path(ref)))

    async def listed(self, ref: ResourceRef, selector: str = "") -> list[Content]:
        """Return the objects of the kind and in the namespace of ``ref``."""
        params: dict[str, Any] = {"limit": _MOST_LISTED}
        if selector:
            params["labelSelector"] = selector
        kind = await self._discovery.kind_of(ref)
        found = self._content(await self._session.get(collection_path(kind, ref.namespace), params))
        items = found.get("items")
        return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []

    async def create(self, ref: ResourceRef, content: Content, *, dry_run: bool = False) -> Content:
        """Make an object; one of that name that is there already is refused."""
        params = {"fieldManager": MANAGER, "fieldValidation": "Strict"} | ({"dryRun": "All"} if dry_run else {})
        kind = await self._discovery.kind_of(ref)
        path = collection_path(kind, ref.namespace)
        try:
            request = Request("POST", path, params, json=content, idempotent=dry_run)
            return self._content(await self._session.send(request))
        except HttpFault as fault:
            if fault.status == _CONFLICT or fault.status in _REFUSALS:
                raise _refused(fault) from fault
            raise

    async def delete(self, ref: ResourceRef, uid: str, *, dry_run: bool = False) -> None:
        """Delete an object, and what it owns behind it, unless it is another one of that name by now."""
        params = {"dryRun": "All"} if dry_run else {}
        body = {"propagationPolicy": "Background", "preconditions": {"uid": uid}}
        try:
            await self._session.send(Request("DELETE", await self._path(ref), params, json=body, idempotent=dry_run))
        except HttpFault as fault:
            if fault.status == _CONFLICT:
                raise MovedOnError from fault
            raise

    async def write(self, ref: ResourceRef, edit: Edit, version: str, *, dry_run: bool = False) -> Content:
        """Send an edit for an object at ``version`` and return what the server answers.

        Raises ``MovedOnError`` when it is at another one.
        """
        params = {"fieldManager": MANAGER, "fieldValidation": "Strict"} | ({"dryRun": "All"} if dry_run else {})
        path = await self._path(ref) + (f"/{edit.part}" if edit.part else "")
        headers = {"content-type": edit.media}
        request = Request("PATCH", path, params, headers, content=edit.encoded(version), idempotent=dry_run)
        try:
            return self._content(await self._session.send(request))
        except HttpFault as fault:
            if fault.status == _CONFLICT or (fault.status == _INVALID and _is_failed_test(fault, edit)):
                raise MovedOnError from fault
            if fault.status in _REFUSALS:
                raise _refused(fault) from fault
            raise

    async def _path(self, ref: ResourceRef) -> str:
        kind = await self._discovery.kind_of(ref)
        return f"{collection_path(kind, ref.namespace)}/{quote(ref.name, safe='')}"

    def _content(self, answer: Answer) -> Content:
        try:
            return msgspec.json.decode(answer.body, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise wrong_body(self._session.peer, str(error)) from None


def _refused(fault: HttpFault) -> ChangeRefused:
    return ChangeRefused(
        t("The cluster refuses this: {words}.", words=server_words(fault.body) or fault.message),
        t("Correct the values and prepare the change again; nothing was changed."),
    )


def _is_failed_test(fault: HttpFault, edit: Edit) -> bool:
    """Return whether a step of a JSON patch did not fit: the server then names no field, as for invalid values."""
    return isinstance(edit.body, list) and b'"causes"' not in fault.body
