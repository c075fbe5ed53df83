"""PRE04: a hot file that is nested more deeply each time one looks."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.foresight.file_heat import YEAR_S
from console.audits.foresight.file_story import units_of
from console.audits.foresight.heat_reason import heat_reasons
from console.audits.foresight.hot_file import hot_files, ranking_of, shapes_of
from console.audits.foresight.path_before import paths_before
from console.audits.foresight.text_shape import text_shape
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.blob_text import blob_texts, files_at
from console.audits.repository.content_book import ContentBook
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "PRE04"
_RISE = 1.25
_LEAST = 40.0


def _check(checkout: Checkout) -> RuleOutcome:
    hot = [one.path for one in hot_files(checkout)]
    units = units_of(checkout)
    if not hot or units[0].at_s > units[-1].at_s - YEAR_S:
        return not_applicable(_KEY, t("No file has been hot for a year."))
    year, half = _nesting_at(checkout, hot, YEAR_S), _nesting_at(checkout, hot, YEAR_S // 2)
    measured = [one for one in hot_files(checkout) if one.path in year and one.path in half]
    findings = []
    for one in measured:
        then, since, now = year[one.path], half[one.path], shapes_of(checkout)[one.path].nesting
        if then < since < now and now >= _RISE * then and now >= _LEAST:
            trend = t("summed nesting a year ago {then}, half a year ago {since}, now {now}",
                      then=round(then), since=round(since), now=round(now))  # fmt: skip
            reasons = heat_reasons(one, ranking_of(checkout), units[-1].at_s)
            evidence = "; ".join([trend, *reasons[:2]])[:300]
            findings.append(Finding(_KEY, RuleSeverity.LOW, one.path, evidence=evidence, tool="git"))
    if not measured:
        return not_applicable(_KEY, t("No hot file is a year old."))
    return by_share(_KEY, len(measured) - len(findings), len(measured), findings)


def _nesting_at(checkout: Checkout, hot: list[str], age_s: int) -> dict[str, float]:
    """Return the summed nesting of the hot files so long ago, by the path they have now."""
    units = units_of(checkout)
    count = bisect_right(units, units[-1].at_s - age_s, key=attrgetter("at_s"))
    before = paths_before(units[count:], hot)
    there = files_at(checkout.repository, units[count - 1].id, frozenset(before.values()))
    ids = {one.path: one.object_id for one in there if one.is_regular}
    wanted = {path: ids[old] for path, old in before.items() if old in ids}
    book = ContentBook(checkout, f"nesting-{age_s}", wanted, float)
    texts = dict(blob_texts(checkout.repository, [wanted[one] for one in book.missing])) if book.missing else {}
    return book.whole({one: text_shape(texts[wanted[one]]).nesting for one in book.missing}, 0.0)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.PREDICTIVE,
        RuleSeverity.LOW,
        title=lambda: t("Hot files do not grow more complex"),
        why=lambda: t("What is changed often and gets harder to read each time breaks at one of the next changes."),
        mend=lambda: t("Take one part with a name of its own out of it before the next feature goes in."),
        check=_check,
        scope="commit",
        past=PastContents.ALL,
    )
)
