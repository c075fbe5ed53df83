"""Weights of a model router in a ConfigMap."""

from dataclasses import replace

from connectors.kubernetes.operations.config_document import mapping_in, mapping_text, pointer_of
from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from console.domain.operation import Operation
from console.domain.operations.set_model_weights import SetModelWeights
from console.kernel.errors import UserError
from console.kernel.i18n import t


class ModelWeightsPerformer(ObjectPerformer[SetModelWeights]):
    """Writes the whole mapping, so that its sum is what was checked."""

    async def draft(self, operation: SetModelWeights, content: Content) -> Draft:
        """Return the patch of the entry."""
        pointer = pointer_of(operation.entry)
        now, wanted = mapping_in(content, operation.entry, operation.format), dict(operation.weights)
        if now == wanted:
            return Draft((), (pointer,), operation)
        edit = Edit({"data": {operation.entry: mapping_text(wanted, operation.format)}}, (pointer,))
        gone = sorted(now.keys() - wanted.keys())
        warnings = (t("These models get nothing any more: {models}.", models=", ".join(gone)),) if gone else ()
        return Draft((edit,), (pointer,), _inverse(operation, now), warnings)


def _inverse(operation: SetModelWeights, now: dict[str, float]) -> Operation | None:
    try:
        return replace(operation, weights=tuple(now.items()))
    except UserError:
        return None  # what is there now could not be set: it does not sum to 1
