"""A loopback server that webhooks are delivered to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiohttp import web

from console.kernel.runtime import Runtime


@dataclass
class HookReceiver:
    """``answers`` are the next statuses (then 204); ``heard`` holds headers and body of every delivery."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def named(self, header: str, value: str) -> list[tuple[dict[str, str], bytes]]:
        """Return the deliveries whose header has a value."""
        return [one for one in list(self.heard) if one[0].get(header) == value]

    async def take(self, request: web.BaseRequest) -> web.Response:
        """Take one delivery."""
        self.heard.append((dict(request.headers), await request.read()))
        return web.Response(status=self.answers.pop(0) if self.answers else 204)


@contextmanager
def hook_receiver(runtime: Runtime) -> Iterator[HookReceiver]:
    """Yield a receiver that listens."""
    receiver = HookReceiver()

    async def start() -> web.ServerRunner:
        runner = web.ServerRunner(web.Server(receiver.take, access_log=None), shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        return runner

    runner = runtime.run(start(), 10)
    try:
        yield receiver
    finally:
        runtime.run(runner.cleanup(), 10)
