"""Forecasts for a report: computed where they are missing, old or too short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.forecast.measure import Measure
from console.kernel.i18n import t
from console.services.forecasting.forecast_desk import ForecastDesk
from console.services.forecasting.stale_outlooks import stale_outlooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.services.reviews.review_order import ReviewOrder
    from console.services.session import Session


async def refresh_outlooks(session: Session, order: ReviewOrder, tell: Callable[[float, str], None]) -> tuple[str, ...]:
    """Compute what is stale and dispatch it to the store; return sentences about what could not be computed."""
    wanted = stale_outlooks(session.store.state, session.clock.now().timestamp(), order.cells)
    if order.is_offline or not wanted:
        return ()
    what = t("Forecasting the demand")
    tell(0.0, what)
    desk = ForecastDesk(session)
    await desk.refresh(
        measures=(Measure.RPS,), cells=wanted, progress=lambda done, of: tell(0.02 * done / max(of, 1), what)
    )
    return desk.troubles
