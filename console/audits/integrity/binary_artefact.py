"""INT12: a program or archive of programs among the sources."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import passed_or_failed
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "INT12"
_ENDINGS = frozenset(
    [
        ".exe",
        ".dll",
        ".so",
        ".dylib",
        ".class",
        ".jar",
        ".war",
        ".ear",
        ".pyc",
        ".pyo",
        ".o",
        ".a",
        ".lib",
        ".wasm",
        ".whl",
        ".egg",
        ".apk",
        ".ipa",
        ".crx",
        ".bin",
    ]
)
_MAGIC = (
    b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"!<arch>\n", b"\0asm",
)  # fmt: skip
_WRAPPERS = re.compile(r"(^|/)(gradle/wrapper/gradle-wrapper|\.mvn/wrapper/maven-wrapper)\.jar$")


def _check(checkout: Checkout) -> RuleOutcome:
    return passed_or_failed(_KEY, list(_findings(checkout)))


def _findings(checkout: Checkout) -> Iterator[Finding]:
    written = {one.path for one in checkout.files}
    for one in checkout.tracked:
        kind = path_class(one.path)
        is_apart = kind is PathClass.TEST or "test" in one.path.split("/")[0] or "/testdata/" in f"/{one.path}"
        if not one.is_regular or one.size == 0 or is_apart or _WRAPPERS.search(one.path):
            continue
        head = _head(checkout, one.path) if one.path in written else b""
        if _is_program(one.path, head, is_read=one.path in written):
            evidence = t("{size} bytes of built code", size=one.size)
            yield Finding(_KEY, RuleSeverity.HIGH, one.path, evidence=evidence, tool="console-audit")


def _head(checkout: Checkout, path: str) -> bytes:
    try:
        with open(checkout.folder / path, "rb") as stream:
            return stream.read(512)
    except OSError:
        return b""


def _is_program(path: str, head: bytes, *, is_read: bool) -> bool:
    """The content decides; the ending only where there is no content to be read, or none with a mark of its own."""
    suffix = PurePosixPath(path).suffix.lower()
    if (
        head.startswith(_MAGIC)
        or (head.startswith(b"MZ") and b"This program" in head)
        or (head.startswith(b"MZ") and suffix in {".exe", ".dll"})
    ):
        return True
    if suffix not in _ENDINGS:
        return False
    return not is_read or b"\0" in head


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.HIGH,
        title=lambda: t("No built programs among the sources"),
        why=lambda: t("Nobody can review what is in it, and nobody knows from which source it was made."),
        mend=lambda: t("Take it out, and build it from source or fetch it by its checksum."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="tree",
    )
)
