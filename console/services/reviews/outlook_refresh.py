"""Forecasts for a report: computed where they are missing or older than a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.measure import Measure
from console.kernel.i18n import t
from console.presenters.forecast_rows import outlook_of
from console.services.forecasting.forecast_desk import ForecastDesk

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.services.reviews.review_order import ReviewOrder
    from console.services.session import Session

_OLD_S = 86_400.0


async def refresh_outlooks(session: Session, order: ReviewOrder, tell: Callable[[float, str], None]) -> tuple[str, ...]:
    """Compute what is missing and dispatch it to the store; return sentences about what could not be computed."""
    wanted = _stale(session, order)
    if order.is_offline or not wanted:
        return ()
    what = t("Forecasting the demand")
    tell(0.0, what)
    desk = ForecastDesk(session)
    await desk.refresh(
        measures=(Measure.RPS,), cells=wanted, progress=lambda done, of: tell(0.02 * done / max(of, 1), what)
    )
    return desk.troubles


def _stale(session: Session, order: ReviewOrder) -> tuple[str, ...]:
    state, now_s = session.store.state, session.clock.now().timestamp()
    cells = [one.key for one in (state.estate.cells if state.estate is not None else ())]
    chosen = [one for one in cells if not order.cells or one in order.cells]
    known = {one: outlook_of(state, DemandKey(Measure.RPS, one)) for one in chosen}
    return tuple(key for key, one in known.items() if one is None or now_s - one.at_s > _OLD_S)
