"""Slack: an incoming webhook."""

from typing import Any

from connectors.common.fault import wrong_body
from connectors.common.http import HttpClient
from connectors.notify.hook_address import HookAddress
from connectors.notify.place import Place
from connectors.notify.wording import facts_of, title_of
from console.domain.notification import Act, Message, Receipt
from console.domain.severity import Severity
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.kernel.visible_text import visible_lines

_COLOURS = {Severity.INFO: "#2f6fb5", Severity.WARNING: "#c77d00", Severity.CRITICAL: "#c62f2f"}
_GOOD = "#2e7d32"
_MOST_TITLE, _MOST_TEXT, _MOST_FIELD, _MOST_FIELDS = 150, 2900, 1900, 10


class Slack:
    """Texts are sent as ``plain_text``, so that nothing in them becomes a link, a mention or markup."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._address = HookAddress(place)

    @property
    def clients(self) -> tuple[HttpClient, ...]:
        """Return the HTTP clients that it holds."""
        return self._address.clients

    async def send(self, message: Message) -> Receipt:
        """Post a message; Slack answers ``ok`` and nothing else."""
        answer = await self._address.post(slack_body(message))
        if answer.body.strip() != b"ok":
            words = answer.body[:100].decode("utf-8", "replace")
            raise wrong_body(self._place.peer(await self._address.origin()), words)
        return Receipt(t("posted to Slack"))

    async def check(self) -> str:
        """Read the address; Slack has no way to try it without posting."""
        return t("address at {origin} is stored; only a test message can try it", origin=await self._address.origin())


def slack_body(message: Message) -> dict[str, Any]:
    """Return the body of the request: a line for previews, and blocks with a coloured edge."""
    title = title_of(message, _MOST_TITLE)
    blocks: list[dict[str, Any]] = [{"type": "header", "text": _plain(title)}]
    if message.text:
        blocks.append({"type": "section", "text": _plain(visible_lines(scrub(message.text), _MOST_TEXT))})
    fields = [_plain(f"{name}\n{value}"[:_MOST_FIELD]) for name, value in facts_of(message)]
    blocks += [
        {"type": "section", "fields": fields[start : start + _MOST_FIELDS]}
        for start in range(0, len(fields), _MOST_FIELDS)
    ]
    if message.link:
        blocks.append({"type": "context", "elements": [_plain(message.link[:_MOST_FIELD])]})
    colour = _GOOD if message.act is Act.RESOLVE else _COLOURS[message.severity]
    return {"text": _escaped(title), "attachments": [{"color": colour, "blocks": blocks}]}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text or "-", "emoji": False}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
