"""Recorded traffic from a real Prometheus: a counter that begins anew is neither lost nor counted twice."""

# proves P10 (what the replay rests on)

from connectors.prometheus.reader import PrometheusReader
from console.domain.replay.traffic_course import ROUTED
from console.kernel.runtime import Runtime
from console.services.traffic_history import traffic_history
from tests.fakes.prometheus_connection import Connect
from tests.fakes.real_prometheus import RealPrometheus
from tests.fakes.remote_write import write
from tests.fakes.small_estate import ESTATE

RATE = 7.0
EVERY_S = 15


def test_a_restarted_router_does_not_show_as_a_lull_or_a_flood(
    runtime: Runtime, connect: Connect, prometheus: RealPrometheus, base_s: float
) -> None:
    end_s = base_s // 60 * 60 + 3600
    times = [end_s - 3600 + EVERY_S * one for one in range(241)]
    labels = {"__name__": "istio_requests_total", "reporter": "destination", "source_workload": "cell-router",
              "destination_workload": "tokyo"}  # fmt: skip
    counted, points = 0.0, []
    for place, at_s in enumerate(times):
        counted = 0.0 if place in {80, 160} else counted + RATE * EVERY_S  # it restarts twice
        points.append((at_s, counted))
    write(prometheus.url, [(labels, points)])
    reader: PrometheusReader = connect(prometheus.url).metrics
    rows = runtime.run(traffic_history(reader, ESTATE.prometheus[0], ESTATE, end_s))
    day = next(one for one in rows if (one.measure, one.part, one.span_s) == (ROUTED, "tokyo", 86_400))
    known = [one for one in day.rates if one is not None][2:-2]  # at the ends the windows are not full
    assert len(known) >= 54
    assert max(known) <= RATE * 1.001
    assert min(known) >= RATE * (1 - 2 * EVERY_S / 120), "a reset hides what came in its own scrape, no more"
    usual = [one for one in known if abs(one - RATE) < 0.01]
    assert len(usual) >= len(known) - 2 * 3
