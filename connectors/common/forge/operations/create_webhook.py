"""Creating a webhook."""

from connectors.common.forge.base_version import refuse_if_moved, version_of
from connectors.common.forge.webhook_address import refuse_open_address
from connectors.common.forge.writer import ForgeWriter
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.forge.repository_note import Webhook
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.delete_webhook import DeleteWebhook
from console.domain.webhook.shown_address import shown_address
from console.kernel.i18n import t
from console.ports.forge import ForgeReader


class WebhookCreator:
    """A webhook of the same address that tells all wanted events is the wanted one, whoever made it."""

    def __init__(self, reader: ForgeReader, writer: ForgeWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def preview(self, operation: CreateWebhook) -> Preview:
        """Say what will be there."""
        refuse_open_address(operation.url)
        same = await self._same_address(operation)
        found = self._wanted(operation, same)
        secret = [] if operation.secret else [t("Without a secret nobody can tell its messages from forged ones.")]
        return Preview(
            base=version_of(same),
            differences=() if found else _differences(operation),
            inverse=None,
            inverse_later=True,  # known when it has an id
            satisfied=found is not None,
            warnings=tuple(secret),
        )

    async def apply(self, operation: CreateWebhook, base: str) -> DeleteWebhook:
        """Create it, unless an earlier try did."""
        same = await self._same_address(operation)
        found = self._wanted(operation, same)
        if found is not None:
            return DeleteWebhook(operation.connection, operation.repository, found.id)
        what = t("The webhook for {url}", url=shown_address(operation.url))
        refuse_if_moved(base, version_of(same), what, ", ".join(event for one in same for event in one.events))
        made = await self._writer.create_webhook(operation)
        return DeleteWebhook(operation.connection, operation.repository, made)

    async def verify(self, operation: CreateWebhook) -> Verification:
        """Read the webhooks back."""
        found = self._wanted(operation, await self._same_address(operation))
        if found is None:
            return Verification(Truth.DIFFERENT, t("There is no such webhook."))
        return Verification(
            Truth.REACHED, t("The webhook {id} tells {url}.", id=found.id, url=shown_address(found.url))
        )

    async def _same_address(self, operation: CreateWebhook) -> tuple[Webhook, ...]:
        hooks = await self._reader.webhooks(operation.repository)
        return tuple(sorted((one for one in hooks if one.url == operation.url), key=lambda one: one.id))

    def _wanted(self, operation: CreateWebhook, same: tuple[Webhook, ...]) -> Webhook | None:
        events = set(self._writer.told_events(operation.events))
        return next((one for one in same if one.active and events <= set(one.events)), None)


def _differences(operation: CreateWebhook) -> tuple[FieldChange, ...]:
    secret = [FieldChange("secret", "", operation.secret)] if operation.secret else []
    return (
        FieldChange("url", "", shown_address(operation.url)),
        FieldChange("events", "", ", ".join(operation.events)),
        *secret,
    )
