"""A finding: where a repository breaks a rule, and what shows it."""

from enum import StrEnum

from msgspec import Struct

from console.domain.audit.rule_severity import RuleSeverity


class BaselineState(StrEnum):
    """What a finding is against the baseline (SARIF 2.1.0 §3.27.24)."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    ABSENT = "absent"


class Finding(Struct, frozen=True):
    """``path`` is relative with slashes (empty: the repository as a whole), ``line`` from 1 (0: the whole file).

    ``evidence`` is what was seen there: the line itself, a commit, a fact of the forge; untrusted text, bounded.
    ``patch`` is a unified difference that mends it, where that is safe. ``tool`` is the program that found it.
    ``fingerprint`` stays the same while the line moves; it is given by ``console.domain.audit.fingerprint``.
    """

    rule: str
    severity: RuleSeverity
    path: str = ""
    line: int = 0
    end_line: int = 0
    evidence: str = ""
    commit: str = ""
    tool: str = ""
    patch: str = ""
    fingerprint: str = ""
    baseline: BaselineState = BaselineState.NEW

    @property
    def place(self) -> str:
        """Return where it is, as people write it: ``src/a.py:12``, a commit, or nothing."""
        if not self.path:
            return self.commit[:12]
        return f"{self.path}:{self.line}" if self.line else self.path
