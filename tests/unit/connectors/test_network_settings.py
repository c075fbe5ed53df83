"""What the user sets for network and intervals reaches the connections; what an estate says goes first."""

from pathlib import Path

import pytest

from connectors.common.transport import proxy_of
from connectors.kubernetes.kube_context import resolve_context
from connectors.kubernetes.kubeconfig import read_kubeconfig
from connectors.kubernetes.session import ClusterSession
from connectors.kubernetes.ticket import Ticket
from connectors.prometheus.connector import PrometheusConnector, prometheus_client
from connectors.prometheus.signal_source import SignalSource
from connectors.registry import BuildContext
from console.bootstrap import Profile, _outside, connect_all, discover_estate, follow_network
from console.estate.schema.connection import Cluster, Prometheus, Tls
from console.estate.schema.estate import Estate
from console.kernel.clock import SystemClock
from console.kernel.git_way import GIT_WAY, asking_environment
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.settings.network import Network
from console.settings.settings import Settings
from tests.fakes.fault_server import FaultServer, answering
from tests.fakes.kube_setup import FilesOnly

NETWORK = Network(proxy="http://proxy:3128", ca_file="/etc/company.pem", connect_timeout_s=2, read_timeout_s=9)
CONFIG = """
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://k.example"}}]
users: [{name: u, user: {token: t}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
"""


@pytest.fixture
def context(tmp_path: Path) -> BuildContext:
    return BuildContext(
        Runtime(), FilesOnly(), SystemClock(), tmp_path, Estate(name="shop"), network=NETWORK, poll_factor=3.0
    )


def test_a_metric_server_is_reached_as_the_settings_say(context: BuildContext) -> None:
    options = Prometheus(key="prom", url="https://p.example")
    endpoint = prometheus_client(options, context).endpoint
    assert (proxy_of(endpoint), endpoint.further_ca_file) == ("http://proxy:3128", "/etc/company.pem")
    assert endpoint.ca_file == ""
    assert (endpoint.connect_s, endpoint.read_s) == (2, 9)
    own = Prometheus(key="prom", url="https://p.example", tls=Tls(ca_file="/own.pem"))
    assert prometheus_client(own, context).endpoint.ca_file == "/own.pem"


def test_a_cluster_is_reached_as_the_settings_say_unless_estate_or_kubeconfig_say_otherwise(
    context: BuildContext, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    for words, proxy, authority in (
        ("", "http://proxy:3128", ""),
        (', proxy-url: "http://kube:1", certificate-authority: /kube.pem', "http://kube:1", "/kube.pem"),
    ):
        config.write_text(CONFIG.replace('example"}', f'example"{words}}}'), encoding="utf-8")
        session = ClusterSession(Cluster(key="main", kubeconfig=str(config)), context)
        session._context = resolve_context(read_kubeconfig((config,)), "")
        endpoint = session._endpoint(Ticket(None, None))
        assert (proxy_of(endpoint), endpoint.ca_file) == (proxy, authority)
        assert endpoint.further_ca_file == "/etc/company.pem"
        assert (endpoint.connect_s, endpoint.read_s) == (2, 9)
    session = ClusterSession(Cluster(key="main", kubeconfig=str(config), proxy="http://own:2"), context)
    session._context = resolve_context(read_kubeconfig((config,)), "")
    assert proxy_of(session._endpoint(Ticket(None, None))) == "http://own:2"


@pytest.mark.parametrize("named", ["~/company.pem", "company.pem", "~nobody-here/company.pem"])
def test_every_connection_finds_the_companys_authority_in_one_and_the_same_place(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: Runtime
) -> None:
    """Clusters took the words of the settings as they were: a home was none, and a relative path began elsewhere."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    folder = Path("estates")  # as ``--estate estates/shop.yaml`` gives it
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "config").write_text(CONFIG, encoding="utf-8")
    estate = Estate(
        name="shop",
        clusters=(Cluster(key="main", kubeconfig="config"),),
        prometheus=(Prometheus(key="prom", url="https://p.example"),),
    )
    profile = Profile(Paths.under(tmp_path / "profile"), Settings(network=Network(ca_file=named)))
    try:
        built = connect_all(estate, folder, profile.paths, runtime, profile.settings)  # type: ignore[arg-type]
        session = built["main"]._session  # type: ignore[attr-defined]
        session._context = resolve_context(read_kubeconfig((folder / "config",)), "")
        probe = _outside(profile, folder).probe
        places = {
            session._endpoint(Ticket(None, None)).further_ca_file,
            built["prom"]._api._client.endpoint.further_ca_file,  # type: ignore[attr-defined]
            probe._endpoint("https://x.example", 1.0).further_ca_file,  # type: ignore[attr-defined]
            GIT_WAY._ca_file,
        }
        whole = tmp_path / "home" / "company.pem" if named.startswith("~/") else tmp_path / folder / named
        assert places == {str(whole)}
    finally:
        GIT_WAY.use("", "", Path())


def test_git_goes_as_the_settings_say_from_the_opening_of_an_estate(tmp_path: Path) -> None:
    runtime = Runtime()
    try:
        settings = Settings(network=Network(proxy="http://proxy:3128", ca_file="company.pem"))
        connect_all(Estate(name="shop"), tmp_path, Paths.under(tmp_path / "profile"), runtime, settings)
        found = asking_environment({})
        assert (found["https_proxy"], found["GIT_SSL_CAINFO"]) == ("http://proxy:3128", str(tmp_path / "company.pem"))
    finally:
        GIT_WAY.use("", "", Path())
        runtime.close()


def test_git_trusts_the_systems_and_the_companys_authority_from_one_file_of_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("system", "company"):
        (tmp_path / f"{name}.pem").write_text(name, encoding="ascii")
    monkeypatch.delenv("GIT_SSL_CAINFO", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "system.pem"))
    paths = Paths.under(tmp_path / "profile")
    try:
        follow_network(Network(ca_file="company.pem"), tmp_path, paths)
        file = Path(asking_environment({})["GIT_SSL_CAINFO"])
        assert (file.parent, file.read_text(encoding="ascii")) == (paths.cache, "system\ncompany")
    finally:
        GIT_WAY.use("", "", Path())


def test_the_interval_factor_stretches_every_own_interval(context: BuildContext) -> None:
    built = PrometheusConnector(Prometheus(key="prom", url="https://p.example", poll_s=7), context)
    source, *topics = built.sources()
    assert isinstance(source, SignalSource)
    assert source._poll_s == 21
    slow = {"loads": 1800, "cost-days": 1800}  # every ten minutes at most
    found = {topic.topic: topic._poll_s for topic in topics}  # type: ignore[attr-defined]  # all are PollSources
    assert found == dict.fromkeys(found, 21) | slow


def test_discovery_reaches_clusters_as_the_settings_say(runtime: Runtime, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text(CONFIG.replace("https://k.example", "http://k.example"), encoding="utf-8")
    with FaultServer(runtime, answering(401, b"{}")) as proxy:
        settings = Settings(network=Network(proxy=proxy.url, connect_timeout_s=2))
        proposal = discover_estate(Profile(Paths.under(tmp_path / "home"), settings), "shop", str(config))
        assert {asked.headers["host"] for asked in proxy.asked} == {"k.example"}
    assert not proposal.estate.cells


def test_contexts_that_only_name_another_namespace_are_one_cluster_in_the_proposal(
    runtime: Runtime, tmp_path: Path
) -> None:
    """``oc project`` writes a context for each namespace: the cluster and its cells were proposed for each of them."""
    config = tmp_path / "config"
    with FaultServer(runtime, answering(200, b'{"items": [], "metadata": {}}')) as server:
        more = "{name: y, context: {cluster: c, user: u, namespace: shop}}, {name: other, context: {cluster: c}},"
        text = CONFIG.replace("https://k.example", server.url).replace("contexts: [", f"contexts: [{more}")
        config.write_text(text, encoding="utf-8")
        profile = Profile(Paths.under(tmp_path / "home"), Settings())
        proposal = discover_estate(profile, "shop", str(config))
        assert [one.context for one in proposal.estate.clusters] == ["other", "x"]
        why = [one.sentence for one in proposal.reasons if one.key == "y"]
        assert why == ['left out, because: it is the cluster and the user of context "x" again.']
        both = discover_estate(profile, "shop", str(config), ("x", "y"))
        assert [one.context for one in both.estate.clusters] == ["x", "y"]
