"""The settings' proxy is for the network: what is on this computer, or at the end of a tunnel, is asked directly."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from connectors.carbon.connector import carbon_connector
from connectors.common.address_probe import AddressProbe
from connectors.common.client_of import client_of
from connectors.common.endpoint import Endpoint
from connectors.common.endpoint_of import endpoint_of
from connectors.common.forge.artifact_download import downloaded
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from connectors.common.results.result_server import ResultAddress, ResultServer
from connectors.common.transport import proxy_of
from connectors.common.tunnelled_client import TunnelledClient
from connectors.registry import BuildContext
from console.estate.schema.connection import Prometheus, Tls
from console.estate.schema.estate import Estate
from console.estate.schema.service_connection import CarbonProvider, CarbonSource
from console.kernel.clock import SystemClock
from console.kernel.runtime import Runtime
from console.kernel.secret import Secret
from console.ports.http_probe import HttpQuestion
from console.ports.tunnel import OpenTunnel
from console.settings.network import Network
from tests.fakes.kube_setup import FilesOnly
from tests.fakes.raw_server import RawRequest, RawServer, answer

PROXY = "http://proxy.example:3128"
Use = Callable[[RawServer, Network], Awaitable[object]]


class OpenForward:
    """A forward whose local end is a server of the test."""

    state, error = "open", ""

    def __init__(self, port: int) -> None:
        self.local_port = port

    async def close(self) -> None:
        self.state = "closed"


def paths_of(runtime: Runtime, use: Use, body: object = None) -> tuple[list[str], list[str]]:
    """Return what a server and the settings' proxy were asked for."""

    async def good(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(body or {}))

    async def wrong_way(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(answer({}, 502))

    async def scenario() -> tuple[list[str], list[str]]:
        async with RawServer(wrong_way) as proxy, RawServer(good) as server:
            await use(server, Network(proxy=proxy.url, connect_timeout_s=2))
            return [one.path for one in server.requests], [one.path for one in proxy.requests]

    return runtime.run(scenario(), 30)


def building(runtime: Runtime, network: Network, folder: Path, tunnel: OpenTunnel | None = None) -> BuildContext:
    return BuildContext(
        runtime, FilesOnly(), SystemClock(), folder, Estate(name="shop"), network=network, tunnel=tunnel
    )


@pytest.mark.parametrize(
    ("url", "own", "used"),
    [
        ("http://localhost:8080", "", ""),
        ("http://127.0.0.1:1", "", ""),
        ("https://127.9.8.7", "", ""),
        ("http://[::1]:1", "", ""),
        ("http://localhost:8080", "http://own:1", "http://own:1"),
        ("http://host.example", "", PROXY),
        ("http://localhost.example", "", PROXY),
        ("http://128.0.0.1", "", PROXY),
        ("http://host.example", "http://own:1", "http://own:1"),
    ],
)
def test_only_a_proxy_that_the_connection_names_is_used_for_loopback(url: str, own: str, used: str) -> None:
    assert proxy_of(Endpoint(url, proxy=own, usual_proxy=PROXY)) == used


def test_the_usual_proxy_goes_before_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://environment:1")
    assert proxy_of(Endpoint("https://host.example", usual_proxy=PROXY)) == PROXY
    assert proxy_of(Endpoint("https://host.example")) == "http://environment:1"


def test_a_service_in_a_cluster_is_asked_through_its_tunnel_alone(runtime: Runtime, tmp_path: Path) -> None:
    async def use(server: RawServer, network: Network) -> None:
        async def tunnel(_cluster: str, _namespace: str, _target: str, _port: int) -> OpenForward:
            return OpenForward(server.port)

        inside = {"cluster": "main", "service": "monitoring/prometheus", "port": 9090, "path": "/prom"}
        options = Prometheus.model_validate({"key": "prom", "in_cluster": inside})
        client = client_of(options, building(runtime, network, tmp_path, tunnel), "Prometheus", tls=Tls(), build=None)
        await client.get("/api")
        await client.close()

    assert paths_of(runtime, use) == (["/prom/api"], [])


def test_a_tunnel_uses_no_proxy_even_when_one_is_named(runtime: Runtime) -> None:
    async def use(server: RawServer, network: Network) -> None:
        async def dig() -> OpenForward:
            return OpenForward(server.port)

        endpoint = Endpoint("http://127.0.0.1", proxy=network.proxy, tries=1)
        client = TunnelledClient(endpoint, Peer("Server", ""), None, dig)
        await client.get("/api")
        await client.close()

    assert paths_of(runtime, use) == (["/api"], [])


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_probe_of_this_computer_is_no_matter_of_the_proxy(runtime: Runtime, host: str) -> None:
    async def use(server: RawServer, network: Network) -> None:
        question = HttpQuestion("GET", f"http://{host}:{server.port}/health", {}, 10.0)
        assert (await AddressProbe(network).ask(question)).status == 200

    assert paths_of(runtime, use) == (["/health"], [])


def test_results_are_brought_to_this_computer_directly(runtime: Runtime) -> None:
    async def use(server: RawServer, network: Network) -> None:
        address = ResultAddress.parse(f"http://localhost:{server.port}/results")
        results = ResultServer(address, Secret("a token"), network, SystemClock())
        assert await results.deliver("task", b"packed")
        await results.close()

    assert paths_of(runtime, use) == (["/results/task.sarif.gz"], [])


def test_a_probe_of_the_network_goes_through_the_proxy(runtime: Runtime) -> None:
    async def use(_server: RawServer, network: Network) -> None:
        found = await AddressProbe(network).ask(HttpQuestion("GET", "http://host.example/health", {}, 10.0))
        assert found.status == 502

    assert paths_of(runtime, use) == ([], ["/health"])


def test_a_carbon_aware_sdk_on_this_computer_is_asked_directly(runtime: Runtime, tmp_path: Path) -> None:
    async def use(server: RawServer, network: Network) -> None:
        url = f"http://localhost:{server.port}"
        options = CarbonSource(key="sdk", provider=CarbonProvider.CARBON_AWARE_SDK, url=url, zones={"GB": "uksouth"})
        connector = carbon_connector(options, building(runtime, network, tmp_path))
        assert "GB at 120 gCO2/kWh" in await connector.check()
        await connector.close()

    measured = [{"location": "uksouth", "time": "2026-01-01T00:00:00Z", "rating": 120.0, "duration": "01:00:00"}]
    assert paths_of(runtime, use, measured) == (["/emissions/bylocation"], [])
    context = building(runtime, Network(proxy=PROXY), tmp_path)
    assert proxy_of(endpoint_of("http://localhost:8080", context)) == ""


def test_an_artifact_elsewhere_is_fetched_as_its_own_address_demands(runtime: Runtime, tmp_path: Path) -> None:
    """A forge in the network is asked through the proxy, the store on this computer that it redirects to is not."""

    async def scenario() -> tuple[bytes, list[str]]:
        async def proxy_script(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
            writer.write(answer(b"", 302, location=f"{store.url}/file"))

        async def store_script(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
            writer.write(answer(b"packed"))

        async with RawServer(proxy_script) as proxy, RawServer(store_script) as store:
            context = building(runtime, Network(proxy=proxy.url), tmp_path)
            client = HttpClient(endpoint_of("http://forge.example", context), Peer("Forge", "http://forge.example"))
            content = await downloaded(client, "artifact")
            await client.close()
            return content, [one.path for one in proxy.requests]

    assert runtime.run(scenario(), 20) == (b"packed", ["/artifact"])


@pytest.mark.parametrize(
    ("named", "url", "is_direct"),
    [
        ("localhost, 10.0.0.0/8 ,.corp", "https://10.1.2.3:6443", True),
        ("10.0.0.0/8", "https://11.1.2.3:6443", False),
        ("10.1.2.3/16", "https://10.1.9.9", True),
        ("fd00::/8", "https://[fd12::1]:6443", True),
        ("10.0.0.0/8,fd00::/8", "https://k.example", False),
        ("no/network,10.0.0.0/99", "https://10.1.2.3", False),
        ("", "https://10.1.2.3", False),
    ],
)
def test_networks_that_the_environment_exempts_are_reached_without_its_proxy_as_by_kubectl(
    monkeypatch: pytest.MonkeyPatch, named: str, url: str, is_direct: bool
) -> None:
    # proves C2 where a company's clusters are told by their network
    for variable in ("no_proxy", "all_proxy", "ALL_PROXY", "https_proxy"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("NO_PROXY", named)
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    assert proxy_of(Endpoint(url)) == ("" if is_direct else PROXY)
    assert proxy_of(Endpoint(url, proxy="http://own:1")) == "http://own:1"
