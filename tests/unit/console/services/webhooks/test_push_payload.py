"""Whatever a signed payload holds, it is a push of the promised shape or a plain refusal."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.webhook.delivery import Delivery
from console.domain.webhook.push import PushReceived
from console.services.webhooks.push_payload import pushes_of
from tests.fakes import webhook_sender as sender
from tests.fakes.webhook_sender import AFTER, BEFORE, NOBODY

EVENTS = {"github": "push", "gitlab": "Push Hook", "bitbucket": "repo:push", "azure_devops": "git.push"}
PAYLOADS = {
    "github": sender.github().body,
    "gitlab": sender.gitlab().body,
    "bitbucket": sender.bitbucket().body,
    "azure_devops": sender.azure_devops().body,
}
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda one: st.lists(one) | st.dictionaries(st.text(), one),
)


def read(provider: str, body: bytes, **headers: str) -> tuple[PushReceived, ...]:
    return pushes_of(provider, EVENTS[provider], "forge", Delivery(headers, body), 5.0)


def is_harmless(push: PushReceived) -> bool:
    texts = (push.repository, push.branch)
    commits = (push.before, push.after)
    return all(len(one) <= 400 and one.isprintable() for one in texts) and all(
        not one or (len(one) in (40, 64) and set(one) <= set("0123456789abcdef")) for one in commits
    )


@given(st.sampled_from(sorted(EVENTS)), st.one_of(st.binary(), JSON.map(lambda value: json.dumps(value).encode())))
def test_arbitrary_bodies_are_refused(provider: str, body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - msgspec's own kinds
        read(provider, body)


@given(st.sampled_from(sorted(EVENTS)), st.data())
def test_a_payload_with_one_other_value_is_refused_or_harmless(provider: str, data: st.DataObject) -> None:
    payload = json.loads(PAYLOADS[provider])
    place: Any = payload
    while isinstance(place, dict) and place:
        key = data.draw(st.sampled_from(sorted(place)))
        if not isinstance(place[key], dict) or data.draw(st.booleans()):
            place[key] = data.draw(
                JSON | st.text(alphabet="a/\u202e\x00\u2028<&;$`", min_size=1).map("refs/heads/{}".format)
            )
            break
        place = place[key]
    try:
        pushes = read(provider, json.dumps(payload).encode())
    except ValueError:
        return
    assert all(map(is_harmless, pushes))


def test_a_branch_that_begins_or_ends_has_no_commit_there() -> None:
    begun = json.loads(sender.github().body) | {"before": NOBODY}
    ended = json.loads(sender.github().body) | {"after": NOBODY}
    assert [(one.before, one.after) for one in read("github", json.dumps(begun).encode())] == [("", AFTER)]
    assert [(one.before, one.after) for one in read("github", json.dumps(ended).encode())] == [(BEFORE, "")]


def test_other_events_are_no_pushes_and_are_not_decoded() -> None:
    assert pushes_of("github", "ping", "forge", Delivery({}, b"not even JSON"), 5.0) == ()
    assert pushes_of("pagerduty", "incident.triggered", "pager", Delivery({}, b"{}"), 5.0) == ()
