"""The header of the window: which estate this is and how old what is shown is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.connection_state import ConnectionState
from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.format import ago, coarse

if TYPE_CHECKING:
    from console.presenters.last_view import LastView
    from console.store.state import State

OLD_S = 60.0


class HeaderRow(NamedTuple):
    """``age`` says how old the oldest data in use is; ``age_health`` warns when it is not current."""

    title: str
    is_lab: bool
    age: str
    age_health: Health


def header_row(state: State, now_s: float) -> HeaderRow:
    """Return the header of the open estate."""
    if state.estate is None:
        return HeaderRow(t("No estate"), is_lab=False, age="", age_health=Health.UNKNOWN)
    age, health = _age(state, now_s)
    return HeaderRow(state.estate.title or state.estate.name, state.estate.is_lab, age, health)


def last_header(view: LastView, now_s: float) -> HeaderRow:
    """Return the header of an estate that is still being opened, from what was last seen of it."""
    age = t("Last known data, {when}", when=ago(view.known_at_s, now_s))
    return HeaderRow(view.title, view.is_lab, age, Health.WARNING)


def _age(state: State, now_s: float) -> tuple[str, Health]:
    used = [one for one in state.connections.values() if one.state is not ConnectionState.IDLE]
    used = [one for one in used if one.is_watched] or used  # what nobody reads now is no data in use
    read = last_read(state)
    known = [max(one.last_ok_at_s, read.get(one.key, 0.0)) for one in used if one.last_ok_at_s is not None]
    if not known:
        history = [one.last_ok_at_s for one in state.connections.values() if one.last_ok_at_s is not None]
        if not history:
            return t("No data yet"), Health.UNKNOWN
        return t("Last known data, {when}", when=ago(min(history), now_s)), Health.WARNING
    age_s = max(0.0, now_s - min(known))
    if any(one.state is ConnectionState.FAILED and one.last_ok_at_s is None for one in used):
        return t("Data incomplete"), Health.WARNING
    if any(one.state is ConnectionState.FAILED for one in used):
        return t("Data up to {age} old", age=coarse(age_s)), Health.WARNING
    return t("Data {age} old", age=coarse(age_s)), Health.OK if age_s <= OLD_S else Health.WARNING


def last_read(state: State) -> dict[str, float]:
    """Return when something was last read of each connection; what the history knows does not count."""
    found: dict[str, float] = {}
    for (connection, _topic), table in state.objects.items():
        if not table.from_history:
            found[connection] = max(table.at_s, found.get(connection, 0.0))
    return found
