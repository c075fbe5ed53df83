"""Connections as rows, the header and the activity log. (proves issue 2: "shows stale state and recovers")"""

from dataclasses import replace

import pytest

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.health import Health
from console.presenters.activity import connection_entries
from console.presenters.connections import connection_rows, count_text, state_counts
from console.presenters.header import header_row
from console.store.state import ObjectTable, State
from tests.fakes.sample_estate import sample_estate

NOW = 1_790_000_000.0


S = ConnectionState


def status(key: str, state: ConnectionState, last_ok_ago_s: float | None = None, **more: str) -> ConnectionStatus:
    kind = "prometheus" if key == "metrics" else "kubernetes"
    last = None if last_ok_ago_s is None else NOW - last_ok_ago_s
    return ConnectionStatus(key, kind, state, NOW - 60, last, **more)


def state_of(*statuses: ConnectionStatus) -> State:
    return State(sample_estate(), {one.key: one for one in statuses})


def test_the_worst_comes_first_then_the_order_of_the_estate() -> None:
    rows = connection_rows(
        state_of(
            status("europe", ConnectionState.IDLE),
            status("asia", ConnectionState.LIVE, 3, detail="v1.34"),
            status("metrics", ConnectionState.FAILED, 600, error="No answer.", hint="Check the network."),
        ),
        NOW,
    )
    assert [row.key for row in rows] == ["metrics", "asia", "europe"]
    worst = rows[0]
    assert (worst.title, worst.error, worst.hint) == ("Prometheus", "No answer.", "Check the network.")
    assert (worst.since, worst.last_data) == ("1 min ago", "10 min ago")
    assert (worst.since_s, worst.last_data_s, rows[2].last_data_s) == (NOW - 60, NOW - 600, None)
    assert worst.address == "http://127.0.0.1:9090"
    assert rows[1].address == "context asia-prod"
    assert rows[2].last_data == "never"


def test_the_last_data_is_what_was_read_last_as_the_header_says() -> None:
    """A connection that lives on tells nothing of itself while its topics are read every few seconds."""
    state = replace(
        state_of(status("asia", S.LIVE, 1920), status("europe", S.LIVE, 60), status("metrics", S.LIVE, 7)),
        objects={
            ("asia", "alerts"): ObjectTable({}, NOW - 6),
            ("asia", "rules"): ObjectTable({}, NOW - 90),
            ("europe", "alerts"): ObjectTable({}, NOW - 5, from_history=True),
        },
    )
    rows = {row.key: row for row in connection_rows(state, NOW)}
    assert [(rows[key].last_data, rows[key].last_data_s) for key in ("asia", "europe", "metrics")] == [
        ("6 s ago", NOW - 6), ("1 min ago", NOW - 60), ("7 s ago", NOW - 7),
    ]  # fmt: skip


def test_states_are_counted_worst_first() -> None:
    state = state_of(status("asia", ConnectionState.LIVE), status("europe", ConnectionState.FAILED))
    assert state_counts(state) == ((ConnectionState.FAILED, 1), (ConnectionState.LIVE, 1))
    assert count_text(ConnectionState.FAILED, 1) == "1 failed"


@pytest.mark.parametrize(
    ("statuses", "age", "health"),
    [
        (
            (status("asia", S.LIVE, 4), status("metrics", S.LIVE, 9)),
            "Data 9 s old",
            Health.OK,
        ),
        ((status("asia", S.LIVE, 300),), "Data 5 min old", Health.WARNING),
        ((status("asia", S.FAILED, 7200),), "Data up to 2 h old", Health.WARNING),
        (
            (status("asia", S.FAILED), status("metrics", S.LIVE, 1)),
            "Data incomplete",
            Health.WARNING,
        ),
        ((status("asia", S.IDLE, 86400),), "Last known data, 1 d ago", Health.WARNING),
        ((status("asia", S.IDLE),), "No data yet", Health.UNKNOWN),
    ],
)
def test_the_age_of_data_is_told_honestly(statuses: tuple[ConnectionStatus, ...], age: str, health: Health) -> None:
    row = header_row(state_of(*statuses), NOW)
    assert (row.age, row.age_health) == (age, health)


def test_what_nobody_reads_any_more_does_not_make_the_data_old() -> None:
    left = replace(status("metrics", S.LIVE, 4000), is_watched=False)
    row = header_row(state_of(status("asia", S.LIVE, 3), left), NOW)
    assert (row.age, row.age_health) == ("Data 3 s old", Health.OK)
    assert header_row(state_of(left), NOW).age_health is Health.WARNING, "nothing else is there to go by"


def test_the_lab_is_labelled() -> None:
    assert header_row(State(sample_estate("lab")), NOW).is_lab
    assert not header_row(State(sample_estate()), NOW).is_lab
    assert header_row(State(), NOW).title == "No estate"


def test_a_failure_and_a_recovery_are_told_once_each() -> None:
    live = status("asia", ConnectionState.LIVE, 1, detail="v1.34")
    failed = status("asia", ConnectionState.FAILED, 1, error="No answer.", hint="Check the network.")
    first = connection_entries({}, state_of(live), NOW)
    assert [entry.text for entry in first] == ["Asia cluster is connected (v1.34)."]
    told = connection_entries({"asia": live}, state_of(failed), NOW)
    assert [(entry.health, entry.text) for entry in told] == [
        (Health.CRITICAL, "Asia cluster: No answer. Check the network.")
    ]
    assert connection_entries({"asia": failed}, state_of(replace(failed, since_s=NOW)), NOW) == ()
    again = connection_entries({"asia": failed}, state_of(live), NOW)
    assert [entry.text for entry in again] == ["Asia cluster works again."]
    other = connection_entries({"asia": failed}, state_of(replace(failed, error="The token has expired.")), NOW)
    assert [entry.text for entry in other] == ["Asia cluster: The token has expired. Check the network."]
