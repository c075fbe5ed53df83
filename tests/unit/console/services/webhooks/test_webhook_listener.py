"""Real deliveries over HTTP: genuine ones arrive once, everything else is refused, and nobody else gets in."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from console.domain.webhook.push import DeliveryRefused, PushReceived
from console.domain.webhook.verdict import Verdict
from console.estate.schema.estate import Estate
from console.kernel.errors import ConnectorError, ConsoleError, ErrorKind
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.services.webhooks import webhook_site
from console.services.webhooks.hook_desk import AcceptedDelivery
from console.services.webhooks.webhook_listener import WebhookListener
from tests.fakes import webhook_sender as sender
from tests.fakes.manual_clock import ManualClock
from tests.fakes.prometheus_connection import FixedVault
from tests.fakes.webhook_sender import AFTER, BEFORE, SECRET, Sent

pytestmark = pytest.mark.anyio
_HOOK = {"webhook_secret": "keyring:hooks"}
ESTATE = Estate.model_validate(
    {
        "name": "shop",
        "github": [{"key": "github", **_HOOK}, {"key": "unsecured"}],
        "gitlab": [{"key": "gitlab", **_HOOK}],
        "bitbucket": [{"key": "bitbucket", **_HOOK}],
        "azure_devops": [{"key": "azure", "organization": "o", **_HOOK}],
        "cloudflare": [{"key": "edge", "account_id": "a" * 32, "token": "keyring:t", **_HOOK}],
        "notifications": [
            {"key": "pager", "kind": "pagerduty", "secret": "keyring:p", **_HOOK},
            {"key": "linear", "kind": "linear", "secret": "keyring:p", "project": "T", **_HOOK},
            {"key": "jira", "kind": "jira", "url": "https://x.example", "secret": "keyring:p", "project": "P", **_HOOK},
        ],
    }
)


class Console:
    """A listener with everything that it told."""

    def __init__(self, runtime: Runtime, folder: Path) -> None:
        self.clock = ManualClock()
        self.told: list[AcceptedDelivery | DeliveryRefused] = []
        self.vault = FixedVault(hooks=SECRET)
        self.listener = WebhookListener(runtime, self.clock, Paths.under(folder), lambda: self.vault, self.told.append)
        self.addresses: dict[str, str] = {}

    @property
    def now_s(self) -> float:
        return self.clock.now().timestamp()

    async def send(self, key: str, sent: Sent, **headers: str) -> int:
        """Deliver and return the status."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.addresses[key], data=sent.body, headers={**sent.headers, **headers}) as answer,
        ):
            await answer.read()
            return answer.status

    @property
    def pushes(self) -> list[PushReceived]:
        return [push for one in self.told if isinstance(one, AcceptedDelivery) for push in one.pushes]

    @property
    def refused(self) -> list[Verdict]:
        return [one.why for one in self.told if isinstance(one, DeliveryRefused)]


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Console]:
    """A listener on this test's own loop."""
    found = Console(_Here(), tmp_path)  # type: ignore[arg-type]
    found.addresses = dict(await found.listener.listen(ESTATE, 0))
    yield found
    await found.listener.close()


class _Here:
    """Stands for the runtime: blocking calls run where the test runs."""

    async def in_thread(self, work: Any, *arguments: Any) -> Any:
        return work(*arguments)


def push(connection: str, repository: str, branch: str, before: str, after: str, at_s: float) -> PushReceived:
    return PushReceived(connection, repository, branch, before, after, at_s)


async def test_pushes_of_every_git_provider_arrive(console: Console) -> None:
    for key, sent in (
        ("github", sender.github()),
        ("gitlab", sender.gitlab()),
        ("bitbucket", sender.bitbucket()),
        ("azure", sender.azure_devops()),
    ):
        assert await console.send(key, sent) == 200
    at_s = console.now_s
    assert console.pushes == [
        push("github", "shop/web", "main", BEFORE, AFTER, at_s),
        push("gitlab", "group/sub/web", "main", BEFORE, AFTER, at_s),
        push("bitbucket", "team/web", "main", BEFORE, AFTER, at_s),
        push("bitbucket", "team/web", "main", BEFORE, "", at_s),
        push("azure", "Shop/web", "main", BEFORE, AFTER, at_s),
    ]
    assert console.refused == []


async def test_other_providers_are_accepted_with_their_own_word_for_what_happened(console: Console) -> None:
    for key, sent in (
        ("pager", sender.pagerduty()),
        ("linear", sender.linear(console.now_s)),
        ("jira", sender.jira()),
        ("edge", sender.cloudflare()),
    ):
        assert await console.send(key, sent) == 200
    events = [(one.connection, one.event) for one in console.told if isinstance(one, AcceptedDelivery)]
    assert events == [
        ("pager", "incident.triggered"),
        ("linear", "Issue"),
        ("jira", "jira:issue_created"),
        ("edge", "load_balancing_health_alert"),
    ]


async def test_a_form_with_the_payload_is_read_as_github_sends_it(console: Console) -> None:
    from urllib.parse import urlencode

    plain = sender.github()
    body = urlencode({"payload": plain.body.decode()}).encode()
    headers = {"X-Hub-Signature-256": f"sha256={sender.hex_hmac(body)}"}
    sent = Sent({**plain.headers, **headers, "Content-Type": "application/x-www-form-urlencoded"}, body)
    assert await console.send("github", sent) == 200
    assert [one.branch for one in console.pushes] == ["main"]


async def test_unsigned_and_wrongly_signed_deliveries_are_refused_and_counted(console: Console) -> None:
    sent = sender.github()
    assert await console.send("github", sent, **{"X-Hub-Signature-256": ""}) == 401
    assert await console.send("github", sent, **{"X-Hub-Signature-256": "sha256=" + "0" * 64}) == 401
    assert await console.send("github", Sent(sent.headers, sent.body + b" ")) == 401
    assert await console.send("unsecured", sent) == 401
    assert await console.send("gitlab", sent) == 401
    assert await console.send("azure", Sent({}, b"{}")) == 401
    assert console.refused == [
        Verdict.UNSIGNED,
        Verdict.FORGED,
        Verdict.FORGED,
        Verdict.UNSIGNED,
        Verdict.UNSIGNED,
        Verdict.UNSIGNED,
    ]
    assert console.pushes == []


async def test_a_replay_is_refused_also_under_another_delivery_id(console: Console) -> None:
    assert await console.send("github", sender.github()) == 200
    assert await console.send("github", sender.github()) == 409
    assert await console.send("github", sender.github(), **{"X-GitHub-Delivery": "another"}) == 409
    assert await console.send("github", sender.github("other")) == 409  # the id of the first one
    assert await console.send("github", sender.github("other", "another-id")) == 200
    assert console.refused == [Verdict.REPLAYED] * 3
    console.clock.advance(25 * 3600)
    assert await console.send("github", sender.github()) == 200


async def test_a_branch_of_gitlab_that_is_moved_the_same_way_again_is_another_push(console: Console) -> None:
    """GitLab's body names no time of the push: made, deleted and made again it says the same."""
    assert await console.send("gitlab", sender.gitlab()) == 200
    assert await console.send("gitlab", sender.gitlab()) == 409
    assert await console.send("gitlab", sender.gitlab(), **{"Idempotency-Key": "i2"}) == 200
    assert len(console.pushes) == 2


async def test_signed_times_bound_how_old_a_delivery_may_be(console: Console) -> None:
    fresh, stale = sender.gitlab_signed(console.now_s), sender.gitlab_signed(console.now_s - 301)
    assert await console.send("gitlab", stale) == 401
    assert await console.send("gitlab", fresh) == 200
    assert await console.send("linear", sender.linear(console.now_s - 61)) == 401
    assert console.refused == [Verdict.STALE, Verdict.STALE]


@pytest.mark.parametrize(
    "more",
    [
        {"before": "x"},
        {"ref": "refs/heads/a\u202eb"},
        {"ref": "refs/heads/" + "x" * 500},
        {"repository": {"full_name": ["a"]}},
        {"after": None},
    ],
)
async def test_signed_nonsense_is_refused_without_being_remembered(console: Console, more: dict[str, Any]) -> None:
    for _ in range(2):
        assert await console.send("github", sender.github(**more)) == 400
    assert console.refused == [Verdict.UNREADABLE] * 2


async def test_tags_and_pings_are_accepted_and_are_no_push(console: Console) -> None:
    assert await console.send("github", sender.github(ref="refs/tags/v1")) == 200
    assert await console.send("github", sender.github("x", "2"), **{"X-GitHub-Event": "ping"}) == 200
    assert console.pushes == []


async def test_only_who_knows_the_path_and_the_name_of_the_server_is_heard(console: Console) -> None:
    sent, url = sender.github(), console.addresses["github"]
    assert len(url.split("/")[3]) >= 32
    other = f"{url[:-8]}{'y' if url[-8] == 'x' else 'x'}/github"  # of the secret part one letter
    for wrong in (url.replace("/github", "/nobody"), other, url.rpartition("/")[0], url + "/x"):
        console.addresses["wrong"] = wrong
        assert await console.send("wrong", sent) == 404
    for host in ("evil.example", "127.0.0.1.evil.example:80", "evil.example:8477"):
        assert await console.send("github", sent, Host=host) == 421
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 405
    assert console.told == []


async def test_bodies_are_bounded_whether_their_size_is_told_or_not(console: Console) -> None:
    large: Any = io.BytesIO(b"x" * (webhook_site.MOST_BYTES + 1))

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(webhook_site.MOST_BYTES // 65536 + 1):
            yield b"x" * 65536

    assert await console.send("github", Sent({}, large)) == 413
    assert await console.send("github", Sent({}, pieces())) == 413  # type: ignore[arg-type]
    assert console.told == []


async def test_a_push_of_very_many_files_is_heard(console: Console) -> None:
    """GitHub names each of them, up to 25 MB."""
    files = [f"content/{number:06}/" + "x" * 80 for number in range(60_000)]
    sent = sender.github(commits=[{"id": AFTER, "added": files}])
    large: Any = io.BytesIO(sent.body)
    assert len(sent.body) > 5 * 1024 * 1024
    assert await console.send("github", Sent(sent.headers, large)) == 200
    assert [one.branch for one in console.pushes] == ["main"]


async def test_slow_senders_are_cut_off_at_the_head_and_in_the_body(console: Console, tmp_path: Path) -> None:
    site = console.listener._site
    assert site is not None
    hasty = webhook_site.WebhookSite(site._desk, "token", 0, webhook_site.Patience(head_s=0.2, body_s=0.2))
    port = await hasty.start()
    try:
        for head in (
            b"POST /token/github HTTP/1.1\r\nHost: 127.0.0.1:1\r\nX-",
            b"POST /token/github HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Length: 10\r\n\r\nabc",
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head)
            async with asyncio.timeout(10):
                said = await reader.read()
            assert said == b"" or b" 408 " in said
            writer.close()
    finally:
        await hasty.stop()
    assert console.told == []


async def test_a_secret_that_cannot_be_read_is_the_consoles_trouble_not_the_senders(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_reference: str) -> Any:
        raise ConnectorError(ErrorKind.AUTH, "The keyring is locked.")

    monkeypatch.setattr(console.vault, "resolve", refuse)
    assert await console.send("github", sender.github()) == 503
    monkeypatch.undo()
    assert await console.send("github", sender.github()) == 200


async def test_the_address_stays_and_a_taken_port_is_told(console: Console, tmp_path: Path) -> None:
    port = int(console.addresses["github"].split(":")[2].split("/")[0])
    second = Console(_Here(), tmp_path)  # type: ignore[arg-type]
    with pytest.raises(ConsoleError, match=f"Port {port} for webhooks cannot be opened: Address already in use\\."):
        await second.listener.listen(ESTATE, port)
    await console.listener.close()
    assert dict(await second.listener.listen(ESTATE, port)) == console.addresses
    await second.listener.close()
    assert ((tmp_path / "state" / "webhook-token").stat().st_mode & 0o777) == 0o600
