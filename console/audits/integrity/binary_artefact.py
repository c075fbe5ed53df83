"""INT12: a program or archive of programs among the sources."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import passed_or_failed
from console.audits.repository.file_book import file_book
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.tracked_file import TrackedFile
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
        ".pyd",
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
        ".deb",
        ".rpm",
        ".dex",
        ".msi",
        ".efi",
        ".ocx",
        ".drv",
        ".par",
    ]
)
_MAGIC = (
    b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"!<arch>\n", b"\0asm",
)  # fmt: skip
_MATERIAL = re.compile(
    r"(^|/)(tests?|testing|testdata|test[_-]data|test[_-]?resources|fixtures?|__fixtures__|__tests__|specs?|e2e|corpus)/"
    r"|(^|/)[\w-]*[_-]tests?/",
    re.I,
)
_WRAPPERS = re.compile(r"(^|/)(gradle/wrapper/gradle-wrapper|\.mvn/wrapper/maven-wrapper)\.jar$")


def _check(checkout: Checkout) -> RuleOutcome:
    return passed_or_failed(_KEY, list(_findings(checkout)))


def _findings(checkout: Checkout) -> Iterator[Finding]:
    written = {one.path for one in checkout.files}
    asked = [one for one in checkout.tracked if _is_asked(one)]
    book = file_book(checkout, "built-code", [one.path for one in asked if one.path in written], bool)
    built = book.whole({one: _is_program(one, checkout.content(one, 512)) for one in book.missing}, nothing=False)
    for one in asked:
        if built[one.path] if one.path in written else _is_program(one.path, None):
            evidence = t("{size} bytes of built code", size=one.size)
            yield Finding(_KEY, RuleSeverity.HIGH, one.path, evidence=evidence, tool="console-audit")


def _is_asked(one: TrackedFile) -> bool:
    is_apart = path_class(one.path) is PathClass.TEST or _MATERIAL.search(one.path) is not None
    return one.is_regular and one.size > 0 and not is_apart and not _WRAPPERS.search(one.path)


def _is_program(path: str, content: bytes | None) -> bool:
    """The content decides; the ending only where there is no content to be read, or none with a mark of its own."""
    suffix, head = PurePosixPath(path).suffix.lower(), content or b""
    if (
        head.startswith(_MAGIC)
        or (head.startswith(b"MZ") and b"This program" in head)
        or (head.startswith(b"MZ") and b"\0" in head and suffix in {".exe", ".dll"})
    ):
        return True
    if suffix not in _ENDINGS:
        return False
    return content is None or b"\0" in head


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
