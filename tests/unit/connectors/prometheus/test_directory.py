"""Looking things up on a real Prometheus, through prometheus-api-client and below it."""

import time
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from connectors.prometheus.directory import PrometheusDirectory
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.fault_server import FaultServer, answering
from tests.fakes.prometheus_connection import Connect, FixedVault
from tests.fakes.real_prometheus import RealPrometheus
from tests.fakes.waiting import wait_until


@pytest.fixture
def directory(connect: Connect, prometheus: RealPrometheus) -> PrometheusDirectory:
    return connect(prometheus.url).directory


def test_series_names_and_values_are_the_written_ones(
    runtime: Runtime, directory: PrometheusDirectory, base_s: float
) -> None:
    found = runtime.run(directory.series(('known{cell=~"t.*"}', "odd"), base_s, base_s + 3600))
    assert sorted(dict(one)["__name__"] for one in found.series) == ["known", "odd"]
    assert runtime.run(directory.label_values("cell")).names == ("osaka", "tokyo")
    assert runtime.run(directory.label_values("cell", ('known{cell="osaka"}',))).names == ("osaka",)
    assert runtime.run(directory.label_names(("odd",))).names == ("__name__", "text")


def test_targets_and_metadata_of_what_is_scraped(runtime: Runtime, directory: PrometheusDirectory) -> None:
    wait_until(lambda: runtime.run(directory.metadata("prometheus_build_info")), 20, "the first scrape")
    target = runtime.run(directory.targets())[0]
    assert (target.pool, target.health, target.error) == ("self", "up", "")
    assert target.scraped_at_s is not None
    assert abs(target.scraped_at_s - time.time()) < 30
    assert runtime.run(directory.metadata("prometheus_build_info"))[0].kind == "gauge"
    assert len(runtime.run(directory.metadata(limit=3))) == 3


def test_rules_and_alerts(runtime: Runtime, directory: PrometheusDirectory) -> None:
    wait_until(lambda: runtime.run(directory.alerts()), 20, "the first evaluation")
    alert = runtime.run(directory.alerts())[0]
    assert (alert.state, alert.value, alert.labels["alertname"]) == ("firing", 7.0, "AlwaysFiring")
    assert alert.since_s is not None
    assert alert.annotations == {"summary": "always"}
    group = runtime.run(directory.rules())[0]
    assert (group.name, group.interval_s) == ("tests", 1.0)
    assert [(rule.name, rule.kind, rule.state) for rule in group.rules] == [
        ("job:up:sum", "recording", ""),
        ("AlwaysFiring", "alerting", "firing"),
    ]
    assert group.rules[1].alerts[0].labels == alert.labels


def test_storage_and_build(runtime: Runtime, directory: PrometheusDirectory, base_s: float) -> None:
    storage = runtime.run(directory.storage())
    assert storage.series >= 3
    assert storage.from_s == pytest.approx(base_s, abs=60)
    assert storage.largest
    assert runtime.run(directory.build()).version.startswith("2.")


def test_what_is_no_label_name_never_becomes_part_of_the_address(
    runtime: Runtime, directory: PrometheusDirectory
) -> None:
    with pytest.raises(ConnectorError, match="is not a label name") as told:
        runtime.run(directory.label_values("../../admin/tsdb/delete_series"))
    assert told.value.kind is ErrorKind.REJECTED  # what was asked is wrong; the server can be reached


def test_the_package_goes_through_the_consoles_own_policy(runtime: Runtime, connect: Connect) -> None:
    """Same credentials, no doubled slash, warnings kept, one typed error instead of the package's."""
    good = {"status": "success", "data": ["a"], "warnings": ["part is missing"]}
    with FaultServer(runtime, answering(200, good)) as server:
        vault = FixedVault(**{"prom/token": "secret-token"})
        auth = {"kind": "bearer", "token": "keyring:prom/token"}
        connector = connect(f"{server.url}/base/", vault=vault, auth=auth)
        listing = runtime.run(connector.directory.label_names(("up",)))
        assert (listing.names, listing.warnings) == (("a",), ("part is missing",))
        asked = server.asked[0]
        assert asked.target.startswith("/base/api/v1/labels?match")
        assert asked.headers["authorization"] == "Bearer secret-token"
        server.behaviour = answering(403, {"status": "error", "errorType": "x", "error": "not for you"})
        with pytest.raises(ConnectorError, match="not for you") as caught:
            runtime.run(connector.directory.label_names())
        assert caught.value.kind is ErrorKind.FORBIDDEN


_CALLS: dict[str, Callable[[PrometheusDirectory], Coroutine[Any, Any, object]]] = {
    "series": lambda one: one.series(("up",), 0, 1),
    "label_names": lambda one: one.label_names(),
    "label_values": lambda one: one.label_values("job"),
    "metadata": lambda one: one.metadata(),
    "targets": lambda one: one.targets(),
    "rules": lambda one: one.rules(),
    "alerts": lambda one: one.alerts(),
    "storage": lambda one: one.storage(),
    "build": lambda one: one.build(),
}


@pytest.mark.parametrize("call", sorted(_CALLS))
@pytest.mark.parametrize(
    "body",
    [b"<html>login</html>", b"", b'{"status":"success","data":7}', b'{"status":"success","data":["x",{"y":1}]}'],
)
def test_answers_of_another_shape_are_one_sentence_whoever_decodes(
    runtime: Runtime, connect: Connect, call: str, body: bytes
) -> None:
    with FaultServer(runtime, answering(200, body)) as server:
        connector = connect(server.url)
        with pytest.raises(ConnectorError, match="cannot be read") as caught:
            runtime.run(_CALLS[call](connector.directory))
        assert caught.value.kind is ErrorKind.PROTOCOL
