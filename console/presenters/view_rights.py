"""Which views of an object its reader may not open, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.cluster_right import ClusterRights

_NEEDED = {"events": ("list", "events"), "logs": ("get", "pods/log"), "forwards": ("create", "pods/portforward")}


def refused_views(rights: ClusterRights, namespace: str) -> Mapping[str, str]:
    """Return a reason for each view that is refused; what the server could not list in full stays open."""
    return {
        view: t(
            "You may not {verb} {resource} in {namespace}: ask for a role that allows it.",
            verb=verb,
            resource=resource,
            namespace=namespace,
        )
        for view, (verb, resource) in _NEEDED.items()
        if rights.may(verb, "", resource) is False
    }
