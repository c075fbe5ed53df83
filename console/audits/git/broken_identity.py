"""GIT05: authors that nobody can be found by."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.commit_finding import commit_finding
from console.audits.outcome import by_share
from console.audits.repository.history import history_of, is_bot_author
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "GIT05"
_NO_NAME = frozenset(
    ["", "root", "unknown", "user", "your name", "(no author)", "nobody", "admin", "administrator", "ubuntu"]
)
_NO_MAIL = re.compile(
    r"^(you@example\.com|your[._-]?e?mail@.*|none|unknown|nobody|\(none\)|[^@]*|@.*|.*@)$"
    r"|@([^.@]*|.*\.(local|localdomain|internal|lan|home|vm|invalid|\(none\))|\[?\d{1,3}(\.\d{1,3}){3}\]?)$",
    re.I,
)


def _check(checkout: Checkout) -> RuleOutcome:
    history = history_of(checkout)
    counts = Counter([(one.author, one.email) for one in history])
    people = {who: count for who, count in counts.items() if not is_bot_author(*who)}
    broken = {who: count for who, count in people.items() if _is_broken(*who)}
    newest = {who: one for one in reversed(history) if (who := (one.author, one.email)) in broken} if broken else {}
    found = [
        commit_finding(
            _KEY,
            RuleSeverity.LOW,
            newest[who],
            t("{name} <{mail}>, {count} commits", name=who[0], mail=who[1], count=count),
        )
        for who, count in sorted(broken.items())
    ]
    total = sum(people.values())
    return by_share(_KEY, total - sum(broken.values()), total, found)


def _is_broken(name: str, mail: str) -> bool:
    return name.strip().lower() in _NO_NAME or bool(_NO_MAIL.search(mail.strip()))


RULES.add(
    AuditRule(
        _KEY,
        AuditName.GIT,
        RuleSeverity.LOW,
        title=lambda: t("Authors can be known and reached"),
        why=lambda: t("Nobody can be asked about a change of root@localhost."),
        mend=lambda: t("Map the identity to a person in .mailmap, and set user.name and user.email on that machine."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="commit",
        past=PastContents.RENAMED,
    )
)
