"""A planted project: what it was, what came new, and where which rule has to find something."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from console.audits.audit_run import RepositoryReport
from console.domain.audit.audit_name import AuditName
from tests.fakes.planted_repository import PlantedRepository

_MARK = re.compile(r"PLANT-([A-Z]{3}\d\d)")
_JUDGED = tuple(one for one in AuditName if one is not AuditName.PREDICTIVE)
Content = Mapping[str, str | bytes]


@dataclass(frozen=True)
class PlantedProject:
    """``old`` is the baseline, ``new`` what came after it.

    A line that must be found carries ``PLANT-<rule>``; where a comment would excuse it, ``places`` names it. A commit
    is told by its subject: ``commits`` are made after ``new``, each with its subject and what it changes.
    """

    name: str
    old: Content
    new: Content
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)
    commits: tuple[tuple[str, Content], ...] = ()

    @property
    def expected(self) -> frozenset[tuple[str, str]]:
        """Return rule and place of all that must be found."""
        files = {**self.old, **self.new}
        marks = {
            (rule, f"{path}:{number}")
            for path, content in files.items()
            if isinstance(content, str)
            for number, line in enumerate(content.splitlines(), 1)
            for rule in _MARK.findall(line)
        }
        return frozenset(marks | {(rule, place) for rule, places in self.places.items() for place in places})

    def found(self, folder: Path) -> frozenset[tuple[str, str]]:
        """Make the repository below ``folder``, audit it with everything, and return what was found, as expected is."""
        made = PlantedRepository(folder / self.name)
        made.commit(self.old, "Begin the shop")
        baseline = made.git("rev-parse", "HEAD")
        made.commit(self.new, "Take orders from partners too")
        subjects = {made.commit(content, subject): subject for subject, content in self.commits}
        report = made.audit(*_JUDGED, baseline=baseline)
        return frozenset(
            (one.rule, subjects.get(one.commit, "") if one.commit and not one.path else one.place)
            for result in report.results
            for one in result.findings
        )


def silent_rules(report: RepositoryReport) -> dict[str, str]:
    """Return the rules that could not be looked at, and why."""
    return {one.rule: one.note for result in report.results for one in result.outcomes if one.state == "not-run"}
