"""Addresses of webhooks are shown without what lets others deliver there."""

import pytest

from console.domain.operations.create_webhook import CreateWebhook
from console.domain.webhook.shown_address import shown_address

TOKEN = "q2V_x8yLJ0cA-b7KfT4mW9sZpQ1nR6eH"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"http://127.0.0.1:8765/{TOKEN}/github", "http://127.0.0.1:8765/•••/github"),
        (f"https://me:{TOKEN}@hooks.example/in?key={TOKEN}#x", "https://hooks.example/in?•••"),
        (f"https://[::1]:9/{TOKEN}", "https://[::1]:9/•••"),
        ("https://ci.example/receivers/audit-webhook-receiver", "https://ci.example/receivers/audit-webhook-receiver"),
        ("http://[", "•••"),
        ("http://a:b/", "•••"),
    ],
)
def test_what_nobody_can_guess_is_masked(url: str, shown: str) -> None:
    assert shown_address(url) == shown


def test_the_change_that_sets_a_webhook_up_shows_no_token() -> None:
    operation = CreateWebhook("github", "team/web", f"http://127.0.0.1:8765/{TOKEN}/github")
    assert TOKEN not in f"{operation.summary()} {operation.target}"
    assert "http://127.0.0.1:8765/•••/github" in operation.summary()
    assert TOKEN in operation.url
