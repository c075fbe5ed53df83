"""The queries behind the numbers of an objective.

# proves L3.1
"""

from dataclasses import replace

from console.domain.resource import ResourceRef
from console.domain.slo.maintenance import Maintenance
from console.domain.slo.slo_status import SloStatus
from console.presenters.slo_queries import slo_queries

AT_S = 1_800_000_000.0
ONE = SloStatus(
    ref=ResourceRef("prom", "SLO", "web", "availability"),
    title="Requests",
    percent=99.9,
    period_s=30 * 86_400,
    error_ratio=0.0005,
    burns=((300, 0.0), (3600, 0.001)),
    events=1_000_000.0,
    query="the ratio",
    ratio_query="r",
    bad_query="sum(rate(b[{{.window}}]))",
    total_query="sum(rate(a[{{.window}}]))",
)


def test_every_number_has_its_query_under_its_name() -> None:
    a, b = "sum(rate(a[{}]))", "sum(rate(b[{}]))"
    assert slo_queries(ONE, AT_S).split("\n") == [
        "# Attained and budget left, over 30d",
        "the ratio",
        "",
        "# Events",
        f"sum({a.format('30d')}) * 2592000",
        "",
        "# Burn rate over 5m",
        f"((({b.format('5m')}) or 0 * ({a.format('5m')}))",
        f"/ ({a.format('5m')})) / 0.001",
        "",
        "# Burn rate over 1h",
        f"((({b.format('1h')}) or 0 * ({a.format('1h')}))",
        f"/ ({a.format('1h')})) / 0.001",
    ]


def test_a_window_that_is_all_maintenance_has_no_query() -> None:
    planned = (Maintenance(AT_S - 600, AT_S),)
    found = slo_queries(replace(ONE, planned=planned), AT_S)
    assert "Burn rate over 5m" not in found
    assert "# Burn rate over 1h" in found
    assert f"@ {AT_S - 600:.0f}" in found
