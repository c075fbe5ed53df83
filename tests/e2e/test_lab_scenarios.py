"""Scenarios started over the control channel change what Prometheus and the API server say, and heal. (proves L-lab)"""

import base64
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
import yaml

from console.kernel.errors import ConsoleError
from tests.fakes.lab import LabForTests
from tests.fakes.waiting import wait_until


@pytest.fixture
def faulty(measured_lab: LabForTests) -> Iterator[LabForTests]:
    """The session's lab; every scenario that a test leaves active is stopped."""
    yield measured_lab
    for scenario in measured_lab.scenarios().values():
        if scenario.state != "idle":
            measured_lab.stop_scenario(scenario.id)
    measured_lab.wait_for_scrape()


def test_a_fault_of_the_simulator_is_seen_in_prometheus_and_goes_away(faulty: LabForTests) -> None:
    lag = "max(kafka_consumergroup_lag)"
    calm = float(faulty.query(lag)[0]["value"][1])
    faulty.start_scenario("kafka-lag")
    assert faulty.scenarios()["kafka-lag"].state == "active"
    wait_until(lambda: float(faulty.query(lag)[0]["value"][1]) > 2 * calm + 100, 60, "a growing queue")
    faulty.stop_scenario("kafka-lag")
    assert faulty.scenarios()["kafka-lag"].state == "idle"


def test_prometheus_down_refuses_connections_and_comes_back_on_the_same_port(faulty: LabForTests) -> None:
    assert faulty.query("up")
    faulty.start_scenario("prometheus-down")

    def refused() -> bool:
        try:
            faulty.query("up")
        except urllib.error.HTTPError:
            return False
        except (urllib.error.URLError, ConnectionError):
            return True
        return False

    wait_until(refused, 10, "a refused connection")
    assert faulty.scenarios()["prometheus-down"].state == "active"
    faulty.stop_scenario("prometheus-down")
    wait_until(lambda: not refused(), 10, "an answer")
    assert faulty.query("count(http_server_requests_total offset 2h)"), "the history survived the restart"


def test_a_flapping_api_server_answers_503_now_and_then_and_heals(faulty: LabForTests) -> None:
    cluster = yaml.safe_load(faulty.at.kubeconfig.read_text())
    trust = ssl.create_default_context(
        cadata=base64.b64decode(cluster["clusters"][0]["cluster"]["certificate-authority-data"]).decode()
    )
    token = cluster["users"][0]["user"]["token"]
    request = urllib.request.Request(
        f"{faulty.at.kubernetes_url}/api/v1/namespaces", headers={"Authorization": f"Bearer {token}"}
    )

    def status() -> int:
        try:
            with urllib.request.urlopen(request, timeout=10, context=trust) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    assert status() == 200
    faulty.start_scenario("apiserver-flapping")
    wait_until(lambda: status() == 503, 20, "a 503")
    faulty.stop_scenario("apiserver-flapping")
    wait_until(lambda: {status() for _ in range(4)} == {200}, 20, "a healed server")


def test_an_unknown_scenario_is_refused_with_the_known_ones(lab: LabForTests) -> None:
    with pytest.raises(ConsoleError, match=r"no scenario 'meteor'.*kafka-lag"):
        lab.start_scenario("meteor")


def test_every_scenario_says_what_it_breaks_and_how_it_is_healed(lab: LabForTests) -> None:
    scenarios = lab.scenarios()
    assert len(scenarios) >= 3
    for one in scenarios.values():
        assert one.title
        assert one.injects
        assert one.diagnosis
        assert one.runbook
