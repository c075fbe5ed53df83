"""Letting go of results that no record of the audit book names any more."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from console.kernel.errors import ConsoleError
from console.store.audits.audit_book import AuditBook
from console.store.audits.result_store import ResultStore

if TYPE_CHECKING:
    from console.services.audits.audit_places import AuditPlaces

KEPT_S = 86_400.0
"""Younger results may belong to a run that goes on; nor is it looked more often than this."""
_STAMP = ".swept"
_log = logging.getLogger(__name__)


def sweep_results(places: AuditPlaces, now_s: float) -> None:
    """Remove results that no record names and that are older than a day, at most once a day; blocks (disk).

    Nothing is removed while a page of the book cannot be read, and nothing is raised: the next day is soon enough.
    """
    try:
        if _is_due(places, now_s):
            count = ResultStore(places.results).sweep(AuditBook(places.book).named(), now_s - KEPT_S)
            _log.info("%d results of audits that are forgotten were removed", count)
    except (ConsoleError, OSError) as error:
        _log.warning("results that nobody needs stay: %s", error)


def _is_due(places: AuditPlaces, now_s: float) -> bool:
    """Return whether it is time, and note that it is done now."""
    if not places.results.is_dir():
        return False
    stamp = places.results / _STAMP
    if stamp.exists() and abs(now_s - stamp.stat().st_mtime) < KEPT_S:
        return False
    stamp.touch(mode=0o600)
    os.utime(stamp, (now_s, now_s))
    return True
