"""Lists: selection, chunks, old versions, tables; streamed from bytes encoded long before."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from console.lab.servers.kubernetes.api_error import ApiError, expired
from console.lab.servers.kubernetes.api_request import ApiRequest
from console.lab.servers.kubernetes.continue_token import INCONSISTENT, ContinueToken, decode_continue_token
from console.lab.servers.kubernetes.field_selector import parse_field_selector
from console.lab.servers.kubernetes.label_selector import parse_label_selector
from console.lab.servers.kubernetes.list_options import ListOptions, parse_list_options
from console.lab.servers.kubernetes.media_type import MediaType, negotiate
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.store_error import VersionExpiredError
from console.lab.servers.kubernetes.stored_object import JsonObject, StoredObject, encode_json
from console.lab.servers.kubernetes.table import META, TableMaker, partial_bytes

_CHUNK = 250
_TOO_OLD = "The resourceVersion for the provided list is too old."
_TOKEN_TOO_OLD = (
    "The provided continue parameter is too old to display a consistent list result. You can start a new list "  # noqa: S105
    "without the continue parameter, or use the continue token in this response to retrieve the remainder of the "
    "results. Continuing with the provided token results in an inconsistent list - objects that were created, "
    "modified, or deleted between the time the first chunk was returned and now may show up in the list."
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list with its `metadata`."""

    entries: list[StoredObject]
    metadata: JsonObject


def list_chunks(store: ObjectStore, request: ApiRequest) -> Iterator[bytes]:
    """The encoded answer to a list request, in pieces.

    Raises:
        ApiError: the request is refused; nothing has been yielded then.
    """
    options = parse_list_options(request.query)
    media = negotiate(request.headers.get("Accept", ""))
    page = select_page(store, request, options)
    if media.form == "table":
        maker = TableMaker(request.kind, media, request.query.get("includeObject", "Metadata"), store.now_s())
        return iter((maker.table(page.entries, page.metadata),))
    return _object_chunks(request, page, media)


def _object_chunks(request: ApiRequest, page: Page, media: MediaType) -> Iterator[bytes]:
    version = request.api_version
    kind = f"{request.kind.kind}List"
    if media.form == "partial":
        kind, head_version = "PartialObjectMetadataList", META + media.version
    else:
        head_version = version
    head = {"kind": kind, "apiVersion": head_version, "metadata": page.metadata}
    yield encode_json(head)[:-1] + b',"items":['
    for start in range(0, len(page.entries), _CHUNK):
        part = page.entries[start : start + _CHUNK]
        if media.form == "partial":
            body = b",".join(partial_bytes(entry, media) for entry in part)
        else:
            body = b",".join(entry.item_as(version) for entry in part)
        yield b"," + body if start else body
    yield b"]}\n"


def select_page(store: ObjectStore, request: ApiRequest, options: ListOptions) -> Page:
    """The objects that a list request shows."""
    token = decode_token(options)
    namespace = request.path.namespace or None
    labels = parse_label_selector(options.labels)
    fields = parse_field_selector(options.fields, request.kind)
    entries, version = _snapshot(store, request.kind.key, namespace, options, token)
    if labels:
        entries = [entry for entry in entries if labels(entry.labels)]
    if fields:
        entries = [entry for entry in entries if fields(entry)]
    place = _place(namespace)
    if token:
        entries = entries[bisect_right(entries, token.last, key=place) :]
    limit = 0 if options.version == 0 else options.limit
    metadata: JsonObject = {"resourceVersion": str(version)}
    if limit and len(entries) > limit:
        remaining = len(entries) - limit
        entries = entries[:limit]
        metadata["continue"] = ContinueToken(version, place(entries[-1])).encode()
        if not (options.labels or options.fields):
            metadata["remainingItemCount"] = remaining
    return Page(entries, metadata)


def decode_token(options: ListOptions) -> ContinueToken | None:
    """The continue token of a request, if any."""
    if not options.continue_token:
        return None
    try:
        return decode_continue_token(options.continue_token)
    except ApiError as error:
        message = f"invalid continue token: {error}"
        raise ApiError(400, "BadRequest", message) from None


class _Place:
    """Where an object stands in the order of a list, as tokens write it."""

    def __init__(self, namespaced: bool) -> None:
        self._namespaced = namespaced

    def __call__(self, entry: StoredObject) -> str:
        return entry.name if self._namespaced else entry.key


def _place(namespace: str | None) -> _Place:
    return _Place(bool(namespace))


def _snapshot(
    store: ObjectStore, resource: str, namespace: str | None, options: ListOptions, token: ContinueToken | None
) -> tuple[list[StoredObject], int]:
    current = store.resource_version
    if token and token.version != INCONSISTENT:
        try:
            return store.entries_at(resource, namespace, token.version), token.version
        except VersionExpiredError:
            raise expired(_TOKEN_TOO_OLD, ContinueToken(INCONSISTENT, token.last).encode()) from None
    wanted = options.version or 0
    if wanted > current:
        raise _future(wanted, current)
    exact = options.match == "Exact" or (wanted and options.limit and not options.match)
    if exact and wanted:
        try:
            return store.entries_at(resource, namespace, wanted), wanted
        except VersionExpiredError:
            raise expired(_TOO_OLD) from None
    return store.entries(resource, namespace), current


def _future(wanted: int, current: int) -> ApiError:
    details = {
        "causes": [{"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}],
        "retryAfterSeconds": 1,
    }
    message = f"Timeout: Too large resource version: {wanted}, current: {current}"
    return ApiError(504, "Timeout", message, details=details, headers={"Retry-After": "1"})
