"""What the Carbon page and its command show, computed by hand. Proves L6.3, L6.4, L1.6."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from console.domain.carbon.energy_use import HOUR_S
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, Event, ObjectsListed
from console.domain.health import Health
from console.domain.operations.reschedule_cron_job import RescheduleCronJob
from console.domain.operations.resume_cron_job import ResumeCronJob
from console.domain.operations.suspend_cron_job import SuspendCronJob
from console.domain.route import Job
from console.presenters.batch_rows import BatchRow, batch_rows
from console.presenters.carbon_view import carbon_view, energy_evidence, zone_facts
from console.presenters.data_state import DataKind, no_estate
from console.presenters.emission_text import emission, mass
from console.presenters.energy_rows import energy_rows
from console.presenters.zone_course import zone_course
from console.store.slices.estate import EstateOpened
from console.store.state import State
from console.store.store import Store
from tests.fakes.carbon_estate import carbon_estate, figures, nightly, use, usual_events

NOW_S = 1_795_395_600.0 + 600
AWS_SERVER_G = 1_795_700.0 / 35_040 / 96  # gCO2e of one vCPU for one hour


def state_of(*events: Event, failed: Iterable[str] = ()) -> State:
    store = Store()
    store.dispatch(EstateOpened(carbon_estate(), {}, {}, {}))
    for key, kind in (("grid", "carbon"), ("metrics", "prometheus"), ("main", "kubernetes")):
        state = ConnectionState.FAILED if key in failed else ConnectionState.LIVE
        store.dispatch(ConnectionChanged(ConnectionStatus(key, kind, state, NOW_S, NOW_S, error="No.", hint="Look.")))
    for event in events:
        store.dispatch(event)
    store.drain(1.0)
    return store.state


USUAL = usual_events(NOW_S)


def job(*jobs: Job, ahead: tuple[float, ...] = (), past: float = 500.0) -> BatchRow:
    more: tuple[Event, ...] = (ObjectsListed("main", "jobs", jobs, NOW_S),)
    if ahead:
        more += (ObjectsListed("grid", "carbon", figures("JP", NOW_S, past, ahead), NOW_S),)
    [row] = batch_rows(state_of(*USUAL, *more), NOW_S)
    return row


def test_energy_emissions_and_score_of_cells_and_services_are_those_computed_by_hand() -> None:
    cells, services = energy_rows(state_of(*USUAL), NOW_S)
    assert [row.key for row in cells] == [("tokyo", ""), ("frankfurt", "")]
    assert [row.service for row in services] == ["bff", "web", "web"]
    tokyo, bff = cells[0], services[0]
    assert bff.kwh == pytest.approx(24 * 0.2 * 1.135)
    assert bff.grams == pytest.approx(24 * 0.2 * 1.135 * 500)
    assert bff.embodied_g == pytest.approx(24 * 4 * AWS_SERVER_G)
    assert bff.sci == pytest.approx((24 * 0.2 * 1.135 * 500 + 24 * 4 * AWS_SERVER_G) / (24 * 3e6) * 1000)
    assert tokyo.kwh == pytest.approx(24 * 0.3 * 1.135)
    assert tokyo.requests == 24e6  # what its presentation layer answered, not every hop behind it
    assert tokyo.sci == pytest.approx((24 * 0.3 * 1.135 * 500 + 24 * 6 * AWS_SERVER_G) / 24e6 * 1000)
    assert tokyo.user_kwh == pytest.approx(24 * 0.3 * 1.135 / 1000)
    assert (tokyo.method, tokyo.note) == ("measured (Kepler)", "")


def test_without_kepler_the_energy_is_computed_and_without_requests_there_is_no_score() -> None:
    _, services = energy_rows(state_of(*USUAL), NOW_S)
    frankfurt = services[2]
    assert frankfurt.kwh == pytest.approx(24 * 2 * (0.74 + 3.5) / 2 * 1.135 / 1000)
    assert (frankfurt.method, frankfurt.sci, frankfurt.user_kwh) == ("computed (coefficients)", None, None)


def test_a_service_that_is_known_for_some_hours_counts_for_a_whole_day_in_the_energy_per_user() -> None:
    whole = use("tokyo", "web", NOW_S, joules=0.1 * 3.6e6, cores=2.0, requests=1e6)
    short = replace(use("tokyo", "bff", NOW_S), joules=(None,) * 18 + (0.2 * 3.6e6,) * 6)
    cells, _ = energy_rows(state_of(*USUAL, ObjectsListed("metrics", "energy", (whole, short), NOW_S)), NOW_S)
    (tokyo,) = cells
    assert tokyo.kwh == pytest.approx((24 * 0.1 + 6 * 0.2) * 1.135)
    assert tokyo.user_kwh == pytest.approx(24 * 0.3 * 1.135 / 1000)
    assert tokyo.note == "6 of 24 hours known; nobody tells the processors that it reserves, so M is too small"


def test_every_number_names_method_boundary_and_sources() -> None:
    state = state_of(*USUAL)
    cells, services = energy_rows(state, NOW_S)
    facts, queries = energy_evidence(state, cells[0], services)
    told = dict(facts)
    assert told["Method"] == "SCI 1.1 (ISO/IEC 21031:2024)"
    assert told["E"] == "8.17 kWh in 24 hours, measured (Kepler)"
    assert told["I"] == "500 gCO2/kWh"
    assert told["R"] == "24,000,000 requests"
    assert "times the PUE; without storage" in told["Boundary"]
    assert "PUE 1.135, Cloud Carbon Footprint" in told["Coefficients"]
    assert queries == (("joules", "kepler of the services"),)


def test_hours_of_which_no_provider_tells_the_grid_are_noted() -> None:
    short = ObjectsListed("grid", "carbon", figures("JP", NOW_S, 500, [400.0])[-3:], NOW_S)
    cells, _ = energy_rows(state_of(*USUAL, short), NOW_S)
    assert cells[0].note == "for 23 h the zone's present or yearly figure"
    without = ObjectsListed("grid", "carbon", (), NOW_S)
    cells, _ = energy_rows(state_of(*USUAL, without), NOW_S)
    assert cells[0].grams == pytest.approx(24 * 0.3 * 1.135 * 482.0, rel=0.05)  # the yearly average of Japan
    assert cells[0].note == "for 24 h the zone's present or yearly figure"


def test_a_job_is_told_where_and_when_it_would_emit_least() -> None:
    row = job(nightly(NOW_S, 2))
    kwh = 4 * (0.74 + 3.5) / 2 * 1.135 / 1000 + 8 * 2**30 / 1e9 * 0.000392 * 1.135
    assert row.grams == pytest.approx(kwh * 500)
    assert row.saving_g == pytest.approx(kwh * 250)
    assert (row.health, row.lasts, row.note) == (
        Health.WARNING, "1 h", "energy computed: what it requests at 50 % use"
    )  # fmt: skip
    elsewhere, later, suspend = row.proposals
    assert elsewhere.key == "elsewhere"
    assert elsewhere.saving_g == pytest.approx(kwh * 250)
    assert elsewhere.price_usd == pytest.approx(4 * -0.01 + 8 * -0.001)
    assert elsewhere.effect == "4 cores more in Frankfurt for 1 h; its data goes there"
    assert elsewhere.operation == SuspendCronJob("main", "cell-tokyo", "nightly")
    assert later.saving_g == pytest.approx(kwh * 100)
    assert (later.price, later.effect) == ("none", "The result is there 3 h later.")
    hour = int(NOW_S // HOUR_S + 5) % 24
    assert later.operation == RescheduleCronJob("main", "cell-tokyo", "nightly", f"0 {hour} * * *")
    assert later.reason.startswith("JP at 400 gCO2/kWh instead of JP at 500: saves ")
    assert (suspend.key, suspend.saving, suspend.operation) == (
        "suspend", "–", SuspendCronJob("main", "cell-tokyo", "nightly")
    )  # fmt: skip


def test_a_run_that_is_green_and_best_has_no_proposal() -> None:
    row = job(nightly(NOW_S, 2), ahead=(100.0,) * 45, past=100.0)
    assert (row.health, row.best, row.saving_g, row.proposals) == (Health.OK, "as planned", 0.0, ())


def test_an_earlier_run_is_told_to_work_on_older_data() -> None:
    row = job(nightly(NOW_S, 4), ahead=(90.0, *(600.0,) * 44))
    earlier = next(one for one in row.proposals if one.key == "later")
    assert earlier.effect == "It works on data that is 3 h older."


def test_the_deadline_is_the_following_run() -> None:
    row = job(nightly(NOW_S, 2), ahead=(*(500.0,) * 26, 1.0, *(500.0,) * 10))
    assert [one.key for one in row.proposals] == ["elsewhere", "suspend"]


def test_a_job_that_does_not_run_daily_is_not_rescheduled_by_the_console() -> None:
    row = job(nightly(NOW_S, 2, schedule=f"0 {int(NOW_S // HOUR_S + 2) % 24} */2 * *"))
    later = next((one for one in row.proposals if one.key == "later"), None)
    assert later is not None
    assert (later.operation, later.how) == (None, "It does not run once a day: choose its schedule by hand.")


def test_a_suspended_job_may_be_resumed_when_the_grid_is_green() -> None:
    green = job(nightly(NOW_S, 2, suspended=True), ahead=(120.0,) * 45)
    [resume] = green.proposals
    assert resume.operation == ResumeCronJob("main", "cell-tokyo", "nightly")
    assert (green.next_run, green.health, green.saving_g) == ("suspended", Health.OK, None)
    assert job(nightly(NOW_S, 2, suspended=True)).proposals == ()


@pytest.mark.parametrize(
    ("broken", "note"),
    [
        (nightly(NOW_S, 2, schedule="when idle"), "its schedule 'when idle' is not understood"),
        (nightly(NOW_S, 2, cores=0.0), "nobody tells how long a run takes, or what it requests"),
        (replace(nightly(NOW_S, 2), last_success_at_s=None), "nobody tells how long a run takes, or what it requests"),
    ],
)
def test_what_is_not_known_of_a_job_is_told_and_no_zero(broken: Job, note: str) -> None:
    row = job(broken)
    assert (row.grams, row.saving_g, row.energy, row.note) == (None, None, "–", note)
    assert row.health is Health.UNKNOWN


def test_a_run_takes_as_long_as_its_finished_runs_usually_took() -> None:
    done = [
        replace(
            nightly(NOW_S, 2), ref=replace(nightly(NOW_S, 2).ref, kind="Job", name=f"nightly-{place}"), schedule="",
            owner="CronJob/nightly", last_start_at_s=NOW_S - 90_000, last_success_at_s=NOW_S - 90_000 + lasts_s,
        )
        for place, lasts_s in enumerate((600, 1200, 7200))
    ]  # fmt: skip
    assert job(nightly(NOW_S, 2), *done).lasts == "20 min"


def test_kepler_tells_the_energy_of_a_daily_job_where_it_measured_it() -> None:
    measured = use("tokyo", "nightly", NOW_S, joules=3.6e5)
    energy = ObjectsListed("metrics", "energy", (measured,), NOW_S)
    [row] = batch_rows(state_of(*USUAL, energy), NOW_S)
    assert (row.energy, row.note) == ("2.72 kWh", "energy measured (Kepler)")


def test_the_big_numbers_speak_for_the_worst_grid_all_cells_and_all_jobs() -> None:
    view = carbon_view(state_of(*USUAL), NOW_S)
    intensity, emitted, per_user, saving = view.tiles
    assert (intensity.value, intensity.note) == ("500 gCO2/kWh", "JP, above 200 · measured, 5 min ago")
    assert emitted.value == "4.12 kg CO2e"
    assert (per_user.value, per_user.note) == ("8.17 Wh", "last 24 h · 1,000 users")
    assert (saving.health, saving.note) == (Health.WARNING, "next runs of 1 job, 1 on dirty power")
    assert view.state.kind is DataKind.FRESH


def test_before_and_without_answers_nothing_is_a_zero() -> None:
    assert carbon_view(State(), NOW_S).state == no_estate()
    loading = carbon_view(state_of(), NOW_S)
    assert loading.state.kind is DataKind.LOADING
    assert [tile.value for tile in loading.tiles] == ["482 gCO2/kWh", "–", "–", "–"]
    assert (loading.no_energy, loading.no_jobs) == ("", "")
    failed = carbon_view(state_of(failed=("grid", "metrics", "main")), NOW_S)
    assert failed.state.kind is DataKind.FAILED
    assert (failed.no_energy, failed.no_jobs) == ("No. Look.", "No. Look.")
    one = carbon_view(state_of(*USUAL, failed=("grid",)), NOW_S)
    assert (one.state.kind, one.state.connection) == (DataKind.STALE, "grid")


def test_the_course_of_a_zone_goes_from_what_was_to_what_is_foreseen() -> None:
    state = state_of(*USUAL)
    course = zone_course(state, "JP", NOW_S)
    assert course.past[0] == (NOW_S // HOUR_S * HOUR_S - 24 * HOUR_S, 500.0)
    assert course.past[-1] == (NOW_S, 500.0)
    assert course.ahead[0] == course.past[-1]
    assert min(grams for _, grams in course.ahead) == 400
    assert course.note.startswith("Maps Inc. · lowest in 24 h: 400 gCO2/kWh at ")
    assert dict(zone_facts(state, carbon_view(state, NOW_S).zones[0], NOW_S))["Provider"] == "Maps"
    lonely = zone_course(state_of(), "JP", NOW_S)
    assert (lonely.past, lonely.ahead) == ((), ())
    assert lonely.note.startswith("Nobody tells the course of the zone JP")


@pytest.mark.parametrize(
    ("grams", "text"), [(0.0147, "14.7 mg"), (0, "0 g"), (13.3, "13.3 g"), (1690, "1.69 kg"), (2.5e6, "2.50 t")]
)
def test_amounts_have_the_unit_that_needs_few_digits(grams: float, text: str) -> None:
    assert mass(grams) == text
    assert (emission(None), mass(None)) == ("–", "–")


def test_no_job_is_denied_before_every_cluster_was_read() -> None:
    state = state_of(ObjectsListed("main", "jobs", (), NOW_S))
    assert state.estate is not None
    assert carbon_view(state, NOW_S).no_jobs.startswith("No CronJob")
    more = state.estate.cells[0].model_copy(update={"key": "far", "cluster": "far"})
    estate = state.estate.model_copy(update={"cells": (*state.estate.cells, more)})
    assert carbon_view(replace(state, estate=estate), NOW_S).no_jobs == "Reading far …"
