"""A checked connection tells what its rate limit leaves, as its server told last."""

import time

from connectors.common.base_connector import BaseConnector
from connectors.common.endpoint import Endpoint
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from console.estate.schema.git_provider import GitHub
from console.kernel.runtime import Runtime
from tests.fakes.fault_server import FaultServer, answering


def test_check_tells_the_rest_of_the_budget_when_the_server_tells_it(runtime: Runtime) -> None:
    reset = f"x-ratelimit-reset: {int(time.time()) + 600}"
    limits = ("x-ratelimit-limit: 5000", "x-ratelimit-remaining: 4987", reset)
    with FaultServer(runtime, answering(200, {})) as server:
        client = HttpClient(Endpoint(server.url), Peer("GitHub shop", server.url))

        async def check() -> str:
            await client.get("user")
            return "GitHub"

        connector = BaseConnector(GitHub(key="shop"), (client,), check)
        assert runtime.run(connector.check(), 10) == "GitHub"
        server.behaviour = answering(200, {}, *limits)
        assert runtime.run(connector.check(), 10).startswith("GitHub; 4,987 of 5,000 requests left until ")
        runtime.run(connector.close(), 10)
