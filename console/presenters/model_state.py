"""What may honestly be said of everything about the models together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.model.model_reading import TOPIC
from console.kernel.i18n import t
from console.presenters.data_state import DataKind, DataState, data_state

if TYPE_CHECKING:
    from console.estate.schema.estate import Estate
    from console.store.state import State


def model_state(state: State, now_s: float) -> DataState:
    """Return the state of the metrics and of the Workers; the worse of both speaks."""
    estate = state.estate
    if estate is not None and not estate.models:
        text = t("The estate names no edge models.")
        return DataState(DataKind.EMPTY, text, t("Add them to its file under models."))
    servers, accounts = _connections(estate)
    found = [data_state(state, keys, topics, now_s) for keys, topics in (
        (servers, (TOPIC,)), (accounts, ("edge-workers",))) if keys]  # fmt: skip
    order = (DataKind.FAILED, DataKind.STALE, DataKind.LOADING, DataKind.EMPTY, DataKind.FRESH)
    return min(found, key=lambda one: order.index(one.kind), default=data_state(state, (), (), now_s))


def _connections(estate: Estate | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the metric servers and the accounts that the models are read from."""
    if estate is None:
        return (), ()
    first = estate.prometheus[0].key if estate.prometheus else ""
    servers = dict.fromkeys(model.prometheus or first for model in estate.models)
    return tuple(key for key in servers if key), tuple(dict.fromkeys(model.account for model in estate.models))
