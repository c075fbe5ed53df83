"""Logs of containers: the past, cut as asked, and on request what is written from now on."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web

from console.lab.servers.kubernetes.api_error import ApiError, bad_request
from console.lab.servers.kubernetes.api_request import ApiRequest
from console.lab.servers.kubernetes.human_age import unix_time
from console.lab.servers.kubernetes.list_options import TRUE
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.pod_backend import LogLine, PodBackend
from console.lab.servers.kubernetes.resource_api import stored
from console.lab.servers.kubernetes.stored_object import JsonObject

_POLL_S = 0.2
_NO_IMAGE = frozenset(("ErrImagePull", "ImagePullBackOff"))


@dataclass(frozen=True, slots=True)
class LogOptions:
    """`tail` and `limit_bytes` None mean all; `since_s` is unix seconds."""

    container: str
    follow: bool
    previous: bool
    timestamps: bool
    tail: int | None
    limit_bytes: int | None
    since_s: float | None


async def answer_log(
    store: ObjectStore, backend: PodBackend, request: ApiRequest, http: web.Request
) -> web.StreamResponse:
    """Answer a request for a container's log.

    Raises:
        ApiError: the pod or container does not exist, or the options make no sense.
    """
    pod = stored(store, request).content()
    options = _options(request.query, pod, store.now_s())
    place = (request.path.namespace, request.path.name, options.container)
    lines = backend.log_lines(*place, previous=options.previous)
    _check_container(pod, options, bool(lines))
    response = web.StreamResponse(headers={"Content-Type": "text/plain"})
    response.enable_chunked_encoding()
    await response.prepare(http)
    await response.write(_text(_select(lines, options), options))
    last = _Place(lines)
    while options.follow and store.find("pods", *place[:2]) is not None:
        await asyncio.sleep(_POLL_S)
        fresh = last.fresh(backend.log_lines(*place, previous=False))
        if fresh:
            await response.write(_text(fresh, options))
    await response.write_eof()
    return response


def _check_container(pod: JsonObject, options: LogOptions, has_lines: bool) -> None:
    """Refuse the log of a container that has not begun, or of one before the first."""
    name, container, status = pod["metadata"]["name"], options.container, pod.get("status") or {}
    if status.get("phase") == "Pending" and not (pod.get("spec") or {}).get("nodeName"):
        raise bad_request(f"pod {name} does not have a host assigned")
    found = [one for one in status.get("containerStatuses") or () if one.get("name") == container]
    mine = found[0] if found else {}
    ended = (mine.get("lastState") or {}).get("terminated")
    waiting = (mine.get("state") or {}).get("waiting")
    if options.previous and not ended and not has_lines:
        raise bad_request(f'previous terminated container "{container}" in pod "{name}" not found')
    if waiting and not ended and not options.previous:
        reason = waiting.get("reason") or "PodInitializing"
        told = "trying and failing to pull image" if reason in _NO_IMAGE else reason
        raise bad_request(f'container "{container}" in pod "{name}" is waiting to start: {told}')


class _Place:
    """How far a follower has read, also when old lines are dropped meanwhile."""

    def __init__(self, lines: Sequence[LogLine]) -> None:
        self._last = lines[-1] if lines else None

    def fresh(self, lines: Sequence[LogLine]) -> list[LogLine]:
        found: list[LogLine] = []
        for line in reversed(lines):
            if line is self._last or (self._last is not None and line == self._last):
                break
            found.append(line)
        if found:
            self._last = found[0]
        return found[::-1]


def _options(query: Mapping[str, str], pod: JsonObject, now_s: float) -> LogOptions:
    since_s = None
    if query.get("sinceSeconds"):
        since_s = now_s - _positive(query, "sinceSeconds")
    elif query.get("sinceTime"):
        try:
            since_s = unix_time(query["sinceTime"])
        except ValueError:
            raise bad_request(f'parsing time "{query["sinceTime"]}": not RFC 3339') from None
    return LogOptions(
        container=_container(query.get("container", ""), pod),
        follow=query.get("follow", "") in TRUE,
        previous=query.get("previous", "") in TRUE,
        timestamps=query.get("timestamps", "") in TRUE,
        tail=_positive(query, "tailLines") if query.get("tailLines") else None,
        limit_bytes=_positive(query, "limitBytes") if query.get("limitBytes") else None,
        since_s=since_s,
    )


def _container(wanted: str, pod: JsonObject) -> str:
    name = pod["metadata"]["name"]
    spec = pod.get("spec") or {}
    names = [one["name"] for one in (*(spec.get("containers") or ()), *(spec.get("initContainers") or ()))]
    if wanted:
        if wanted not in names:
            raise bad_request(f"container {wanted} is not valid for pod {name}")
        return wanted
    if len(spec.get("containers") or ()) > 1:
        told = f"a container name must be specified for pod {name}, choose one of: [{' '.join(names)}]"
        raise bad_request(told)
    return str(names[0]) if names else ""


def _positive(query: Mapping[str, str], name: str) -> int:
    if not query[name].isdigit():
        raise ApiError(400, "BadRequest", f'strconv.ParseInt: parsing "{query[name]}": invalid syntax')
    return int(query[name])


def _select(lines: Sequence[LogLine], options: LogOptions) -> list[LogLine]:
    chosen = [line for line in lines if options.since_s is None or line.at_s >= options.since_s]
    if options.tail is not None:
        chosen = chosen[-options.tail :] if options.tail else []
    return chosen


def _text(lines: Sequence[LogLine], options: LogOptions) -> bytes:
    shown = [f"{_stamp(line.at_s)} {line.text}\n" if options.timestamps else f"{line.text}\n" for line in lines]
    body = "".join(shown).encode()
    return body if options.limit_bytes is None else body[: options.limit_bytes]


def _stamp(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "000Z"
