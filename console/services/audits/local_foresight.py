"""Foreseeing fixes in one repository on this machine: the ranking of its files, and the backtest."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from console.audits.foresight.backtest import Backtest, backtest_of
from console.audits.foresight.file_story import units_of
from console.audits.foresight.heat_reason import heat_reasons
from console.audits.foresight.hot_file import ranking_of
from console.audits.repository.bare_clone import bare_clone
from console.audits.repository.checkout import Checkout


class Foresight(NamedTuple):
    """``ranked`` has path, lines, rank and reasons of each product file, the hottest per line first."""

    commit: str
    ranked: tuple[tuple[str, int, float, tuple[str, ...]], ...]
    backtest: Backtest


def foresee_locally(source: str, cache: Path, now_s: float, *, revision: str = "") -> Foresight:
    """Clone or update, and rank; raise ``UserError`` or ``ConnectorError``."""
    clone = bare_clone(source, cache / "clones")
    with tempfile.TemporaryDirectory(prefix="cell-console-audit-") as folder:
        checkout = Checkout(clone.folder, clone.commit(revision), Path(folder), now_s=now_s)
        ranking = ranking_of(checkout)
        newest_s = units_of(checkout)[-1].at_s if ranking else 0
        ranked = tuple((one.path, one.shape.lines, one.rank, heat_reasons(one, ranking, newest_s)) for one in ranking)
        return Foresight(checkout.commit, ranked, backtest_of(checkout))
