"""The query options of lists and watches, checked as the real server checks them."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.lab.servers.kubernetes.api_error import ApiError, Cause, bad_request, invalid_named

TRUE = frozenset(("true", "1", "True", "TRUE", "t"))
_MATCHES = frozenset(("", "Exact", "NotOlderThan"))


@dataclass(frozen=True, slots=True)
class ListOptions:
    """`version` is None when no resourceVersion was given. `limit` 0 means no limit; times are seconds."""

    limit: int = 0
    continue_token: str = ""
    version: int | None = None
    match: str = ""
    labels: str = ""
    fields: str = ""
    bookmarks: bool = False
    initial_events: bool | None = None
    timeout_s: float = 0.0


def parse_list_options(query: Mapping[str, str]) -> ListOptions:
    """Read the options.

    Raises:
        ApiError: 400 or 422, they make no sense.
    """
    version = query.get("resourceVersion", "")
    options = ListOptions(
        limit=_number(query, "limit"),
        continue_token=query.get("continue", ""),
        version=_version(version),
        match=query.get("resourceVersionMatch", ""),
        labels=query.get("labelSelector", ""),
        fields=query.get("fieldSelector", ""),
        bookmarks=query.get("allowWatchBookmarks", "") in TRUE,
        initial_events=query["sendInitialEvents"] in TRUE if query.get("sendInitialEvents") else None,
        timeout_s=float(_number(query, "timeoutSeconds")),
    )
    watch = query.get("watch", "") in TRUE
    why = _watch_fault(options) if watch else _list_fault(options)
    if why:
        raise _forbidden(why)
    if options.continue_token and version not in {"", "0"}:
        raise bad_request("specifying resource version is not allowed when using continue")
    return options


def _list_fault(options: ListOptions) -> str:
    if options.initial_events is not None:
        return "sendInitialEvents is forbidden for list"
    if options.match and options.version is None:
        return "resourceVersionMatch is forbidden unless resourceVersion is provided"
    if options.match and options.continue_token:
        return "resourceVersionMatch is forbidden when continue is provided"
    if options.match == "Exact" and options.version == 0:
        return 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'
    return "" if options.match in _MATCHES else f"unsupported value {options.match!r}"


def _watch_fault(options: ListOptions) -> str:
    if options.initial_events is None:
        return "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided" * bool(options.match)
    if options.match != "NotOlderThan":
        return "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
    return ""


def _forbidden(why: str) -> ApiError:
    cause = Cause("FieldValueForbidden", f"Forbidden: {why}", "resourceVersionMatch")
    return invalid_named("meta.k8s.io", "ListOptions", "", [cause])


def _number(query: Mapping[str, str], name: str) -> int:
    text = query.get(name, "")
    if not text:
        return 0
    if not text.lstrip("-").isdigit():
        raise bad_request(f'strconv.ParseInt: parsing "{text}": invalid syntax')
    return max(int(text), 0)


def _version(text: str) -> int | None:
    if not text:
        return None
    if not text.isdigit():
        raise bad_request(
            f'resourceVersion: Invalid value: "{text}": strconv.ParseUint: parsing "{text}": invalid syntax'
        )
    return int(text)
