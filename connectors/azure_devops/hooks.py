"""Service hooks: subscriptions of the organization that tell a web address about a repository."""

from urllib.parse import quote

from connectors.azure_devops import mapping, wire
from connectors.azure_devops.api import AzureApi
from connectors.azure_devops.words import native_event
from connectors.common.forge.secret_reader import SecretReader
from console.domain.forge.repository_note import Webhook
from console.domain.operations.create_webhook import CreateWebhook
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_PLACE = "_apis/hooks/subscriptions"
_OURS = {"publisherId": "tfs", "consumerId": "webHooks"}
_USER = "cell-console"


class ServiceHooks:
    """Service hooks are not signed: the receiver recognises the sender by a password (basic authentication)."""

    def __init__(self, api: AzureApi, read_secret: SecretReader) -> None:
        self._api = api
        self._read_secret = read_secret

    async def of(self, repository: wire.WireRepository) -> tuple[Webhook, ...]:
        """Return the hooks of a repository, those of its whole project among them."""
        found = await self._api.all(_PLACE, wire.Subscription, _OURS)
        return tuple(mapping.webhook(one) for one in found if _concerns(one, repository))

    async def create(self, operation: CreateWebhook, repository: wire.WireRepository) -> str:
        """Subscribe to one event and return the subscription's id."""
        if len(operation.events) != 1:
            raise ChangeRefused(
                t("A service hook of Azure DevOps tells exactly one event."), t("Create one webhook for each event.")
            )
        inputs = {"url": operation.url}
        if operation.secret:
            inputs["basicAuthUsername"] = _USER
            inputs["basicAuthPassword"] = await self._read_secret(operation.secret)
        event = native_event(operation.events[0])
        of_repository = {"repository": repository.id} if event.startswith("git.") else {}
        body = {
            **_OURS,
            "eventType": event,
            "resourceVersion": "1.0",
            "consumerActionId": "httpRequest",
            "publisherInputs": {"projectId": repository.project.id, **of_repository},
            "consumerInputs": inputs,
        }
        return (await self._api.created(_PLACE, body, wire.Subscription)).id

    async def delete(self, number: str) -> None:
        """Delete a subscription."""
        await self._api.delete(f"{_PLACE}/{quote(number, safe='')}")


def _concerns(one: wire.Subscription, repository: wire.WireRepository) -> bool:
    inputs = one.publisher_inputs or {}
    is_of_project = inputs.get("projectId") == repository.project.id
    return is_of_project and (inputs.get("repository") or repository.id) == repository.id
