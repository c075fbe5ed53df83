"""A webhook of one's own: a CloudEvent, signed so that the receiver can tell who sent it and when."""

import base64
import binascii
import hashlib
import hmac
from typing import Any

import msgspec

from connectors.common.exchange import Request
from connectors.common.http import HttpClient
from connectors.notify.hook_address import HookAddress
from connectors.notify.place import Place
from connectors.notify.wording import facts_of, iso_time, title_of
from console.domain.notification import Message, Receipt
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.kernel.visible_text import visible_lines

_PREFIX = "whsec_"
_MOST_TITLE, _MOST_TEXT = 300, 10_000
_TYPE = "application/cloudevents+json"


class Webhook:
    """``url`` is where it leads when that is no secret, else ``secret`` holds the address; ``signing`` is the key."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._address = HookAddress(place)

    @property
    def clients(self) -> tuple[HttpClient, ...]:
        """Return the HTTP clients that it holds."""
        return self._address.clients

    async def send(self, message: Message) -> Receipt:
        """Post the event; receivers tell repetitions by ``webhook-id``."""
        body = msgspec.json.encode(cloud_event(message))
        headers = {"content-type": _TYPE, **await self._signature(message, body)}
        answer = await self._address.send(Request("POST", "", headers=headers, content=body))
        return Receipt(t("accepted with status {status}", status=answer.status))

    async def check(self) -> str:
        """Read the address and the key; whether the receiver listens only a message can tell."""
        signed = bool(await self._signature_key())
        origin = await self._address.origin()
        if signed:
            return t("{origin}, signed; only a test message can try it", origin=origin)
        return t("{origin}, NOT signed: the receiver cannot tell who sends; name a key in signing", origin=origin)

    async def _signature(self, message: Message, body: bytes) -> dict[str, str]:
        key = await self._signature_key()
        if not key:
            return {}
        moment = str(int(self._place.context.clock.now().timestamp()))  # receivers refuse what was signed long ago
        return {
            "webhook-id": message.id,
            "webhook-timestamp": moment,
            "webhook-signature": f"v1,{signature(key, message.id, moment, body)}",
        }

    async def _signature_key(self) -> str:
        reference = self._place.options.signing
        if reference is None:
            return ""
        return await self._place.with_secrets(lambda secrets: secrets.text(reference))


def signature(key: str, identity: str, moment: str, body: bytes) -> str:
    """Return base64 of HMAC-SHA256 over ``id.timestamp.body`` (standardwebhooks.com); ``whsec_`` keys are base64."""
    secret = key.encode()
    if key.startswith(_PREFIX):
        try:
            secret = base64.b64decode(key.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            secret = key.encode()
    signed = b".".join((identity.encode(), moment.encode(), body))
    return base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode("ascii")


def cloud_event(message: Message) -> dict[str, Any]:
    """Return the message as a CloudEvent 1.0 in its JSON form."""
    return {
        "specversion": "1.0",
        "id": message.id,
        "source": f"/{message.source}",
        "type": f"io.cell-console.notification.{message.act}",
        "time": iso_time(message.at_s),
        "subject": message.matter,
        "datacontenttype": "application/json",
        "data": {
            "title": title_of(message, _MOST_TITLE),
            "text": visible_lines(scrub(message.text), _MOST_TEXT),
            "severity": message.severity,
            "act": message.act,
            "facts": dict(facts_of(message)),
            "link": message.link,
        },
    }
