"""What the user may do: rules of a namespace for a first sight, one review for the exact answer; kept for a minute."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import msgspec

from connectors.common.exchange import Request
from connectors.common.fault import wrong_body
from connectors.kubernetes.session import ClusterSession
from console.domain.cluster_right import ClusterRights, RightRule
from console.domain.resource import ResourceKind, ResourceRef
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.ports.cluster import Permission

KEPT_S = 60.0
_GROUP = "authorization.k8s.io/v1"
_MOST_KEPT = 2_000
Found = TypeVar("Found")


class ReviewStatus(msgspec.Struct):
    """The fields of an access review's answer."""

    allowed: bool = False
    denied: bool = False
    reason: str = ""


class Review(msgspec.Struct):
    """The fields of an access review."""

    status: ReviewStatus = msgspec.field(default_factory=ReviewStatus)


class RuleWire(msgspec.Struct, rename="camel"):
    """The fields of a rule about resources."""

    verbs: list[str] | None = None
    api_groups: list[str] | None = None
    resources: list[str] | None = None
    resource_names: list[str] | None = None


class RulesStatus(msgspec.Struct, rename="camel"):
    """The fields of a rules review's answer."""

    resource_rules: list[RuleWire] | None = None
    incomplete: bool = False


class RulesReview(msgspec.Struct):
    """The fields of a rules review."""

    status: RulesStatus = msgspec.field(default_factory=RulesStatus)


class Rights:
    """Asks the server; use it from the I/O loop."""

    def __init__(self, session: ClusterSession) -> None:
        self._session = session
        self._kept: dict[tuple[str, ...], tuple[float, Any]] = {}

    async def of(self, namespace: str) -> ClusterRights:
        """Return the rules that hold in a namespace (SelfSubjectRulesReview)."""
        return await self._remembered((namespace,), lambda: self._rules(namespace))

    async def allowed(self, verb: str, kind: ResourceKind, namespace: str = "", name: str = "") -> Permission:
        """Return the server's own answer (SelfSubjectAccessReview); a plural may name a subresource (``pods/log``)."""
        key = (verb, kind.group, kind.plural, namespace, name)
        return await self._remembered(key, lambda: self._ask(verb, kind, namespace, name))

    async def demand(self, verb: str, kind: ResourceKind, ref: ResourceRef, part: str = "") -> None:
        """Raise ``ChangeRefused`` with the server's reason when the user may not do it to this object."""
        plural = f"{kind.plural}/{part}" if part else kind.plural
        asked = ResourceKind(kind.group, kind.version, kind.kind, plural, kind.namespaced)
        found = await self.allowed(verb, asked, ref.namespace, ref.name)
        if not found.allowed:
            raise ChangeRefused(
                t("You may not {verb} {resource} {name}.", verb=verb, resource=plural, name=ref.name),
                found.reason or t("Ask whoever gives out the rights of the cluster for a role that allows it."),
            )

    async def _remembered(self, key: tuple[str, ...], ask: Callable[[], Awaitable[Found]]) -> Found:
        now_s = self._session.clock.monotonic()
        at_s, found = self._kept.get(key, (0.0, None))
        if found is None or now_s - at_s >= KEPT_S:
            found = await ask()
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = (now_s, found)
        known: Found = found
        return known

    async def _rules(self, namespace: str) -> ClusterRights:
        found = (await self._review("SelfSubjectRulesReview", {"namespace": namespace}, RulesReview)).status
        rules = tuple(
            RightRule(
                tuple(one.verbs or ()),
                tuple(one.api_groups or ()),
                tuple(one.resources or ()),
                tuple(one.resource_names or ()),
            )
            for one in found.resource_rules or ()
        )
        return ClusterRights(rules, not found.incomplete)

    async def _ask(self, verb: str, kind: ResourceKind, namespace: str, name: str) -> Permission:
        resource, _, subresource = kind.plural.partition("/")
        wanted = {
            "verb": verb,
            "group": kind.group,
            "version": kind.version,
            "resource": resource,
            "subresource": subresource,
            "namespace": namespace,
            "name": name,
        }
        attributes = {"resourceAttributes": {key: text for key, text in wanted.items() if text}}
        status = (await self._review("SelfSubjectAccessReview", attributes, Review)).status
        return Permission(status.allowed and not status.denied, status.reason)

    async def _review(self, kind: str, spec: Mapping[str, Any], shape: Any) -> Any:
        body = {"apiVersion": _GROUP, "kind": kind, "spec": spec}
        path = f"/apis/{_GROUP}/{kind.lower()}s"
        headers = {"content-type": "application/json"}
        request = Request("POST", path, headers=headers, content=msgspec.json.encode(body), idempotent=True)
        answer = await self._session.send(request)
        try:
            return msgspec.json.decode(answer.body, type=prepared(shape))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise wrong_body(self._session.peer, str(error)) from None
