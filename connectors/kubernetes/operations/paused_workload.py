"""A paused Deployment takes no new template."""

from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


def refuse_paused(content: Content) -> None:
    """Raise ``ChangeRefused`` for a paused Deployment, as kubectl does: the change would wait unseen."""
    if content.get("kind") == "Deployment" and value_at(content, "/spec/paused") is True:
        name = str(value_at(content, "/metadata/name"))
        raise ChangeRefused(
            t("The Deployment {name} is paused.", name=name), t("Resume it first: kubectl rollout resume.")
        )
