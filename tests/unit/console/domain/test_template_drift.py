"""Drift between template, declaration and what runs."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from console.domain.cell_template import CellTemplateSpec, ObservedCell, ReplicaBounds
from console.domain.layer import Layer
from console.domain.template_drift import Drift, DriftSide, template_drift

TEMPLATE = CellTemplateSpec(
    services={"web": Layer.PRESENTATION, "bff": Layer.APPLICATION, "llm": Layer.AI},
    data_stores=frozenset({"postgres", "redis"}),
    bounds=ReplicaBounds(2, 10),
    bounds_by_service={"llm": ReplicaBounds(1, 4)},
    quotas={"langchain_rps": 200, "next_edge_rps": 1000},
)
RUNNING = ObservedCell(
    workloads={"web": "presentation", "bff": "application", "llm": "ai", "postgres": "data", "redis": "data"},
    bounds={"web": ReplicaBounds(2, 10), "llm": ReplicaBounds(1, 4)},
    quotas={"langchain_rps": 200.0, "next_edge_rps": 1000.0},
)
NOTHING_STATED = CellTemplateSpec()


def test_a_cell_that_is_its_template_has_no_drift() -> None:
    assert template_drift(TEMPLATE, TEMPLATE, RUNNING) == ()
    assert template_drift(TEMPLATE, NOTHING_STATED, RUNNING) == ()


def test_what_was_not_read_is_no_drift() -> None:
    assert template_drift(TEMPLATE, NOTHING_STATED, ObservedCell()) == ()


def test_every_difference_of_what_runs_is_listed_with_path_expected_and_found() -> None:
    # proves L1.4
    observed = ObservedCell(
        workloads={"web": "application", "bff": "", "extra": "ai", "postgres": "data"},
        bounds={"web": ReplicaBounds(1, 10), "bff": ReplicaBounds(2, 20)},
        quotas={"langchain_rps": 150.5, "next_edge_rps": None, "other": 7.0},
    )
    running = DriftSide.RUNNING
    assert template_drift(TEMPLATE, NOTHING_STATED, observed) == (
        Drift(running, "autoscale/bff/max", "10", "20"),
        Drift(running, "autoscale/llm", "1–4", ""),
        Drift(running, "autoscale/web/min", "2", "1"),
        Drift(running, "data_stores/redis", "redis", ""),
        Drift(running, "quotas/langchain_rps", "200", "150.5"),
        Drift(running, "quotas/next_edge_rps", "1000", "?"),
        Drift(running, "quotas/other", "", "7"),
        Drift(running, "services/extra", "", "extra"),
        Drift(running, "services/llm", "llm", ""),
        Drift(running, "services/web/layer", "presentation", "application"),
    )


def test_a_quota_that_is_not_set_at_all_is_missing() -> None:
    drift = template_drift(TEMPLATE, NOTHING_STATED, ObservedCell(quotas={"langchain_rps": 200.0}))
    assert drift == (Drift(DriftSide.RUNNING, "quotas/next_edge_rps", "1000", ""),)


def test_a_declaration_that_states_something_else_deviates_itself() -> None:
    declared = CellTemplateSpec(
        services={"web": Layer.PRESENTATION, "bff": Layer.AI, "cron": Layer.AUTOMATION},
        data_stores=frozenset({"postgres"}),
        bounds=ReplicaBounds(None, 12),
        bounds_by_service={"llm": ReplicaBounds(2, 4)},
        quotas={"langchain_rps": 300, "burst": 5},
    )
    side = DriftSide.DECLARED
    assert template_drift(TEMPLATE, declared, ObservedCell()) == (
        Drift(side, "autoscale/llm/min", "1", "2"),
        Drift(side, "autoscale/max", "10", "12"),
        Drift(side, "data_stores/redis", "redis", ""),
        Drift(side, "quotas/burst", "", "5"),
        Drift(side, "quotas/langchain_rps", "200", "300"),
        Drift(side, "services/bff/layer", "application", "ai"),
        Drift(side, "services/cron", "", "cron"),
        Drift(side, "services/llm", "llm", ""),
    )


def test_an_autoscaler_is_not_expected_where_the_template_has_only_general_bounds() -> None:
    assert template_drift(TEMPLATE, NOTHING_STATED, replace(RUNNING, bounds={"llm": ReplicaBounds(1, 4)})) == ()


_NAMES = st.sampled_from(["web", "bff", "llm", "postgres", "redis", "extra", "other"])


@given(st.dictionaries(_NAMES, st.just("")), st.dictionaries(_NAMES, st.integers(0, 9)))
def test_missing_and_extra_parts_are_exactly_the_set_differences(
    workloads: dict[str, str], limits: dict[str, int]
) -> None:
    bounds = {name: ReplicaBounds(2, most) for name, most in limits.items()}
    drift = template_drift(TEMPLATE, NOTHING_STATED, ObservedCell(workloads=workloads, bounds=bounds))
    wanted = set(TEMPLATE.services) | set(TEMPLATE.data_stores)
    assert {one.expected for one in drift if not one.found and "autoscale" not in one.path} == wanted - set(workloads)
    assert {one.found for one in drift if not one.expected} == set(workloads) - wanted
    changed = {one.path.split("/")[1] for one in drift if one.path.endswith("/max")}
    assert changed == {
        name for name, most in limits.items() if name in TEMPLATE.services and most != (4 if name == "llm" else 10)
    }
    assert list(drift) == sorted(drift, key=lambda one: one.path)
