"""Slack and Discord as their incoming webhooks behave; the unguessable part of the path is the secret."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from aiohttp import web

from console.lab.outside.notices.inbox import Inbox
from console.lab.outside.notices.web_desk import Json, answer

_MOST_BLOCKS, _MOST_CONTENT = 50, 2000


class ChatDesk:
    """Answers ``/services/…`` (Slack) and ``/api/webhooks/…`` (Discord)."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._numbers = count(1_300_000_000_000_000_000)

    async def slack(self, _request: web.BaseRequest, body: Json) -> web.Response:
        """Answer ``ok``, or what Slack says to a message without a text."""
        blocks = [block for part in body.get("attachments", []) for block in part.get("blocks", [])]
        if not body.get("text") and not blocks:
            return web.Response(status=400, text="no_text")
        if len(blocks) > _MOST_BLOCKS:
            return web.Response(status=400, text="invalid_blocks")
        lines = [line for block in blocks for line in _slack_lines(block)]
        self._inbox.add("slack", str(body.get("text", "")), "\n".join(lines))
        return web.Response(text="ok")

    async def discord(self, request: web.BaseRequest, body: Json) -> web.Response:
        """Take a message, or tell about the hook itself."""
        if request.method == "GET":
            return answer(_hook())
        embeds = body.get("embeds") or []
        if not body.get("content") and not embeds:
            return answer({"message": "Cannot send an empty message", "code": 50006}, 400)
        if len(str(body.get("content", ""))) > _MOST_CONTENT:
            return answer({"content": ["Must be 2000 or fewer in length."]}, 400)
        first: dict[str, Any] = embeds[0] if embeds else {}
        text = "\n".join([str(first.get("description", "")), *_facts(first.get("fields", []))])
        self._inbox.add("discord", str(first.get("title", body.get("content", ""))), text)
        if request.rel_url.query.get("wait") != "true":
            return web.Response(status=204)
        return answer(_message(str(next(self._numbers)), body))


def _slack_lines(block: Json) -> list[str]:
    texts = [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
    return [str(one.get("text", "")).replace("\n", ": ") for one in texts if isinstance(one, dict)]


def _facts(fields: list[Json]) -> list[str]:
    return [f"{one.get('name')}: {one.get('value')}" for one in fields]


def _hook() -> Json:
    return {
        "application_id": None,
        "avatar": None,
        "channel_id": "1300000000000000001",
        "guild_id": "1300000000000000000",
        "id": "1300000000000000002",
        "name": "Lab alerts",
        "type": 1,
    }


def _message(number: str, body: Json) -> Json:
    author = {
        "id": "1300000000000000002",
        "username": "Lab alerts",
        "avatar": None,
        "discriminator": "0000",
        "public_flags": 0,
        "flags": 0,
        "global_name": None,
        "primary_guild": None,
    }
    return {
        "id": number,
        "channel_id": "1300000000000000001",
        "type": 0,
        "content": body.get("content", ""),
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [{"type": "rich", **one} for one in body.get("embeds", [])],
        "timestamp": datetime.now(UTC).isoformat(),
        "edited_timestamp": None,
        "flags": 0,
        "components": [],
        "author": author,
        "pinned": False,
        "mention_everyone": False,
        "tts": False,
        "webhook_id": "1300000000000000002",
    }
