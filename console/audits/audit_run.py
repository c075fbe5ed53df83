"""Running audits over a checkout: every rule, each on its own, so that a fault in one leaves the others standing."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from console.audits.audit_rule import AuditRule, load_rules
from console.audits.config_digest import config_digest
from console.audits.kept_finding import kept_fingerprinted
from console.audits.outcome import not_run
from console.audits.repository.clone_cache import is_partial
from console.audits.repository.past_contents import PastContents
from console.audits.rule_time import RULE_TIME
from console.audits.tools.ahead import WAITING_RULES, begin_ahead
from console.audits.tools.tool_run import end_tools
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.audit.audit_result import AuditResult, AuditStatus
from console.domain.audit.audit_score import audit_score, audit_status
from console.domain.audit.repository_health import RepositoryHealth, repository_health
from console.kernel.collector import collector_at_rest
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from console.audits.outcome_book import OutcomeBook
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome
    from console.domain.audit.rule_severity import RuleSeverity

_LOG = logging.getLogger(__name__)
_MOST_FINDINGS = 2000


class RepositoryReport(Struct, frozen=True):
    """What the audits of one commit said. ``at_s`` is when, in unix seconds; ``left_out`` counts unread files.

    ``strictness`` is the profile's, or the team's own; ``config`` stands for the rules and programs that were used.
    """

    repository: str
    commit: str
    profile: str
    results: tuple[AuditResult, ...]
    health: RepositoryHealth
    at_s: float
    baseline: str = ""
    left_out: tuple[tuple[str, str], ...] = ()
    strictness: float = OPEN_SOURCE.strictness
    config: str = ""


def _waiting_audits() -> frozenset[AuditName]:
    """Return the audits with rules that wait for the slowest program: they come last, when that is done, or nearly."""
    return frozenset(one.audit for one in load_rules() if one.key in WAITING_RULES)


def severities() -> dict[str, RuleSeverity]:
    """Return the severity of every rule."""
    return {one.key: one.severity for one in load_rules()}


def known_audits() -> tuple[AuditName, ...]:
    """Return the audits that have rules, in their order."""
    having = {one.audit for one in load_rules()}
    return tuple(one for one in AuditName if one in having)


def _ignore(_result: AuditResult) -> None:
    """Nobody listens."""


def _nothing() -> None:
    """There is nothing else to do."""


def run_audits(
    checkout: Checkout,
    name: str,
    audits: Collection[AuditName] = (),
    told: Callable[[AuditResult], None] = _ignore,
    book: OutcomeBook | None = None,
    meanwhile: Callable[[], None] = _nothing,
) -> RepositoryReport:
    """Run audits over a checkout (none named: all that have rules); ``told`` hears of each when it is done.

    What ``book`` has of the same content is not made again. ``meanwhile`` is done before the last audit, the one that
    waits for programs.
    """
    try:
        return _run(checkout, name, audits, told, book, meanwhile)
    finally:
        end_tools()


def run_beside(
    checkout: Checkout, name: str, audits: Collection[AuditName], book: OutcomeBook | None, without: Collection[str]
) -> RepositoryReport:
    """Run audits as ``run_audits`` does, beside others of this thread: programs that they have begun go on.

    Rules of the scopes ``without`` are left out.
    """
    return _run(checkout, name, audits, _ignore, book, _nothing, without)


def _run(
    checkout: Checkout, name: str, audits: Collection[AuditName], told: Callable[[AuditResult], None],
    book: OutcomeBook | None, meanwhile: Callable[[], None], without: Collection[str] = (),
) -> RepositoryReport:  # fmt: skip
    made: dict[AuditName, AuditResult] = {}
    wanted = tuple(audits) or known_audits()
    *first, last = sorted(wanted, key=lambda one: one in _waiting_audits())
    with collector_at_rest():
        begin_ahead(checkout, wanted)
        for audit in first:
            made[audit] = _audit(checkout, audit, book, without)
            told(made[audit])
        meanwhile()
        made[last] = _audit(checkout, last, book, without)
        told(made[last])
    results = [made[one] for one in wanted]
    health = repository_health(results, checkout.profile, severities())
    left = tuple((one.path, one.why) for one in checkout.left_out)
    return RepositoryReport(
        name, checkout.commit, checkout.profile.key, tuple(results), health, checkout.now_s, checkout.baseline, left,
        checkout.profile.strictness, config_digest(),
    )  # fmt: skip


def _audit(checkout: Checkout, audit: AuditName, book: OutcomeBook | None, without: Collection[str]) -> AuditResult:
    began_s = time.perf_counter()
    rules = [one for one in load_rules() if one.audit is audit and one.scope not in without]
    made = {
        one.key: _kept_or_made(checkout, one, book) for one in sorted(rules, key=lambda one: one.key in WAITING_RULES)
    }
    if book is not None:
        book.keep()
    outcomes = tuple(made[one.key] for one in rules)
    took_ms = round(1000 * (time.perf_counter() - began_s))
    score = audit_score(outcomes, severities())
    return standing(AuditResult(audit, AuditStatus.NOT_RUN, score, outcomes, took_ms), checkout.profile.strictness)


def standing(result: AuditResult, strictness: float) -> AuditResult:
    """Return a result with the status that its outcomes and score give it. Predictive informs and never fails."""
    status = audit_status(result.outcomes, result.score, strictness)
    if result.audit is AuditName.PREDICTIVE and status is AuditStatus.FAILED:
        status = AuditStatus.WARNING
    return replace(result, status=status)


def _kept_or_made(checkout: Checkout, rule: AuditRule, book: OutcomeBook | None) -> RuleOutcome:
    if book is None:
        return _outcome(checkout, rule)
    try:
        known = book.get(checkout, rule)
    except ConsoleError as error:
        return not_run(rule.key, str(error))
    if known is None:
        known = _outcome(checkout, rule)
        book.put(checkout, rule, known)
    return known


def _outcome(checkout: Checkout, rule: AuditRule) -> RuleOutcome:
    if rule.scope == "forge" and checkout.forge.trouble:
        return not_run(rule.key, checkout.forge.trouble)
    if rule.past is PastContents.ALL and is_partial(checkout.repository):
        return not_run(rule.key, t("The clone has no contents of earlier commits."))
    try:
        with RULE_TIME.rule():
            found = rule.check(checkout)
            known = kept_fingerprinted(checkout, rule.key, found.findings[:_MOST_FINDINGS])
    except ConsoleError as error:
        return not_run(rule.key, str(error))
    except Exception as error:  # noqa: BLE001 - hostile input: whatever a rule stumbles over, the others go on
        _LOG.warning("rule %s failed: %r", rule.key, error)
        return not_run(rule.key, t("A fault in this rule: {fault}.", fault=type(error).__name__))
    return replace(found, findings=known)
