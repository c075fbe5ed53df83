"""A Rollout may have no pod template of its own: it takes that of the Deployment which its ``workloadRef`` names."""

from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


def refuse_borrowed(content: Content) -> None:
    """Raise ``ChangeRefused`` for a workload whose template stands elsewhere: Argo takes one of the two only."""
    lender = value_at(content, "/spec/workloadRef")
    if isinstance(lender, dict) and not value_at(content, "/spec/template"):
        kind, name = str(lender.get("kind")), str(lender.get("name"))
        raise ChangeRefused(
            t("The pods of {name} are described in the {kind} {lender}.",
              name=str(value_at(content, "/metadata/name")), kind=kind, lender=name),
            t("Change the {kind} {lender} instead.", kind=kind, lender=name),
        )  # fmt: skip
