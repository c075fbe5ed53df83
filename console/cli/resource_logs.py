"""``cell-console resources logs`` and ``forward``: what an object writes, and one of its ports on this computer."""

import threading
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, cast

import click

from console.cli.invocation import Invocation, pass_invocation
from console.cli.opened import opened
from console.cli.plain_text import visible
from console.cli.resource_reading import cluster_of, connection_option, object_of, place_option
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.redact import scrub

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from console.domain.resource import ResourceRef
    from console.ports.cluster import ClusterReader
    from console.presenters.log_targets import LogTarget
    from console.services.session import Session

_MOST_PODS = 500
_PORTS = click.IntRange(1, 65_535)


@click.command(name="logs", help=t("Print the log of a pod, or of the first pod of a workload or service."))
@click.argument("kind")
@click.argument("name")
@place_option
@click.option("--container", default="", metavar="NAME", help=t("Container; default the first one."))
@click.option("--tail", type=click.IntRange(0, 1_000_000), default=500, show_default=True, help=t("The last lines."))
@click.option("-f", "--follow", is_flag=True, help=t("Go on until stopped with Ctrl+C."))
@click.option("--previous", is_flag=True, help=t("Of the run before this one."))
@click.option("--timestamps", is_flag=True, help=t("Each line with its time."))
@connection_option
@pass_invocation
def logs(
    invocation: Invocation, *, kind: str, name: str, namespace: str, container: str, tail: int, follow: bool,
    previous: bool, timestamps: bool, connection: str,
) -> None:  # fmt: skip
    """Print lines without control characters and secrets; which pod they are of stands on stderr."""
    if follow and previous:
        raise click.UsageError(t("A run that is over cannot be followed."))
    with opened(invocation) as session:
        key, reader = cluster_of(session, invocation, connection)
        ref = object_of(session, reader, key, kind, namespace, name)
        pod, chosen = _pod_of(session, reader, ref, container)
        invocation.note(t("Log of {pod}, container {container}:", pod=pod.name, container=chosen))

        async def printing() -> None:
            lines = reader.logs(pod, chosen, follow=follow, tail_lines=tail, previous=previous, timestamps=timestamps)
            async with aclosing(cast("AsyncGenerator[str]", lines)) as told:  # also where nobody reads them any more
                async for line in told:
                    click.echo(visible(scrub(line)))

        session.runtime.run(printing())


def _pod_of(
    session: "Session", reader: "ClusterReader", ref: "ResourceRef", container: str
) -> "tuple[ResourceRef, str]":
    """Return the pod and the container that are to be read; raise ``UserError`` where there is none."""
    target = _target(session, reader, ref)
    pod = ref
    if target is not None and target.selector:
        pod = _first_pod(session, reader, ref, target.selector)
        target = target if target.containers else _target(session, reader, pod)
    names = target.containers if target is not None else ()
    if not names:
        raise UserError(t("{kind} {name} has no pods, so there is no log.", kind=ref.kind, name=ref.name))
    if container and container not in names:
        raise UserError(
            t("There is no container {name}.", name=repr(container)), t("There are: {names}.", names=", ".join(names))
        )
    return pod, container or names[0]


def _target(session: "Session", reader: "ClusterReader", ref: "ResourceRef") -> "LogTarget | None":
    from console.presenters.resource_view import resource_view  # noqa: PLC0415

    return resource_view(session.runtime.run(reader.read(ref)), session.clock.now().timestamp()).target


def _first_pod(session: "Session", reader: "ClusterReader", ref: "ResourceRef", selector: str) -> "ResourceRef":
    from console.domain.resource import ResourceKind  # noqa: PLC0415

    pods = ResourceKind("", "v1", "Pod", "pods", namespaced=True)
    found = session.runtime.run(reader.table(pods, ref.namespace, selector=selector, limit=_MOST_PODS))
    if not found.rows:
        raise UserError(t("No pod of this object runs, so there is no log."))
    return found.rows[0].ref


@click.command(name="forward", help=t("Forward a PORT of a pod or service to 127.0.0.1, until stopped with Ctrl+C."))
@click.argument("kind")
@click.argument("name")
@click.argument("port", type=_PORTS)
@place_option
@click.option("--to", "local", type=_PORTS, default=None, metavar="PORT", help=t("Local port; default a free one."))
@connection_option
@pass_invocation
def forward(
    invocation: Invocation, *, kind: str, name: str, port: int, namespace: str, local: int | None, connection: str
) -> None:
    """Print the local address; it goes on by itself when the pod is replaced."""
    with opened(invocation) as session:
        key, reader = cluster_of(session, invocation, connection)
        ref = object_of(session, reader, key, kind, namespace, name)
        if ref.kind not in {"Pod", "Service"}:
            raise UserError(t("Only a port of a pod or of a service can be forwarded."))
        aim = f"{ref.kind.lower()}/{ref.name}"
        opening = session.forwards.open(reader, key, ref.namespace, aim, port, local or 0)
        click.echo(opening.result().url)
        with suppress(KeyboardInterrupt):  # and SIGTERM, see ``Termination``
            threading.Event().wait()
