"""Reading a report back from SARIF: what is missing, cut off or not understood is an error, never "no findings"."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from console.audits.audit_run import RepositoryReport, severities
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditResult, AuditStatus
from console.domain.audit.finding import BaselineState, Finding
from console.domain.audit.fingerprint import KEY
from console.domain.audit.repository_health import repository_health
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.audit.audit_profile import AuditProfile

MOST_BYTES = 64 << 20


def read_report(raw: bytes, profile: AuditProfile) -> RepositoryReport:
    """Return the report that a runner wrote, its health by ``profile``; raise ``ConnectorError`` for anything else.

    A run says how many findings it has: fewer of them are a truncated file, also when it is sound JSON.
    """
    if len(raw) > MOST_BYTES:
        raise _unreadable(t("it is larger than {size} MB", size=MOST_BYTES >> 20))
    try:
        document = json.loads(raw)
        runs = document["runs"]
        if document["version"] != "2.1.0" or not isinstance(runs, list) or not runs:
            raise _unreadable(t("it is no SARIF 2.1.0 with runs"))
        results = tuple(_result(one) for one in runs)
        first = runs[0]
        source = first["versionControlProvenance"][0]
        facts = first["properties"]
        left = tuple((_path(one["path"]), str(one["why"])) for one in facts["leftOut"])
        at_s, baseline = float(facts["atS"]), str(facts["baseline"])
        strictness, config = float(facts.get("strictness", profile.strictness)), str(facts.get("configHash", ""))
        repository, commit = _repository(str(source["repositoryUri"])), str(source["revisionId"])
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise _unreadable(f"{type(error).__name__}: {str(error)[:200]}") from error
    health = repository_health(results, profile, severities())
    return RepositoryReport(repository, commit, profile.key, results, health, at_s, baseline, left, strictness, config)


def _result(run: Mapping[str, Any]) -> AuditResult:
    facts = run["properties"]
    if run["tool"]["driver"]["name"] != "console-audit" or "executionSuccessful" not in run["invocations"][0]:
        raise _unreadable(t("a run is not one of console-audit"))
    by_rule: dict[str, list[Finding]] = {rule: [] for rule in facts["rules"]}
    if unknown := by_rule.keys() - severities().keys():
        raise _unreadable(t("it has rules of another version: {rules}", rules=", ".join(sorted(unknown))[:100]))
    for one in run["results"]:
        by_rule[one["ruleId"]].append(_finding(one))
    if facts["findings"] != len(run["results"]):
        raise _unreadable(t("findings are missing"))
    outcomes = tuple(_outcome(rule, told, by_rule[rule]) for rule, told in facts["rules"].items())
    score = None if facts["score"] is None else float(facts["score"])
    return AuditResult(AuditName(facts["audit"]), AuditStatus(facts["status"]), score, outcomes, int(facts["tookMs"]))


def _outcome(rule: str, told: Mapping[str, Any], findings: list[Finding]) -> RuleOutcome:
    score = None if told["score"] is None else float(told["score"])
    return RuleOutcome(rule, RuleState(told["state"]), score, tuple(findings), str(told["note"]))


def _finding(told: Mapping[str, Any]) -> Finding:
    place = told["locations"][0]["physicalLocation"] if "locations" in told else {}
    region = place.get("region", {})
    line, end = int(region.get("startLine", 0)), int(region.get("endLine", 0))
    facts, text = told["properties"], str(told["message"]["text"])
    return Finding(
        rule=told["ruleId"],
        severity=RuleSeverity(facts["severity"]),
        path=_path(place["artifactLocation"]["uri"]) if place else "",
        line=line,
        end_line=end,
        evidence="" if text == told["ruleId"] else text,
        commit=str(facts["commit"]),
        tool=str(facts["tool"]),
        patch=str(facts.get("patch", "")),
        fingerprint=str(told["partialFingerprints"][KEY]),
        baseline=BaselineState(told["baselineState"]),
    )


def _repository(uri: str) -> str:
    return uri if "://" in uri else _path(uri)


def _path(uri: str) -> str:
    return unquote_to_bytes(uri).decode("utf-8", "surrogateescape")


def _unreadable(why: str) -> ConnectorError:
    return ConnectorError(
        ErrorKind.PROTOCOL,
        t("The result of an audit cannot be used: {why}.", why=why),
        t("Run the audit again; a result that is not whole counts as none."),
    )
