"""Fingerprints: a finding is known again when its line moves."""

from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256

from msgspec.structs import replace

from console.domain.audit.finding import Finding

KEY = "consoleAudit/v1"
"""Its name among the ``partialFingerprints`` of SARIF."""


def fingerprinted(findings: Iterable[Finding], line_of: Callable[[str, int], str]) -> tuple[Finding, ...]:
    """Return findings with fingerprints: a hash of rule, path, the line without its spaces, and its occurrence.

    ``line_of(path, line)`` gives the text of a line. The n-th finding of the same rule on an equal line of a file is
    told apart by n, in the order of the file; so a line that moves keeps its fingerprint, and an edit loses it.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for one in sorted(findings, key=lambda one: (one.path, one.line, one.rule, one.commit, one.evidence)):
        text = line_of(one.path, one.line) if one.path and one.line else (one.commit or one.evidence)
        key = (one.rule, one.path, "".join(text.split()))
        digest = sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "surrogateescape")).hexdigest()[:32]
        seen[key] += 1
        found.append(replace(one, fingerprint=digest))
    return tuple(found)
