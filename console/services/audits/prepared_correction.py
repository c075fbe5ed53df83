"""Safe corrections that are prepared by themselves, where a team's profile says so: as a patch, never applied."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from console.audits.audit_rule import Mending, load_rules
from console.kernel.paths import write_private
from console.services.audits.local_correction import correct_kept

if TYPE_CHECKING:
    from pathlib import Path

    from console.services.audits.audit_outcome import AuditOutcome
    from console.services.audits.audit_places import AuditPlaces


def prepare_correction(places: AuditPlaces, outcome: AuditOutcome, now_s: float) -> Path | None:
    """Return the file of the patch, ``None`` when there is nothing to correct or the profile does not want it.

    Blocks; raises ``ConsoleError``. Only what the team still sees is corrected: not what it dismissed.
    """
    order, report = outcome.order, outcome.report
    safe = {one.key for one in load_rules() if one.mending is Mending.SAFE}
    rules = sorted({one.rule for result in report.results for one in result.findings if one.patch and one.rule in safe})
    if not order.profile.corrects or not rules:
        return None
    made = correct_kept(
        order.source, report.commit, report.baseline, places.cache, now_s, order.profile, frozenset(rules)
    )
    if not made.patch:
        return None
    project = sha256(order.project.encode()).hexdigest()[:24]
    file = places.corrections / project / f"{report.commit[:12]}.patch"
    write_private(file, made.patch)
    return file
