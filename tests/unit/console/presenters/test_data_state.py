"""Loading, empty, stale, failed and fresh are told apart, and a failure keeps the last known data on screen."""

# proves C5

from dataclasses import replace

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.kernel.i18n import set_language
from console.presenters.connections import connection_rows
from console.presenters.data_state import DataKind, data_state, unread
from console.store.state import ObjectTable, State
from tests.fakes.small_estate import NOW_S, state

BOTH = ("main", "prom")


def _failed(found: State, key: str = "main", last_ok_s: float | None = NOW_S - 300) -> State:
    status = ConnectionStatus(
        key, "kubernetes", ConnectionState.FAILED, NOW_S - 60, last_ok_s, "main refuses connections.", "Start it."
    )
    return replace(found, connections={**found.connections, key: status})


def test_fresh_data_needs_no_words() -> None:
    assert data_state(state(), BOTH, ("workloads",), NOW_S).kind is DataKind.FRESH


def test_nothing_read_yet_is_loading_not_empty() -> None:
    assert data_state(State(), BOTH, ("workloads",), NOW_S).kind is DataKind.LOADING


def test_no_connection_at_all_is_empty() -> None:
    found = data_state(state(), (), ("workloads",), NOW_S)
    assert (found.kind, found.text) == (DataKind.EMPTY, "The estate names no connection for this.")


def test_without_an_estate_nothing_is_said_of_what_it_names() -> None:
    found = data_state(State(), (), ("workloads",), NOW_S)
    assert (found.kind, found.text, found.hint) == (DataKind.EMPTY, "No estate is open.", "Open one first.")


def test_a_failed_connection_without_data_is_failed_and_says_what_helps() -> None:
    found = data_state(_failed(State(), last_ok_s=None), BOTH, ("workloads",), NOW_S)
    assert (found.kind, found.text, found.hint, found.connection) == (
        DataKind.FAILED,
        "main refuses connections.",
        "Start it.",
        "main",
    )


def test_a_failed_connection_with_data_is_stale_and_says_since_when() -> None:
    found = data_state(_failed(state()), BOTH, ("workloads",), NOW_S)
    assert found.kind is DataKind.STALE
    assert found.text == "main refuses connections. Showing data from 5 min ago."


def test_a_failure_is_told_in_the_language_that_was_chosen_since() -> None:
    written = "The secret file /t cannot be read: gone."
    status = ConnectionStatus(
        "main", "kubernetes", ConnectionState.FAILED, NOW_S, None, written, "Correct the path or its rights."
    )
    found = replace(State(), connections={"main": status})
    assert data_state(found, ("main",), ("workloads",), NOW_S).text == written
    set_language("ja")
    try:
        told = data_state(found, ("main",), ("workloads",), NOW_S)
        row = connection_rows(found, NOW_S)[0]
    finally:
        set_language("en")
    assert (told.text, told.hint) == (
        "シークレットファイル /t を読み取れません: gone。",
        "パスまたは権限を修正してください。",
    )
    assert (row.error, row.hint) == (told.text, told.hint)


def test_data_from_the_history_is_stale_until_it_has_been_read_anew() -> None:
    found = state()
    tables = {key: replace(table, from_history=True, at_s=NOW_S - 7_200) for key, table in found.objects.items()}
    told = data_state(replace(found, objects=tables), BOTH, ("workloads",), NOW_S)
    assert (told.kind, told.text) == (DataKind.STALE, "Last known data, read 2 h ago.")


def test_readings_that_stopped_coming_are_stale_although_the_server_answers() -> None:
    assert data_state(state(), ("prom",), ("signals",), NOW_S + 600).kind is DataKind.STALE


def _half(*, refused: bool = False, failed: bool = False) -> State:
    """Two clusters of which only the second one has told its jobs."""
    lives = ConnectionStatus("asia", "kubernetes", ConnectionState.LIVE, NOW_S, NOW_S)
    refuses = replace(lives, error="asia forbids to list jobs.", hint="Ask for the right.", unread=("jobs",))
    away = replace(lives, state=ConnectionState.FAILED, error="asia is away.")
    connections = {
        "asia": refuses if refused else away if failed else lives,
        "europe": replace(lives, key="europe"),
    }
    return State(connections=connections, objects={("europe", "jobs"): ObjectTable({}, NOW_S)})


def test_what_is_refused_is_failed_and_not_read_for_ever() -> None:
    found = data_state(_half(refused=True), ("asia",), ("jobs",), NOW_S)
    assert (found.kind, found.text, found.connection) == (DataKind.FAILED, "asia forbids to list jobs.", "asia")
    assert data_state(_half(refused=True), ("asia",), ("pods",), NOW_S).kind is DataKind.LOADING


def test_there_is_nothing_only_where_all_have_told_it() -> None:
    def said(found: State, *keys: str) -> str:
        return unread(data_state(found, keys, ("jobs",), NOW_S), "No job.")

    assert data_state(_half(), ("asia", "europe"), ("jobs",), NOW_S).kind is DataKind.FRESH
    assert said(_half(), "europe") == "No job."
    assert said(_half(), "asia", "europe") == "Reading asia …"
    assert said(_half(refused=True), "asia", "europe") == "asia forbids to list jobs. Ask for the right."
    assert said(_half(failed=True), "europe", "asia") == "asia is away."
    europe = replace(_half().connections["europe"], state=ConnectionState.FAILED, error="europe is away.")
    stale = replace(_half(), connections={**_half().connections, "europe": europe})
    assert said(stale, "europe") == "No job."
    assert said(stale, "europe", "asia") == "Reading asia …"
