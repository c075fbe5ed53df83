"""What the commands about objects of a cluster share: which cluster, which kind, which object."""

from typing import TYPE_CHECKING

import click

from console.cli.invocation import Invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.resource import ResourceKind, ResourceRef
    from console.ports.cluster import ClusterReader
    from console.services.session import Session

connection_option = click.option("-c", "--connection", default="", help=t("Cluster; default the first one."))
namespace_option = click.option("-n", "--namespace", default="", help=t("Namespace; default all of them."))
place_option = click.option("-n", "--namespace", default="", help=t("Namespace that the object lies in."))


def cluster_of(session: "Session", invocation: Invocation, connection: str) -> "tuple[str, ClusterReader]":
    """Return the key of a cluster, by default of the first, and what reads it; raise ``UserError``."""
    from console.ports.cluster import ClusterReader  # noqa: PLC0415 - with the first one that is asked

    keys = [one.key for one in invocation.load_estate().estate.clusters]
    key = connection or next(iter(keys), "")
    if not key:
        raise UserError(t("The estate names no cluster."), t("Add one to the estate file."))
    found = session.offered(key, ClusterReader)
    if found is None:
        raise UserError(
            t("The estate has no cluster {key}.", key=repr(key)),
            t("There are: {names}.", names=", ".join(keys) or t("none")),
        )
    return key, found


def kind_of(session: "Session", reader: "ClusterReader", word: str) -> "ResourceKind":
    """Return the kind that a word names; raise ``UserError`` where the cluster serves none such."""
    from console.presenters.resource_kinds import named_kind  # noqa: PLC0415

    found = named_kind(session.runtime.run(reader.kinds()), word)
    if found is None:
        raise UserError(
            t("This cluster serves no {kind}.", kind=word), t("List what there is with: cell-console resources kinds")
        )
    return found


def object_of(
    session: "Session", reader: "ClusterReader", connection: str, word: str, namespace: str, name: str
) -> "ResourceRef":
    """Return which object is meant; raise ``UserError`` where its kind lies in namespaces and none is named.

    Nor may its name be empty: the server would answer with all of them.
    """
    from console.domain.resource import ResourceRef  # noqa: PLC0415

    if not name.strip():
        raise UserError(t("{name} is no name in Kubernetes.", name=repr(name)), t("Correct the name."))
    kind = kind_of(session, reader, word)
    if kind.namespaced and not namespace:
        raise UserError(t("A {kind} lies in a namespace.", kind=kind.kind), t("Name it with --namespace."))
    return ResourceRef(connection, kind.kind, namespace if kind.namespaced else "", name, kind.group)
