"""Discord: a webhook of a channel."""

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from connectors.common.fault import HttpFault
from connectors.common.http import HttpClient
from connectors.common.json_answer import decoded
from connectors.notify.hook_address import HookAddress
from connectors.notify.place import Place
from connectors.notify.wording import facts_of, iso_time, title_of
from console.domain.notification import Act, Message, Receipt
from console.domain.severity import Severity
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.kernel.visible_text import visible_lines

_COLOURS = {Severity.INFO: 0x2F6FB5, Severity.WARNING: 0xC77D00, Severity.CRITICAL: 0xC62F2F}
_GOOD = 0x2E7D32
_MARKUP = re.compile(r"([\\*_~`|>\[\]()#@:<-])")
_MOST_TITLE, _MOST_TEXT, _MOST_NAME, _MOST_VALUE, _MOST_FIELDS = 120, 1800, 120, 500, 25
_MOST_OF_ALL, _FOOTER = 6000, 100
"""Discord refuses an embed whose texts are longer together; the footer's share is kept free."""


class _Posted(msgspec.Struct):
    id: str
    channel_id: str = ""


class _Hook(msgspec.Struct):
    name: str | None = None


class Discord:
    """Mentions are switched off and markup is escaped. A hook that is gone is not asked again: that gets banned."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._address = HookAddress(place)
        self._is_gone = False

    @property
    def clients(self) -> tuple[HttpClient, ...]:
        """Return the HTTP clients that it holds."""
        return self._address.clients

    async def send(self, message: Message) -> Receipt:
        """Post a message and wait until Discord has it."""
        self._refuse_when_gone()
        try:
            answer = await self._address.post(discord_body(message), {"wait": "true"})
        except HttpFault as fault:
            self._is_gone = fault.status == 404
            raise
        posted = decoded(answer, _Posted, self._place.peer(await self._address.origin()))
        return Receipt(t("posted to Discord"), posted.id)

    async def check(self) -> str:
        """Ask for the hook itself."""
        self._refuse_when_gone()
        answer = await self._address.get()
        hook = decoded(answer, _Hook, self._place.peer(await self._address.origin()))
        return t("Discord webhook {name}", name=hook.name or "")

    def _refuse_when_gone(self) -> None:
        if self._is_gone:
            raise ConnectorError(
                ErrorKind.NOT_FOUND,
                t("The Discord webhook of {name} no longer exists.", name=self._place.title),
                t("Make a new one in Discord, store its address, and open the estate again."),
            )


def discord_body(message: Message) -> dict[str, Any]:
    """Return the body of the request: one embed without mentions."""
    embed: dict[str, Any] = {
        "title": _escaped(title_of(message, _MOST_TITLE)),
        "description": _escaped(visible_lines(scrub(message.text), _MOST_TEXT)),
        "color": _GOOD if message.act is Act.RESOLVE else _COLOURS[message.severity],
        "timestamp": iso_time(message.at_s),
    }
    facts = facts_of(message)
    embed["fields"] = _fields(facts, _MOST_OF_ALL - _FOOTER - len(embed["title"]) - len(embed["description"]))
    left_out = len(facts) - len(embed["fields"])
    if left_out:
        embed["footer"] = {"text": t("and {count} more", count=left_out)}
    if message.link:
        embed["url"] = message.link
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}


def _fields(facts: Iterable[tuple[str, str]], room: int) -> list[dict[str, Any]]:
    """Return the facts that fit, in their order."""
    fields: list[dict[str, Any]] = []
    for name, value in facts:
        field = {"name": _escaped(name[:_MOST_NAME]) or "-", "value": _escaped(value[:_MOST_VALUE]) or "-"}
        length = sum(map(len, field.values()))
        if length <= room and len(fields) < _MOST_FIELDS:
            room -= length
            fields.append({**field, "inline": True})
    return fields


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)
