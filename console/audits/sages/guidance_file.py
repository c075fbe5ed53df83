"""SAG03: no word on how to contribute, or where to report a weakness."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.document_page import headings
from console.audits.file_patch import file_patch
from console.audits.outcome import by_share
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SAG03"
_PLACES = r"^(\.github/|docs?/|\.gitlab/|\.well-known/)?"
_WANTED = {
    "SECURITY.md": (
        re.compile(_PLACES + r"security([-_]policy|/(index|readme))?(\.\w+)?$", re.I),
        re.compile(r"security|vulnerabilit|セキュリティ|脆弱", re.I),
    ),
    "CONTRIBUTING.md": (
        re.compile(_PLACES + r"(contribut(e|ing)(/(index|readme))?|hacking|development)(\.\w+)?$", re.I),
        re.compile(r"contribut|hacking|開発|貢献", re.I),
    ),
}
_BLANK = 2  # characters of a line end
_TEXTS = {
    "SECURITY.md": "# Security\n\nPlease report a weakness in private: with the private report of this forge, or "
    "to the maintainers by mail.\n"
    "Do not open a public issue for it. We answer, tell when it will be mended, and name you if you wish.\n\n"
    "The newest release is supported.\n",
    "CONTRIBUTING.md": "# Contributing\n\n1. Open an issue first for anything larger than a correction.\n"
    "2. Add a test that fails without the change.\n3. Run all tests, and open a pull request that says what "
    "changes and why.\n",
}


def _check(checkout: Checkout) -> RuleOutcome:
    written = [one.path for one in checkout.tracked if one.size > _BLANK or not one.is_regular]
    readmes = [one for one in written if re.match(r"^readme(\.\w+)?$", one, re.I)]
    titles = "\n".join(one.title for path in readmes for one in headings(checkout.text(path)))
    found = []
    for name, (path, title) in _WANTED.items():
        if not any(path.match(one) for one in written) and not title.search(titles):
            patch = "" if name in checkout.paths else file_patch(name, "", _TEXTS[name])
            words = t("{name} is missing", name=name)
            found.append(Finding(_KEY, RuleSeverity.LOW, evidence=words, patch=patch, tool="console-audit"))
    return by_share(_KEY, len(_WANTED) - len(found), len(_WANTED), found)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SAGES,
        RuleSeverity.LOW,
        title=lambda: t("It says how to contribute and where to report a weakness"),
        why=lambda: t("Who finds a weakness and no address for it tells it in public."),
        mend=lambda: t("Add SECURITY.md and CONTRIBUTING.md; the patch is a beginning."),
        check=_check,
        mending=Mending.SAFE,
        scope="tree",
    )
)
