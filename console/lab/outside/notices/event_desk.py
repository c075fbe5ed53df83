"""A signed webhook's receiver, and PagerDuty's Events API v2."""

import base64
import hashlib
import hmac

from aiohttp import web

from console.lab.outside.notices.inbox import Inbox
from console.lab.outside.notices.web_desk import Json, answer

_ACTIONS = ("trigger", "acknowledge", "resolve")
_SEVERITIES = ("critical", "warning", "error", "info")


class EventDesk:
    """``key`` verifies webhooks, ``routing_key`` is PagerDuty's."""

    def __init__(self, inbox: Inbox, key: str, routing_key: str) -> None:
        self._inbox = inbox
        self._key = key
        self._routing_key = routing_key
        self._seen: set[str] = set()

    async def webhook(self, request: web.BaseRequest, body: Json) -> web.Response:
        """Accept an event whose signature is right; one that was seen before is accepted and not counted again."""
        identity = request.headers.get("webhook-id", "")
        moment = request.headers.get("webhook-timestamp", "")
        signed = b".".join((identity.encode(), moment.encode(), await request.read()))
        wanted = base64.b64encode(hmac.digest(self._key.encode(), signed, hashlib.sha256)).decode()
        given = request.headers.get("webhook-signature", "")
        if not hmac.compare_digest(given.encode(), f"v1,{wanted}".encode()):
            return answer({"error": "the signature is not right"}, 401)
        content = body.get("data", {})
        if identity not in self._seen:
            self._seen.add(identity)
            self._inbox.add("webhook", str(content.get("title", "")), str(content.get("text", "")), identity)
        return web.Response(status=202)

    async def pagerduty(self, _request: web.BaseRequest, body: Json) -> web.Response:
        """Enqueue an event as PagerDuty does; an unknown key is an invalid event there, not a refusal."""
        wrong = _wrong(body)
        key = str(body.get("routing_key", ""))
        if not hmac.compare_digest(key.encode(), self._routing_key.encode()):
            wrong.append("Invalid routing key")
        if wrong:
            return answer({"status": "invalid event", "message": "Event object is invalid", "errors": wrong}, 400)
        matter = str(body.get("dedup_key", "")) or "made-up-by-the-lab"
        title = str(body.get("payload", {}).get("summary", matter))
        text = str(body.get("payload", {}).get("custom_details", {}).get("text", ""))
        self._inbox.add("pagerduty", title, text, f"{body['event_action']} {matter}")
        return answer({"status": "success", "message": "Event processed", "dedup_key": matter}, 202)


def _wrong(body: Json) -> list[str]:
    """Return what is missing, in PagerDuty's manner."""
    found = []
    action = body.get("event_action")
    if action not in _ACTIONS:
        found.append(f"'event_action' must be one of {', '.join(_ACTIONS)}")
    if action == "trigger":
        payload = body.get("payload") or {}
        found += [f"'payload.{name}' is missing or blank" for name in ("summary", "source") if not payload.get(name)]
        if payload.get("severity") not in _SEVERITIES:
            found.append("'payload.severity' is invalid (must be one of the following: critical, warning, error, info)")
    elif not body.get("dedup_key"):
        found.append("'dedup_key' is missing or blank")
    return found
