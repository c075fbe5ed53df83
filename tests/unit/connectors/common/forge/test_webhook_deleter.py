"""Deleting a webhook of which not everything is told."""

from typing import Any

import pytest

from connectors.common.forge.operations.delete_webhook import WebhookDeleter
from console.domain.forge.repository_note import Webhook
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.delete_webhook import DeleteWebhook

OPERATION = DeleteWebhook("shop", "o/r", "7")


class Hooks:
    """A reader that knows one webhook."""

    def __init__(self, signed: bool | None) -> None:
        self.hook = Webhook("7", "https://ci.example/hook", ("push",), True, signed)

    async def webhooks(self, path: str) -> tuple[Webhook, ...]:
        return (self.hook,) if path == "o/r" else ()


async def _preview(signed: bool | None) -> Any:
    reader: Any = Hooks(signed)
    return await WebhookDeleter(reader, reader).preview(OPERATION)


@pytest.mark.anyio
async def test_a_webhook_that_surely_has_no_secret_can_be_restored() -> None:
    preview = await _preview(False)
    assert preview.inverse == CreateWebhook("shop", "o/r", "https://ci.example/hook", ("push",))
    assert preview.warnings == ()


@pytest.mark.anyio
@pytest.mark.parametrize("signed", [True, None])
async def test_one_that_has_or_may_have_a_secret_is_not_restored_without_it(signed: bool | None) -> None:
    preview = await _preview(signed)
    assert preview.inverse is None
    assert "secret" in preview.warnings[0]


@pytest.mark.anyio
async def test_one_that_is_gone_already_needs_nothing() -> None:
    reader: Any = Hooks(False)
    preview = await WebhookDeleter(reader, reader).preview(DeleteWebhook("shop", "o/r", "8"))
    assert preview.satisfied
    assert preview.differences == ()
