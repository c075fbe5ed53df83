"""Deleting a webhook."""

from connectors.common.forge.base_version import refuse_if_moved, version_of
from connectors.common.forge.writer import ForgeWriter
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.forge.repository_note import Webhook
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.delete_webhook import DeleteWebhook
from console.domain.webhook.shown_address import shown_address
from console.kernel.i18n import t
from console.ports.forge import ForgeReader


class WebhookDeleter:
    """A webhook that has a secret cannot be restored: the forge does not tell the secret."""

    def __init__(self, reader: ForgeReader, writer: ForgeWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def preview(self, operation: DeleteWebhook) -> Preview:
        """Show what will be gone."""
        found = await self._find(operation)
        if found is None:
            return Preview(base=version_of(None), differences=(), inverse=None, satisfied=True)
        has_secret = found.signed is not False
        return Preview(
            base=version_of(found),
            differences=(
                FieldChange("url", shown_address(found.url), ""),
                FieldChange("events", ", ".join(found.events), ""),
            ),
            inverse=None
            if has_secret
            else CreateWebhook(operation.connection, operation.repository, found.url, found.events),
            warnings=(t("It may have a secret, which is not known here: it cannot be restored."),)
            if has_secret
            else (),
        )

    async def apply(self, operation: DeleteWebhook, base: str) -> None:
        """Delete it, unless it is gone."""
        found = await self._find(operation)
        if found is None:
            return
        what = t("The webhook {id}", id=operation.id)
        refuse_if_moved(base, version_of(found), what, f"{shown_address(found.url)} ({', '.join(found.events)})")
        await self._writer.delete_webhook(operation)

    async def verify(self, operation: DeleteWebhook) -> Verification:
        """Read the webhooks back."""
        if await self._find(operation) is None:
            return Verification(Truth.REACHED, t("The webhook {id} is gone.", id=operation.id))
        return Verification(Truth.DIFFERENT, t("The webhook {id} is still there.", id=operation.id))

    async def _find(self, operation: DeleteWebhook) -> Webhook | None:
        hooks = await self._reader.webhooks(operation.repository)
        return next((one for one in hooks if one.id == operation.id), None)
