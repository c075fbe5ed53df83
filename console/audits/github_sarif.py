"""SARIF within the limits of GitHub's code scanning, the worst findings first (spec/audits.md §8)."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from console.audits.sarif import sarif_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.audits.audit_run import RepositoryReport

MOST_RUNS = 20
MOST_RESULTS = 5000
MOST_TAGS = 20
MOST_PACKED = 10 << 20
_MOST_TEXT = 1000


class GithubSarif(NamedTuple):
    """``left_out`` counts findings that GitHub would not have shown: without a file, or beyond its limits."""

    document: dict[str, Any]
    left_out: int


def github_sarif(report: RepositoryReport) -> GithubSarif:
    """Return the document: at most 20 runs, 5,000 results in each, 20 tags a rule, and 10 MB packed.

    Findings come worst first (as ``AuditResult.findings`` has them), so that what is cut off is the mildest.
    """
    document = sarif_document(report)
    asked = sum(len(run["results"]) for run in document["runs"])
    document["runs"] = [_run(one) for one in document["runs"][:MOST_RUNS]]
    most = MOST_RESULTS
    while most > 1 and len(gzip.compress(json.dumps(document).encode(), mtime=0)) > MOST_PACKED:
        most //= 2
        for run in document["runs"]:
            run["results"] = run["results"][:most]
    return GithubSarif(document, asked - sum(len(run["results"]) for run in document["runs"]))


def _run(run: dict[str, Any]) -> dict[str, Any]:
    """Return a run of what GitHub reads; what only the console reads stays behind."""
    for rule in run["tool"]["driver"]["rules"]:
        rule["properties"]["tags"] = rule["properties"]["tags"][:MOST_TAGS]
        rule["properties"]["security-severity"] = _SECURITY[rule["properties"]["severity"]]
    results = [_short(one) for one in run["results"] if "locations" in one][:MOST_RESULTS]
    return {**run, "results": results, "properties": {"audit": run["properties"]["audit"]}}


def _short(result: Mapping[str, Any]) -> dict[str, Any]:
    return {**result, "message": {"text": result["message"]["text"][:_MOST_TEXT]}, "properties": {}}


# GitHub reads them as CVSS-like numbers: critical above 9.0, high from 7.0, medium from 4.0.
_SECURITY = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}
