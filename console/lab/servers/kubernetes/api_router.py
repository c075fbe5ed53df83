"""Finds out what a request wants, whether the user may, and who answers it."""

from collections.abc import Mapping

from aiohttp import web

from console.lab.servers.kubernetes.access_rules import AccessRules, Question
from console.lab.servers.kubernetes.api_error import (
    ApiError,
    method_not_allowed,
    nothing_runs_there,
    resource_details,
    unknown_resource,
    unknown_version,
)
from console.lab.servers.kubernetes.api_request import ApiPath, ApiRequest, parse_path, verb_of
from console.lab.servers.kubernetes.discovery import subresources_of
from console.lab.servers.kubernetes.impersonation import impersonated
from console.lab.servers.kubernetes.meta_api import MetaApi
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.pod_backend import PodBackend
from console.lab.servers.kubernetes.resource_api import ResourceApi
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.subresource_api import SubresourceApi
from console.lab.servers.kubernetes.user import User
from console.lab.servers.kubernetes.virtual_api import VirtualApi
from console.lab.servers.kubernetes.virtual_kinds import VIRTUAL_KINDS

_IN_CONTAINERS = frozenset(("attach", "ephemeralcontainers", "exec"))
_VIRTUAL = frozenset(kind.key for kind in VIRTUAL_KINDS)


class ApiRouter:
    """Answers authenticated requests."""

    def __init__(self, store: ObjectStore, backend: PodBackend, bookmark_period_s: float) -> None:
        self._catalog = store.catalog
        self._access = AccessRules(store)
        self._meta = MetaApi(store.catalog)
        self._resources = ResourceApi(store, bookmark_period_s)
        self._subresources = SubresourceApi(store, backend)
        self._virtual = VirtualApi(store, backend, self._access)

    async def answer(self, request: web.Request, user: User) -> web.StreamResponse:
        """Answer a request of a known user.

        Raises:
            ApiError: it is refused.
        """
        user = impersonated(self._access, user, request.headers)
        path = parse_path(request.path)
        if path is None:
            if not self._access.may_get_path(user, request.path):
                raise _forbidden_path(request, user)
            return self._meta.answer(request)
        kind = self._kind(path)
        verb = verb_of(request.method, path, request.query)
        question = Question(verb, path.group, path.resource, path.namespace, path.name, path.subresource)
        if not self._access.may(user, question)[0]:
            raise forbidden(user, question, kind)
        self._check_verb(kind, path, verb)
        asked = ApiRequest(path, kind, verb, request.query, request.headers, await _body(request), user)
        if kind.key in _VIRTUAL:
            return self._virtual.answer(asked)
        if path.subresource:
            return await self._subresources.answer(asked, request)
        return await self._resources.answer(asked, request)

    def forbidden_path(self, request: web.Request, user: User) -> ApiError:
        """The refusal of a request as if the user had no rights at all."""
        path = parse_path(request.path)
        if path is None:
            return _forbidden_path(request, user)
        verb = verb_of(request.method, path, request.query)
        question = Question(verb, path.group, path.resource, path.namespace, path.name, path.subresource)
        return forbidden(user, question, self._kind(path))

    def _kind(self, path: ApiPath) -> ResourceKind:
        kind = self._catalog.find(path.group, path.version, path.resource)
        if kind is None or not _is_place_of(kind, path):
            served = self._catalog.groups().get(path.group, ())
            if served and path.version not in served:
                raise unknown_version(path.group, path.version, served)
            if path.group and not served:
                raise web.HTTPNotFound(text="404 page not found\n")
            raise unknown_resource()
        return kind

    def _check_verb(self, kind: ResourceKind, path: ApiPath, verb: str) -> None:
        if path.subresource:
            known = subresources_of(kind)
            if kind.key == "pods" and path.subresource in _IN_CONTAINERS:
                raise nothing_runs_there(path.subresource)
            if path.subresource not in known:
                raise unknown_resource()
            verbs = known[path.subresource][1]
        else:
            verbs = kind.verbs
        if verb not in verbs or (not path.subresource and not _takes(verb, kind, path)):
            raise method_not_allowed()


def _is_place_of(kind: ResourceKind, path: ApiPath) -> bool:
    """Whether a kind is served there: single objects in their namespace, those of the cluster in none."""
    if kind.namespaced:
        return bool(path.namespace) or not path.name
    return not path.namespace or kind.key == "namespaces"


def _takes(verb: str, kind: ResourceKind, path: ApiPath) -> bool:
    """Whether a collection takes a verb: new objects have no name yet; all namespaces at once are only read."""
    if verb == "create" and path.name:
        return False
    return not kind.namespaced or bool(path.namespace) or verb not in {"create", "deletecollection"}


async def _body(request: web.Request) -> bytes:
    return await request.read() if request.can_read_body else b""


def forbidden(user: User, question: Question, kind: ResourceKind) -> ApiError:
    """403 in the words of the real server."""
    about = f'{kind.key} "{question.name}"' if question.name else kind.key
    where = f'in the namespace "{question.namespace}"' if question.namespace else "at the cluster scope"
    message = (
        f'{about} is forbidden: User "{user.name}" cannot {question.verb} resource "{question.full_resource}" '
        f'in API group "{question.group}" {where}'
    )
    details: Mapping[str, object] = resource_details(kind, question.name)
    return ApiError(403, "Forbidden", message, details=details)


def _forbidden_path(request: web.Request, user: User) -> ApiError:
    message = f'forbidden: User "{user.name}" cannot {request.method.lower()} path "{request.path}"'
    return ApiError(403, "Forbidden", message, details={})
