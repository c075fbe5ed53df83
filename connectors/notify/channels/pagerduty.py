"""PagerDuty: Events API v2."""

from typing import Any

import msgspec

from connectors.common.exchange import Request
from connectors.common.http import HttpClient
from connectors.common.json_answer import decoded
from connectors.notify.place import Place
from connectors.notify.telling import tell
from connectors.notify.wording import facts_of, iso_time, title_of
from console.domain.notification import Act, Message, Receipt
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.kernel.visible_text import visible_lines

PUBLIC = "https://events.pagerduty.com"
_MOST_TITLE, _MOST_TEXT, _MOST_KEY = 1000, 10_000, 255


class _Enqueued(msgspec.Struct):
    status: str
    dedup_key: str = ""


class PagerDuty:
    """The matter of a message is the ``dedup_key``, so repeating a message changes nothing."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._client = place.client(place.options.url or PUBLIC)

    @property
    def clients(self) -> tuple[HttpClient, ...]:
        """Return the HTTP clients that it holds."""
        return (self._client,)

    async def send(self, message: Message) -> Receipt:
        """Trigger, acknowledge or resolve; tried again when the answer was lost."""
        key = await self._key()
        request = Request("POST", "v2/enqueue", json=pagerduty_event(message, key), idempotent=True)
        found = decoded(await tell(self._client, request), _Enqueued, self._client.peer)
        return Receipt(t("accepted by PagerDuty"), found.dedup_key)

    async def check(self) -> str:
        """Read the key; the Events API has no way to try it without an event."""
        await self._key()
        url = self._client.endpoint.url
        return t("routing key for {origin} is stored; only a test message can try it", origin=url)

    async def _key(self) -> str:
        reference = self._place.secret_reference()
        return await self._place.with_secrets(lambda secrets: secrets.text(reference))


def pagerduty_event(message: Message, routing_key: str) -> dict[str, Any]:
    """Return the event."""
    event: dict[str, Any] = {
        "routing_key": routing_key,
        "event_action": message.act,
        "dedup_key": message.matter[:_MOST_KEY],
        "client": "Cell Console",
    }
    if message.act is Act.TRIGGER:
        event["payload"] = {
            "summary": title_of(message, _MOST_TITLE),
            "source": message.source,
            "severity": message.severity,
            "timestamp": iso_time(message.at_s),
            "custom_details": {
                "text": visible_lines(scrub(message.text), _MOST_TEXT),
                **dict(facts_of(message)),
            },
        }
        if message.link:
            event["links"] = [{"href": message.link, "text": message.link}]
    return event
