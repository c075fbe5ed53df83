"""Who may do what: roles and bindings of the cluster, read from the store at every question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.user import AUTHENTICATED, User

RBAC = "rbac.authorization.k8s.io"
Rule = Mapping[str, Any]

_REVIEWS = ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]
_BASIC_RULES: tuple[Rule, ...] = (
    {"verbs": ["create"], "apiGroups": ["authorization.k8s.io"], "resources": _REVIEWS},
    {"verbs": ["create"], "apiGroups": ["authentication.k8s.io"], "resources": ["selfsubjectreviews"]},
)
_HEALTH = ["/healthz", "/livez", "/readyz", "/version", "/version/"]
_DISCOVERY = ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz"]
_PUBLIC_RULES: tuple[Rule, ...] = (
    {"verbs": ["get"], "nonResourceURLs": _HEALTH},
    {"verbs": ["get"], "nonResourceURLs": ["/.well-known", "/.well-known/*"]},
    {"verbs": ["get"], "nonResourceURLs": [*_DISCOVERY, "/version", "/version/"]},
)
_BASIC_REASON = (
    'RBAC: allowed by ClusterRoleBinding "system:basic-user" of ClusterRole "system:basic-user" '
    f'to Group "{AUTHENTICATED}"'
)
_MASTER_RULES: tuple[Rule, ...] = (
    {"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]},
    {"verbs": ["*"], "nonResourceURLs": ["*"]},
)


@dataclass(frozen=True, slots=True)
class Question:
    """May this verb be used on this resource? An empty namespace asks for all of them."""

    verb: str
    group: str
    resource: str
    namespace: str = ""
    name: str = ""
    subresource: str = ""

    @property
    def full_resource(self) -> str:
        """The resource with its subresource, as rules name it."""
        return f"{self.resource}/{self.subresource}" if self.subresource else self.resource


class AccessRules:
    """Answers questions about rights."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def may(self, user: User, question: Question) -> tuple[bool, str]:
        """Whether the user may, and by which binding."""
        if user.is_master:
            return True, ""
        for rule, reason in self._granted(user, question.namespace):
            if rule_allows(rule, question):
                return True, reason
        return False, ""

    def may_get_path(self, user: User, path: str) -> bool:
        """Whether the user may read a path that is no resource."""
        return user.is_master or any(
            path == url or (url.endswith("*") and path.startswith(url[:-1]))
            for rule in _PUBLIC_RULES
            for url in rule["nonResourceURLs"]
        )

    def rules_of(self, user: User, namespace: str) -> list[Rule]:
        """All rules that apply to a user in a namespace, those of masters first."""
        rules: list[Rule] = list(_MASTER_RULES) if user.is_master else []
        rules += _BASIC_RULES
        rules += [rule for rule, _ in self._granted(user, namespace) if rule not in _BASIC_RULES]
        return [*rules, *_PUBLIC_RULES]

    def _granted(self, user: User, namespace: str) -> Iterator[tuple[Rule, str]]:
        for rule in _BASIC_RULES:
            yield rule, _BASIC_REASON
        for binding in self._store.list(f"clusterrolebindings.{RBAC}"):
            yield from self._rules_of_binding(user, binding, "", binding["metadata"]["name"])
        if namespace:
            for binding in self._store.list(f"rolebindings.{RBAC}", namespace):
                name = f"{binding['metadata']['name']}/{namespace}"
                yield from self._rules_of_binding(user, binding, namespace, name)

    def _rules_of_binding(self, user: User, binding: Rule, namespace: str, name: str) -> Iterator[tuple[Rule, str]]:
        subject = _subject_of(user, binding.get("subjects") or ())
        if not subject:
            return
        role = binding["roleRef"]
        plural = "roles" if role["kind"] == "Role" else "clusterroles"
        found = self._store.find(f"{plural}.{RBAC}", namespace, role["name"])
        kind = "RoleBinding" if namespace else "ClusterRoleBinding"
        reason = f'RBAC: allowed by {kind} "{name}" of {role["kind"]} "{role["name"]}" to {subject}'
        for rule in (found.content().get("rules") or ()) if found else ():
            yield rule, reason


def _subject_of(user: User, subjects: Sequence[Mapping[str, Any]]) -> str:
    for subject in subjects:
        kind, name = subject.get("kind"), subject.get("name")
        if (kind == "User" and name == user.name) or (kind == "Group" and name in user.all_groups):
            return f'{kind} "{name}"'
        if kind == "ServiceAccount" and user.name == f"system:serviceaccount:{subject.get('namespace')}:{name}":
            return f'ServiceAccount "{name}/{subject.get("namespace")}"'
    return ""


def rule_allows(rule: Rule, question: Question) -> bool:
    """Whether one rule of a role covers a question."""
    if not _covers(rule.get("verbs"), question.verb) or not _covers(rule.get("apiGroups"), question.group):
        return False
    resources = rule.get("resources") or ()
    whole = (question.full_resource in resources) or "*" in resources
    if not whole and not (question.subresource and f"*/{question.subresource}" in resources):
        return False
    names = rule.get("resourceNames") or ()
    return not names or question.name in names


def _covers(values: Sequence[str] | None, wanted: str) -> bool:
    return wanted in (values or ()) or "*" in (values or ())
