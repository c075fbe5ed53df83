"""Foreseeing fixes in one repository on this machine: the ranking of its files, and the backtest."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

from console.audits.foresight.backtest import Backtest, backtest_of
from console.audits.foresight.file_story import units_of
from console.audits.foresight.heat_action import heat_actions
from console.audits.foresight.heat_reason import heat_reasons
from console.audits.foresight.hot_file import ranking_of
from console.audits.repository.bare_clone import BareClone, kept_clone
from console.audits.repository.checkout import Checkout
from console.domain.audit.ranked_file import RankedFile

MOST_RANKED = 1000


class Foresight(NamedTuple):
    """``ranked`` are the product files, the hottest per line first; ``backtest`` tells how right that was before."""

    commit: str
    ranked: tuple[RankedFile, ...]
    backtest: Backtest


def foresee_locally(clone: BareClone, now_s: float, *, revision: str = "") -> Foresight:
    """Rank the files of a branch (none named: the usual one); raise ``UserError`` or ``ConnectorError``."""
    with tempfile.TemporaryDirectory(prefix="cell-console-audit-") as folder:
        checkout = Checkout(clone.folder, clone.commit(revision), Path(folder), now_s=now_s)
        ranking = ranking_of(checkout)
        newest_s = units_of(checkout)[-1].at_s if ranking else 0
        nesting = median(one.shape.mean_nesting for one in ranking) if ranking else 0.0
        ranked = tuple(
            RankedFile(
                one.path, one.shape.lines, one.rank, heat_reasons(one, ranking, newest_s), heat_actions(one, nesting)
            )
            for one in ranking[:MOST_RANKED]
        )
        return Foresight(checkout.commit, ranked, backtest_of(checkout))


def foresee_kept(source: str, commit: str, cache: Path, now_s: float) -> Foresight:
    """Rank the files as they were audited, from the clone that is kept here; raises as ``foresee_locally`` does."""
    return foresee_locally(kept_clone(source, cache / "clones", whole=True), now_s, revision=commit)
