"""Correcting what can be corrected safely: one commit per rule, each proven by another audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import Mending, load_rules
from console.audits.audit_run import RepositoryReport, run_audits
from console.audits.corrections.commit_chain import PlannedCommit, make_commits, patch_series
from console.audits.corrections.parsing import still_parses
from console.audits.corrections.text_edit import TextEdit, edited, edits_of
from console.audits.repository.checkout import Checkout
from console.domain.audit.audit_name import AuditName
from console.domain.audit.baseline_match import baseline_match
from console.domain.audit.finding import BaselineState
from console.domain.audit.rule_outcome import RuleState
from console.kernel.i18n import t
from console.kernel.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from console.audits.audit_rule import AuditRule
    from console.domain.audit.finding import Finding

MOST_LINES = 200
_BESIDE_FILES = frozenset({"history", "day", "commit", "commits", "forge"})
Edits = dict[str, tuple[TextEdit, ...]]


class CorrectedRule(NamedTuple):
    """What became of a rule's safe corrections; ``refused`` says why there is no commit of it."""

    rule: str
    findings: tuple[Finding, ...]
    lines: int
    refused: str = ""


class Correction(NamedTuple):
    """``tip`` is the last commit in the clone (the audited one when nothing is corrected), ``patch`` the series."""

    base: str
    tip: str
    patch: str
    rules: tuple[CorrectedRule, ...]


def correct(
    checkout: Checkout, name: str, rules: Collection[str], folder_of: Callable[[], AbstractContextManager[Path]]
) -> Correction:
    """Return the corrections of some rules (none named: all that are safe); raise ``ConnectorError`` when git fails.

    The rules are tried by their keys, each upon the ones before it. It stays when every file still parses, what it
    corrects is gone in another audit, nothing new is found there, and no more than 200 lines are changed in all.
    ``folder_of`` gives an empty folder for each of those audits. Commits are made in our own clone alone. Tests of the
    repository are not run: nothing of it is ever executed.
    """
    audits = sorted({one.audit for one in load_rules() if one.mending is Mending.SAFE} | {AuditName.STRICT})
    latest = run_audits(checkout, name, audits)
    known: Edits = {}
    commits: list[PlannedCommit] = []
    told: list[CorrectedRule] = []
    tip = checkout.commit
    for rule in sorted(load_rules(), key=lambda one: one.key):
        findings = _correctable(latest, rule, rules)
        if not findings:
            continue
        taken, edits = _joined(checkout, findings, known)
        lines = sum(one.changed for path in edits for one in edits[path])
        why = _objection(checkout, edits, lines) if taken else t("its patches do not fit")
        if not why:
            planned = PlannedCommit(_message(rule, taken), _contents(checkout, edits, known))
            trial = make_commits(
                checkout.repository, checkout.commit, [*commits, planned], checkout.now_s, f"trial-{checkout.commit}"
            )
            with folder_of() as folder:
                after = run_audits(_at(checkout, trial, folder), name, audits)
            why = _unproven(latest, after, rule, len(taken))
        told.append(CorrectedRule(rule.key, taken, lines, why))
        if not why:
            commits.append(planned)
            known, latest, tip = edits, after, trial
    patch = patch_series(checkout.repository, checkout.commit, tip) if commits else ""
    return Correction(checkout.commit, tip, patch, tuple(told))


def _correctable(report: RepositoryReport, rule: AuditRule, rules: Collection[str]) -> tuple[Finding, ...]:
    if rule.mending is not Mending.SAFE or (rules and rule.key not in rules):
        return ()
    outcomes = (one for result in report.results for one in result.outcomes if one.rule == rule.key)
    return tuple(one for outcome in outcomes for one in outcome.findings if one.patch)


def _joined(checkout: Checkout, findings: Iterable[Finding], known: Edits) -> tuple[tuple[Finding, ...], Edits]:
    """Return the findings whose edits go together with the known ones, and all those edits."""
    taken: list[Finding] = []
    edits = dict(known)
    for one in findings:
        try:
            fresh = edits_of(one.patch, _originals(checkout, one.patch))
            trial = {path: (*edits.get(path, ()), *more) for path, more in fresh.items()}
            for path, all_of_it in trial.items():
                edited(_text(checkout, path) or "", all_of_it)
        except ValueError:
            continue  # it lies upon another one: the next run sees it again
        edits |= trial
        taken.append(one)
    return tuple(taken), edits


def _originals(checkout: Checkout, patch: str) -> dict[str, str]:
    """Return the texts of the files that a patch names and that are there."""
    heads = (line for line in patch.splitlines() if line.startswith(("--- a/", "+++ b/")))
    names = {line[6:] for line in heads}
    texts = {name: _text(checkout, name) for name in names if name in checkout.paths}
    return {name: text for name, text in texts.items() if text is not None}


def _text(checkout: Checkout, path: str) -> str | None:
    """Return the exact text of a file; ``None`` for one that is not there."""
    if path not in {one.path for one in checkout.files}:
        if path in checkout.paths or path.startswith("/") or ".." in path.split("/"):
            raise ValueError(path)
        return None
    return (checkout.folder_with([path]) / path).read_bytes().decode("utf-8")


def _objection(checkout: Checkout, edits: Edits, lines: int) -> str:
    if lines > MOST_LINES:
        return t("more than {most} lines would change", most=MOST_LINES)
    for path, all_of_it in edits.items():
        before = _text(checkout, path) or ""
        if not still_parses(path, before, edited(before, all_of_it)):
            return t("{path} would no longer parse", path=path)
    return ""


def _contents(checkout: Checkout, edits: Edits, known: Edits) -> dict[str, tuple[str, str]]:
    """Return the whole contents of the files that are edited further than before."""
    modes = {one.path: f"{one.mode:o}" for one in checkout.tracked}
    return {
        path: (modes.get(path, "100644"), edited(_text(checkout, path) or "", all_of_it))
        for path, all_of_it in edits.items()
        if all_of_it != known.get(path)
    }


def _at(checkout: Checkout, commit: str, folder: Path) -> Checkout:
    return Checkout(
        checkout.repository, commit, folder, now_s=checkout.now_s, baseline=checkout.baseline,
        profile=checkout.profile, cache=checkout.cache, forge=checkout.forge,
        advisories=checkout.advisories, runs_own_tools=checkout.runs_own_tools,
    )  # fmt: skip


def _unproven(before: RepositoryReport, after: RepositoryReport, rule: AuditRule, count: int) -> str:
    """Return what another audit objects to: a finding that stays, a new one, a rule that could no longer be run."""
    match = baseline_match(_findings(after, rule), _findings(before, rule), {})
    if sum(one.rule == rule.key for one in match.gone) < count:
        return t("another audit still finds it")
    fresh = [one for one in match.found if one.baseline is BaselineState.NEW]
    if fresh:
        return t("another audit would find {rule} in {place}", rule=fresh[0].rule, place=fresh[0].place)
    if _unrun(after) - _unrun(before):
        return t("another audit could not be run to its end")
    return ""


def _findings(report: RepositoryReport, corrected: AuditRule) -> list[Finding]:
    """Return what the files alone say, and the rule itself: our own commits are no history of the repository."""
    beside = {one.key for one in load_rules() if one.scope in _BESIDE_FILES} - {corrected.key}
    return [one for result in report.results for one in result.findings if one.rule not in beside]


def _unrun(report: RepositoryReport) -> set[str]:
    return {one.rule for result in report.results for one in result.outcomes if one.state is RuleState.NOT_RUN}


def _message(rule: AuditRule, findings: Iterable[Finding]) -> str:
    places = "\n".join(f"- {visible_line(one.place)}" for one in findings)
    return f"{rule.key}: {rule.title()}\n\n{places}\n"
