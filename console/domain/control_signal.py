"""Lead metrics of the control layer (L1.1): SLO attainment and cost deviation; cost and power behind them."""

from console.domain.layer import Layer
from console.domain.signal import Signal
from console.domain.unit import Unit

_PRICE = "on (node) group_left () max by (node)"

CELL_COST = (
    f'(sum by ($cell) (container_cpu_allocation{{$cell=~"$cells"}} * {_PRICE} (node_cpu_hourly_cost))'
    f' + sum by ($cell) (container_memory_allocation_bytes{{$cell=~"$cells"}} / 1073741824'
    f" * {_PRICE} (node_ram_hourly_cost)))"
)
"""USD/h of a cell's containers: allocation times the node's price, memory in GiB (OpenCost's allocation model)."""

CELL_COST_LAST_WEEK = CELL_COST.replace('{$cell=~"$cells"}', '{$cell=~"$cells"} offset 1w').replace(
    "_hourly_cost)", "_hourly_cost offset 1w)"
)

CELL_POWER = 'sum by ($cell) (rate(kepler_pod_cpu_joules_total{$cell=~"$cells",zone=~"|package.*|dram.*"}[5m]))'
"""Watts: joules per second of a cell's pods; Kepler's zone ``core`` lies within ``package``, ``psys`` holds both."""

CONTROL_SIGNALS: tuple[Signal, ...] = (
    Signal(
        key="slo_attainment",
        layer=Layer.CONTROL,
        unit=Unit.RATIO,
        query='sum by ($cell) (rate(http_server_requests_total{$cell=~"$cells",http_response_status_code!~"5.."}[1h]))'
        ' / sum by ($cell) (rate(http_server_requests_total{$cell=~"$cells"}[1h]))',
        by=("cell",),
        higher_is_better=True,
        lead=True,
        warning=0.999,
        critical=0.9856,
    ),
    Signal(
        key="cost_deviation",
        layer=Layer.CONTROL,
        unit=Unit.RATIO,
        query=f"{CELL_COST} / {CELL_COST_LAST_WEEK} - 1",
        by=("cell",),
        higher_is_better=False,
        lead=True,
        warning=0.12,
        critical=0.20,
    ),
    Signal(
        key="slo_objective",
        layer=Layer.CONTROL,
        unit=Unit.RATIO,
        query="max by (sloth_service, sloth_slo) (slo:objective:ratio)",
        by=("target",),
        higher_is_better=None,
    ),
    Signal(
        key="cost",
        layer=Layer.CONTROL,
        unit=Unit.USD_PER_HOUR,
        query=CELL_COST,
        by=("cell",),
        higher_is_better=False,
    ),
    Signal(
        key="power",
        layer=Layer.CONTROL,
        unit=Unit.WATT,
        query=CELL_POWER,
        by=("cell",),
        higher_is_better=False,
    ),
)
"""Where the default limits come from.

- ``slo_attainment`` over one hour: warning under the objective of 99.9 % (L1.6); critical where the error budget of 30
  days burns 14.4 times too fast (1 - 14.4 x 0.001), the page limit for one hour in Google's SRE workbook and Sloth.
- ``cost_deviation`` against the same time last week: FinOps Foundation, capability "Forecasting": a mature practice
  stays within 12 %, a beginning one within 20 %.
- ``cost`` and ``power`` have none: budgets decide (L6.1).
"""
