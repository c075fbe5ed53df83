"""Finding the pod behind a forward's target, again and again as pods are replaced."""

from dataclasses import dataclass
from typing import Any

import msgspec

from connectors.common.fault import HttpFault, wrong_body
from connectors.common.whole import Whole
from connectors.kubernetes.rows.meta import Meta
from connectors.kubernetes.rows.pod import PodStatus, PodWire
from connectors.kubernetes.session import ClusterSession
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared

_NAME = set("abcdefghijklmnopqrstuvwxyz0123456789-.")
_CHANGING = frozenset({"pod-template-hash", "controller-revision-hash", "statefulset.kubernetes.io/pod-name"})


class NamedPort(msgspec.Struct, rename="camel"):
    """The fields of a service port."""

    port: Whole = 0
    target_port: int | str | None = None


class ServiceSpec(msgspec.Struct):
    """The fields of a service."""

    selector: dict[str, str] | None = None
    ports: list[NamedPort] | None = None


class ServiceWire(msgspec.Struct):
    """The fields of a service that are read."""

    spec: ServiceSpec = msgspec.field(default_factory=ServiceSpec)


class ContainerPort(msgspec.Struct, rename="camel"):
    """The fields of a container port."""

    name: str = ""
    container_port: Whole = 0


class PortContainer(msgspec.Struct):
    """The fields of a container that concern ports."""

    ports: list[ContainerPort] | None = None


class PortSpec(msgspec.Struct):
    """The fields of a pod's specification that concern ports."""

    containers: list[PortContainer] = []


class PortPod(msgspec.Struct):
    """The fields of a pod that concern ports."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: PortSpec = msgspec.field(default_factory=PortSpec)
    status: PodStatus = msgspec.field(default_factory=PodStatus)


class PortPods(msgspec.Struct):
    """A list of pods."""

    items: list[PortPod] | None = None


@dataclass(frozen=True, slots=True)
class PodPort:
    """Where to connect: pod and container port."""

    pod: str
    port: Whole


class ForwardTarget:
    """``pod/name`` or ``service/name``; a pod that is gone is replaced by a ready one with the same labels."""

    def __init__(self, session: ClusterSession, namespace: str, target: str, port: int) -> None:
        kind, _, name = target.partition("/")
        kind = {"po": "pod", "pods": "pod", "svc": "service", "services": "service"}.get(kind, kind)
        if (
            kind not in {"pod", "service"}
            or not name
            or not set(name + namespace) <= _NAME
            or not namespace
            or not 0 < port < 65536
        ):
            raise UserError(
                t("{target} with port {port} is not a target for a port forward.", target=repr(target), port=port),
                t("Write pod/name or service/name, and a port from 1 to 65535."),
            )
        self._session = session
        self._namespace = namespace
        self._kind = kind
        self._name = name
        self._port = port
        self._selector = ""

    def path(self, pod: PodPort) -> str:
        """Return the API path that opens a connection to a pod's port."""
        return f"/api/v1/namespaces/{self._namespace}/pods/{pod.pod}/portforward?ports={pod.port}"

    async def resolve(self) -> PodPort:
        """Return a ready pod; raise ``ConnectorError`` (not_found) when there is none at the moment."""
        if self._kind == "service":
            service = await self._get(f"services/{self._name}", ServiceWire)
            if not service.spec.selector:
                raise self._none(t("the service selects no pods"))
            return await self._any(_text(service.spec.selector), _target_port(service, self._port))
        try:
            pod = await self._get(f"pods/{self._name}", PortPod)
        except HttpFault as fault:
            if fault.status != 404 or not self._selector:
                raise
            return await self._any(self._selector, self._port)
        labels = {key: text for key, text in (pod.metadata.labels or {}).items() if key not in _CHANGING}
        self._selector = _text(labels)
        if _is_ready(pod):
            return PodPort(pod.metadata.name, self._port)
        if self._selector:
            return await self._any(self._selector, self._port)
        raise self._none(t("the pod is not ready"))

    async def _any(self, selector: str, port: int | str) -> PodPort:
        pods = (await self._get("pods", PortPods, labelSelector=selector)).items or []
        for pod in sorted(pods, key=lambda one: one.metadata.name):
            number = _port_number(pod, port)
            if _is_ready(pod) and number:
                return PodPort(pod.metadata.name, number)
        raise self._none(t("no pod with these labels is ready"))

    async def _get(self, below: str, shape: Any, **params: str) -> Any:
        answer = await self._session.get(f"/api/v1/namespaces/{self._namespace}/{below}", params)
        try:
            return msgspec.json.decode(answer.body, type=prepared(shape))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise wrong_body(self._session.peer, str(error)) from None

    def _none(self, why: str) -> ConnectorError:
        return ConnectorError(
            ErrorKind.NOT_FOUND,
            t("{kind}/{name} cannot be forwarded to now: {why}.", kind=self._kind, name=self._name, why=why),
            t("The forward goes on by itself when a pod is ready."),
        )


def _text(labels: dict[str, str]) -> str:
    return ",".join(f"{key}={text}" for key, text in labels.items())


def _is_ready(pod: PortPod | PodWire) -> bool:
    if pod.metadata.deletion_timestamp or pod.status.phase != "Running":
        return False
    return any(one.type == "Ready" and one.status == "True" for one in pod.status.conditions or ())


def _target_port(service: ServiceWire, port: int) -> int | str:
    """Return the container port (number or name) behind a service's port; one that it does not list is taken as is."""
    found = next((one for one in service.spec.ports or () if one.port == port), None)
    return port if found is None or found.target_port is None else found.target_port


def _port_number(pod: PortPod, port: int | str) -> int:
    if isinstance(port, int):
        return port
    ports = (one for container in pod.spec.containers for one in container.ports or ())
    return next((one.container_port for one in ports if one.name == port), 0)
