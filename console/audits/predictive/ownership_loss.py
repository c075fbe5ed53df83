"""PRE06: a hot file most lines of which were written by people who have gone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.bot_name import is_bot_name
from console.audits.foresight.file_heat import YEAR_S, FileHeat
from console.audits.foresight.file_keeper import active_people
from console.audits.foresight.file_story import stories_of, units_of
from console.audits.foresight.heat_reason import heat_reasons
from console.audits.foresight.hot_file import hot_files, ranking_of
from console.audits.foresight.line_writer import LineWriters, line_writers
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.content_book import ContentBook
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "PRE06"
_MOST_BLAMED = 6
_LOST = 0.5
_MOST_LINES = 5000
_NOBODY = LineWriters("", "", (), ())


def _check(checkout: Checkout) -> RuleOutcome:
    hot = [one for one in hot_files(checkout) if one.shape.lines <= _MOST_LINES][:_MOST_BLAMED]
    units = units_of(checkout)
    if not hot or units[0].at_s > units[-1].at_s - YEAR_S:
        return not_applicable(_KEY, t("No file has been hot for a year."))
    written = _written(checkout, hot)
    findings = [found for one in hot if (found := _finding(checkout, one, written[one.path])) is not None]
    return by_share(_KEY, len(hot) - len(findings), len(hot), findings)


def _finding(checkout: Checkout, one: FileHeat, written: Mapping[str, int]) -> Finding | None:
    known = {who: lines for who, lines in written.items() if not is_bot_name(who.partition("\t")[0])}
    gone = {who: lines for who, lines in known.items() if not active_people(checkout).intersection(who.split("\t"))}
    lost, whole = sum(gone.values()), sum(known.values())
    if not whole or lost / whole <= _LOST:
        return None
    reasons = heat_reasons(one, ranking_of(checkout), units_of(checkout)[-1].at_s)
    share = t("{share} % of its lines are by people who changed nothing for a year (people: {people})",
              share=round(100 * lost / whole), people=len(gone))  # fmt: skip
    return Finding(_KEY, RuleSeverity.MEDIUM, one.path, evidence="; ".join([share, *reasons[:2]])[:300], tool="git")


def _written(checkout: Checkout, hot: Sequence[FileHeat]) -> dict[str, dict[str, int]]:
    """Return the lines of each file by who wrote them, read again once a unit has touched the file."""
    stories, units = stories_of(checkout), units_of(checkout)
    last = {one.path: units[stories.touches[stories.numbers[one.path]][-1].unit].id for one in hot}
    contents = {one.path: f"{one.object_id} {last[one.path]}" for one in checkout.tracked if one.path in last}
    book = ContentBook(checkout, "line-writers", contents, LineWriters)
    made = {one: line_writers(checkout, one, book.newest(one)) for one in book.missing}
    return {path: Counter(who.people[one] for one in who.lines) for path, who in book.whole(made, _NOBODY).items()}


RULES.add(
    AuditRule(
        _KEY,
        AuditName.PREDICTIVE,
        RuleSeverity.MEDIUM,
        title=lambda: t("Hot files are known to somebody who is here"),
        why=lambda: t("Who changes what nobody remembers guesses, and guesses become the next fixes."),
        mend=lambda: t("Let two people read it together and write down what it must keep; name them its owners."),
        check=_check,
        scope="commit",
        past=PastContents.ALL,
    )
)
