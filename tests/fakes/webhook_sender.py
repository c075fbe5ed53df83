"""Deliveries as each provider sends and signs them."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

SECRET = "s3cr3t-canary-webhook"
BEFORE, AFTER = "aad331d8d3b131fa9ae03cf5e53965b51942618a", "33b55f7cb7e7e245323987634f960cf4a6e6bc74"
NOBODY = "0" * 40


@dataclass(frozen=True)
class Sent:
    """Headers and body of one delivery."""

    headers: dict[str, str]
    body: bytes


def hex_hmac(body: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _body(content: Any) -> bytes:
    return json.dumps(content).encode()


def github(branch: str = "main", delivery: str = "72d3162e-cc78-11e3-81ab-4c9367dc0958", **more: Any) -> Sent:
    body = _body(
        {
            "ref": f"refs/heads/{branch}",
            "before": BEFORE,
            "after": AFTER,
            "repository": {"full_name": "shop/web"},
            **more,
        }
    )
    headers = {
        "X-GitHub-Event": "push",
        "X-GitHub-Delivery": delivery,
        "X-Hub-Signature-256": f"sha256={hex_hmac(body)}",
        "Content-Type": "application/json",
    }
    return Sent(headers, body)


def gitlab() -> Sent:
    body = _body(
        {
            "object_kind": "push",
            "ref": "refs/heads/main",
            "before": BEFORE,
            "after": AFTER,
            "project": {"path_with_namespace": "group/sub/web"},
        }
    )
    return Sent({"X-Gitlab-Event": "Push Hook", "X-Gitlab-Token": SECRET, "Idempotency-Key": "i1"}, body)


def gitlab_signed(at_s: float) -> Sent:
    sent = gitlab()
    stamp = str(int(at_s))
    signed = hmac.new(SECRET.encode(), b"msg_1." + stamp.encode() + b"." + sent.body, hashlib.sha256).digest()
    headers = {
        "X-Gitlab-Event": "Push Hook",
        "webhook-id": "msg_1",
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(signed).decode(),
    }
    return Sent(headers, sent.body)


def bitbucket() -> Sent:
    def state(commit: str) -> dict[str, Any]:
        return {"type": "branch", "name": "main", "target": {"hash": commit}}

    changes = [{"old": state(BEFORE), "new": state(AFTER)}, {"old": state(BEFORE), "new": None}]
    body = _body({"push": {"changes": changes}, "repository": {"full_name": "team/web"}})
    headers = {"X-Event-Key": "repo:push", "X-Request-UUID": "r1", "X-Hub-Signature": f"sha256={hex_hmac(body)}"}
    return Sent(headers, body)


def azure_devops() -> Sent:
    updates = [
        {"name": "refs/heads/main", "oldObjectId": BEFORE, "newObjectId": AFTER},
        {"name": "refs/tags/v1", "oldObjectId": NOBODY, "newObjectId": AFTER},
    ]
    body = _body(
        {
            "id": "03c164c2-8912-4d5e-8009-3707d5f83734",
            "eventType": "git.push",
            "resource": {"refUpdates": updates, "repository": {"name": "web", "project": {"name": "Shop"}}},
        }
    )
    pair = base64.b64encode(f"hooks:{SECRET}".encode()).decode()
    return Sent({"Authorization": f"Basic {pair}", "Content-Type": "application/json"}, body)


def pagerduty() -> Sent:
    body = _body({"event": {"id": "e1", "event_type": "incident.triggered"}})
    return Sent({"X-PagerDuty-Signature": f"v1={'0' * 64},v1={hex_hmac(body)}", "X-Webhook-Id": "w1"}, body)


def linear(at_s: float) -> Sent:
    body = _body({"action": "create", "type": "Issue", "webhookTimestamp": int(at_s * 1000)})
    return Sent({"Linear-Signature": hex_hmac(body), "Linear-Event": "Issue", "Linear-Delivery": "l1"}, body)


def jira() -> Sent:
    body = _body({"webhookEvent": "jira:issue_created", "timestamp": 1})
    return Sent({"X-Hub-Signature": f"sha256={hex_hmac(body)}", "X-Atlassian-Webhook-Identifier": "j1"}, body)


def cloudflare() -> Sent:
    body = _body({"name": "Outage", "text": "x", "ts": 1, "alert_type": "load_balancing_health_alert"})
    return Sent({"cf-webhook-auth": SECRET}, body)
