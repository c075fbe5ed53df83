"""A real Git repository with faults planted on purpose, and traps that only look like faults."""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from console.audits.audit_rule import load_rules
from console.audits.audit_run import RepositoryReport, run_audits
from console.audits.repository.bare_clone import bare_clone
from console.audits.repository.checkout import Checkout
from console.domain.audit.advisory_source import AdvisorySource
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE, AuditProfile
from console.domain.audit.finding import Finding
from console.domain.audit.forge_facts import NOTHING_TOLD, ForgeFacts
from console.domain.audit.rule_outcome import RuleOutcome

NOW_S = 1_790_000_000.0
"""When the audits run; commits are dated before it."""


@cache
def _tool_cache() -> Path:
    """What programs make of their own rules, once for all tests of a run."""
    folder = Path(tempfile.mkdtemp(prefix="cell-console-tools-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@dataclass
class PlantedRepository:
    """``folder`` is the working copy; every commit is dated a day after the one before, the first 300 days ago."""

    folder: Path
    day: int = field(default=300, init=False)
    runs: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, **environment: str) -> str:
        """Run git and return what it prints."""
        base = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "GIT_CONFIG_NOSYSTEM": "1"}
        line = [
            "git",
            "-c",
            "user.name=Ann",
            "-c",
            "user.email=ann@shop.example",
            "-c",
            "commit.gpgsign=false",
            *arguments,
        ]
        done = subprocess.run(line, cwd=self.folder, env=base | environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files without committing them."""
        for path, content in files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(
        self,
        files: Mapping[str, str | bytes],
        message: str = "Add what is needed",
        author: str = "Ann <ann@shop.example>",
    ) -> str:
        """Commit files a day later than the last ones; return the hash."""
        self.write(files)
        self.day -= 1
        when = f"{int(NOW_S - self.day * 86400)} +0000"
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", f"--author={author}", "-m", message,
                 GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)  # fmt: skip
        return self.git("rev-parse", "HEAD")

    def checkout(
        self,
        *,
        baseline: str = "",
        profile: AuditProfile = OPEN_SOURCE,
        forge: ForgeFacts = NOTHING_TOLD,
        advisories: AdvisorySource | None = None,
        runs_own_tools: bool = False,
    ) -> Checkout:
        """Return the newest commit as the rules see it."""
        self.runs += 1
        beside = self.folder.with_name(f"{self.folder.name}-{self.runs}")
        clone = bare_clone(str(self.folder), beside / "clones")
        (tree := beside / "tree").mkdir()
        return Checkout(
            clone.folder, clone.commit(), tree, now_s=NOW_S, baseline=baseline, profile=profile,
            cache=_tool_cache(), forge=forge, advisories=advisories, runs_own_tools=runs_own_tools,
        )  # fmt: skip

    def audit(
        self,
        *audits: AuditName,
        baseline: str = "",
        forge: ForgeFacts = NOTHING_TOLD,
        advisories: AdvisorySource | None = None,
        runs_own_tools: bool = False,
    ) -> RepositoryReport:
        """Run audits over the newest commit; ``forge`` is what the forge told."""
        checkout = self.checkout(baseline=baseline, forge=forge, advisories=advisories, runs_own_tools=runs_own_tools)
        return run_audits(checkout, "planted", audits)


def looked_at(
    made: PlantedRepository,
    rule: str,
    *,
    baseline: str = "",
    forge: ForgeFacts = NOTHING_TOLD,
    runs_own_tools: bool = False,
) -> RuleOutcome:
    """Return what one rule says of the newest commit: an audit would start every program."""
    checkout = made.checkout(baseline=baseline, forge=forge, runs_own_tools=runs_own_tools)
    return load_rules().get(rule).check(checkout)


def judged(folder: Path, files: Mapping[str, str | bytes], rule: str, *, runs_own_tools: bool = False) -> RuleOutcome:
    """Return what one rule says of a new repository with these files."""
    made = PlantedRepository(folder / "judged")
    made.commit(files)
    return looked_at(made, rule, runs_own_tools=runs_own_tools)


def told_words(outcome: RuleOutcome) -> list[str]:
    """Return where each finding is and what was seen, to look for words in."""
    return [f"{one.place or one.commit} {one.evidence}" for one in outcome.findings]


def tells(outcome: RuleOutcome, wanted: Collection[str] | None) -> bool:
    """Return whether each wanted word is in a finding and there are no more of these; ``None``: does not apply."""
    if wanted is None:
        return outcome.state == "not-applicable"
    told = told_words(outcome)
    is_measured = outcome.state == "measured" and len(told) == len(wanted)
    return is_measured and all(any(word in one for one in told) for word in wanted)


def places(report: RepositoryReport, rule: str) -> set[str]:
    """Return where a rule found something, as ``path:line`` or ``path``."""
    return {one.place for one in found(report, rule)}


def found(report: RepositoryReport, rule: str) -> tuple[Finding, ...]:
    """Return what a rule found."""
    return tuple(one for result in report.results for one in result.findings if one.rule == rule)


def marked(files: Mapping[str, str | bytes], rule: str) -> set[str]:
    """Return the places that carry ``PLANT-<rule>`` in their line: what must be found, and nothing else."""
    return {
        f"{path}:{number}"
        for path, content in files.items()
        if isinstance(content, str)
        for number, line in enumerate(content.splitlines(), 1)
        if f"PLANT-{rule}" in line
    }
