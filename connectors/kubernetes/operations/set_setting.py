"""One entry of a ConfigMap."""

from dataclasses import replace

from connectors.kubernetes.operations.config_document import pointer_of
from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from console.domain.operations.set_setting import SetSetting
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t


class SettingPerformer(ObjectPerformer[SetSetting]):
    """Writes the entry only when there is one: a new name would be read by nobody."""

    async def draft(self, operation: SetSetting, content: Content) -> Draft:
        """Return the patch of the entry."""
        pointer = pointer_of(operation.entry)
        now = value_at(content, pointer)
        if not isinstance(now, str):
            raise ChangeRefused(
                t("{target} has no entry {entry}.", target=str(operation.target), entry=operation.entry),
                t("Look at the ConfigMap as it is now, and prepare the change again."),
            )
        if now == operation.value:
            return Draft((), (pointer,), operation)
        edit = Edit({"data": {operation.entry: operation.value}}, (pointer,))
        return Draft((edit,), (pointer,), _inverse(operation, now))


def _inverse(operation: SetSetting, now: str) -> SetSetting | None:
    try:
        return replace(operation, value=now)
    except UserError:
        return None  # what is there now is longer than a setting
