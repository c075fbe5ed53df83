"""What the Audits page may honestly say about its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.connection_state import ConnectionState
from console.kernel.i18n import t
from console.presenters.data_state import DataKind, DataState, no_estate

if TYPE_CHECKING:
    from console.store.state import State


def audits_state(state: State, *, is_read: bool) -> DataState:
    """Return the state; results are kept on this computer, so that they are there without a network."""
    if state.estate is None:
        return no_estate()
    if not is_read:
        return DataState(DataKind.LOADING, t("Reading what is known of the projects …"))
    return _unreachable(state)


def _unreachable(state: State) -> DataState:
    """Say when forges cannot be reached: what is shown is then as old as its last audit."""
    estate = state.estate
    forges = {one.key for one in estate.connections() if one.connector in _FORGES} if estate is not None else set()
    failed = [one for one in state.connections.values() if one.key in forges and one.state is ConnectionState.FAILED]
    if not failed:
        return DataState(DataKind.FRESH)
    first = failed[0]
    text = t("{error} Results from before stay; new audits of its projects will fail.", error=first.error)
    return DataState(DataKind.STALE, text, first.hint, first.key)


_FORGES = frozenset({"github", "gitlab", "bitbucket", "azure_devops"})
