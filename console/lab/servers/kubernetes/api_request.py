"""One request to the API server, taken apart."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.lab.servers.kubernetes.list_options import TRUE
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.user import User

_VERBS = {"POST": "create", "PUT": "update", "PATCH": "patch"}


@dataclass(frozen=True, slots=True)
class ApiPath:
    """A resource path: `/apis/{group}/{version}/namespaces/{namespace}/{resource}/{name}/{subresource}`."""

    group: str
    version: str
    resource: str
    namespace: str = ""
    name: str = ""
    subresource: str = ""


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """Who asks for what. `kind` is the addressed kind; `verb` is that of access rules."""

    path: ApiPath
    kind: ResourceKind
    verb: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    user: User

    @property
    def api_version(self) -> str:
        """The `apiVersion` of the path."""
        return self.kind.api_version_of(self.path.version)

    @property
    def dry_run(self) -> bool:
        """Whether nothing may be stored."""
        return self.query.get("dryRun") == "All"

    @property
    def manager(self) -> str:
        """Who owns the fields of this write: the given field manager or the client program."""
        return self.query.get("fieldManager") or self.headers.get("User-Agent", "unknown").split("/", 1)[0]


def parse_path(path: str) -> ApiPath | None:
    """Take a resource path apart; None when it is none."""
    parts = [part for part in path.split("/") if part]
    if parts[:1] == ["api"] and len(parts) >= 3:
        group, version, rest = "", parts[1], parts[2:]
    elif parts[:1] == ["apis"] and len(parts) >= 4:
        group, version, rest = parts[1], parts[2], parts[3:]
    else:
        return None
    if rest[0] == "namespaces" and not group and (len(rest) < 3 or rest[2] in {"status", "finalize"}):
        rest = [*rest, "", ""][:3]
        return ApiPath(group, version, "namespaces", rest[1], rest[1], rest[2])
    namespace = ""
    if rest[0] == "namespaces" and len(rest) >= 3:
        namespace, rest = rest[1], rest[2:]
    if len(rest) > 3:
        return None
    resource, name, subresource = [*rest, "", ""][:3]
    return ApiPath(group, version, resource, namespace, name, subresource)


def verb_of(method: str, path: ApiPath, query: Mapping[str, str]) -> str:
    """The access verb of a request."""
    if method in _VERBS:
        return _VERBS[method]
    if method == "DELETE":
        return "delete" if path.name else "deletecollection"
    if path.name:
        return "get"
    return "watch" if query.get("watch") in TRUE else "list"
