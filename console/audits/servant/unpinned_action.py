"""SRV03: actions and images that may change under their name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.ci_image import ci_images
from console.audits.tools.zizmor_run import workflow_notes
from console.audits.workflow_finding import workflow_outcome
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.ci_image import CiImage
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SRV03"
_UNKNOWN = "may be unpinned"  # an image that an expression names
# Works only when a version names it: it proves by that name what has built something.
_BY_TAG = re.compile(r"\bslsa-framework/slsa-github-generator/\.github/workflows/[\w.-]+@v\d+\.\d+\.\d+")


def _check(checkout: Checkout) -> RuleOutcome:
    notes = workflow_notes(checkout, "unpinned-uses", "unpinned-images")
    known = [one for one in notes if _UNKNOWN not in one.words and not _BY_TAG.search(one.text)]
    images = ci_images(checkout)
    loose = [_loose(one) for one in images if not one.is_pinned]
    return workflow_outcome(checkout, _KEY, RuleSeverity.MEDIUM, known, others=loose if images else None)


def _loose(image: CiImage) -> Finding:
    words = image.name[:120]
    return Finding(_KEY, RuleSeverity.MEDIUM, image.path, image.line, evidence=words, tool="console-audit")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SERVANT,
        RuleSeverity.MEDIUM,
        title=lambda: t("Actions and images are pinned by hash"),
        why=lambda: t("Whoever takes over the action moves its tag, and every project that names the tag runs theirs."),
        mend=lambda: t("Name the full commit hash, with the version as a comment; the update bot keeps both."),
        check=_check,
        mending=Mending.SAFE,
        scope="tree",
    )
)
