"""SAG01: what a README does not tell to somebody who begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.document_page import headings
from console.audits.outcome import by_share, passed_or_failed
from console.audits.repository.link_target import file_behind
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SAG01"
_README = re.compile(r"^(\.github/|docs/)?readme(\.(md|rst|txt|adoc|markdown|mdx|org|ja\.md))?$", re.I)
_TITLES = {
    "install": r"instal|set ?up|getting started|get started|quick ?-?start|requirement|prerequisit|download|"
    r"build|begin"
    r"|einrichtung|erste schritte|démarrage|empezar"
    r"|インストール|導入|セットアップ|はじめ|始め|安装|快速开始",
    "use": r"\bus(e|age|ing)\b|example|quick ?-?start|getting started|get started|how (to|it)|tutorial|guide|"
    r"running|\brun\b|\bapi\b"
    r"|verwend|nutzung|anwendung|beispiel|utilis|utiliz|exemple|ejemplo|exemplo|\buso\b"
    r"|command|demo|basics|documentation|begin|jobs|使い方|使用|例|使用方法",
    "test": r"\btest|\bdevelop|hacking|working on|entwickl|développe|desarroll|desenvolv|prueba|テスト|開発|試験|测试",
    "licence": r"licen[cçsz]|lizenz|copying|copyright|legal|ライセンス|许可",
}
_WORDS = {
    "install": r"\b(pip3?|pipx|uv|npm|pnpm|yarn|cargo|brew|apt(-get)?|dnf|go|gem|conda|helm|make|cmake|mvn|"
    r"composer|choco|winget|"
    r"docker)( tool| pip)? (i|install|add|get|pull|run|build|compose|setup)\b|\./(gradlew|configure|mvnw)",
    # What only installs or tests is taken out before.
    "use": r"^[^\S\n]*(```|~~~)|^(\.\. code|[^\S\n]*::[^\S\n]*$|\$ )",
    "test": r"\b(pytest|tox|nox|ctest|jest|vitest|(npm|pnpm|yarn|bun|deno)( run)? tests?|(cargo|go|mvn|dotnet|"
    r"swift|mix|hatch) test|"
    r"(make|just|task|gradlew?) (test|check)\w*|python3? -m (pytest|unittest))\b",
    "licence": r"licen[cs]ed? (under|:|\(|is)|\b(MIT|BSD|Apache|GPL|MPL|ISC)[\w. -]{0,12} licen[cs]e|"
    r"\]\(([^()\s]*/)?(LICEN[CS]E|COPYING)|badge[^)]*licen[cs]e",
}


_OUTLINE = re.compile(r"^\*+ +(\S.*)$", re.M)
_CAPITALS = re.compile(r"(?:^|\n) *\n([A-Z][A-Z /&-]{2,40}):?[ ]*\n(?= *\n)")
_FENCE = re.compile(r"^[^\S\n]*(```|~~~)[^\n]*\n(.*?)^[^\S\n]*\1[^\n]*$", re.M | re.S)
# Where it is told, if not here: in a paragraph with a link.
_ELSEWHERE = {
    "install": r"\binstall(ing|ation)?\b|/releases(/latest)?\)",
    "use": r"\b(usage|tutorials?|get(ting)? started|quick ?-?start|user guide)\b",
}
_LINK = re.compile(r"https?://|\]\(")


def _check(checkout: Checkout) -> RuleOutcome:
    readme = next(
        (one for one in sorted(checkout.paths, key=lambda one: (one.count("/"), one)) if _README.match(one)), ""
    )
    if not readme:
        return passed_or_failed(_KEY, [Finding(_KEY, RuleSeverity.MEDIUM, evidence=t("There is no README."))])
    text = checkout.text(file_behind(checkout, readme))
    titles = "\n".join([*(one.title for one in headings(text)[1:]), *_plain_titles(readme, text)])
    missing = [one for one in _TITLES if not _tells(one, titles, text)]
    found = [
        Finding(
            _KEY, RuleSeverity.MEDIUM, readme, evidence=t("nothing about: {section}", section=one), tool="console-audit"
        )
        for one in missing
    ]
    return by_share(_KEY, len(_TITLES) - len(missing), len(_TITLES), found)


def _plain_titles(path: str, text: str) -> list[str]:
    """Return the headings that are no Markdown: of an Org file, and lines in capitals of a plain text."""
    ending = path.rpartition("/")[2].lower().removeprefix("readme")
    return _OUTLINE.findall(text) if ending == ".org" else _CAPITALS.findall(text) if ending in {"", ".txt"} else []


def _tells(section: str, titles: str, text: str) -> bool:
    if section == "use":
        text = _FENCE.sub(lambda match: match[0] if _shows_use(match[2]) else "", text)
    linked = "\n".join(one for one in text.split("\n\n") if _LINK.search(one)) if section in _ELSEWHERE else ""
    is_elsewhere = linked and re.search(_ELSEWHERE[section], linked, re.I)
    return bool(
        is_elsewhere or re.search(_TITLES[section], titles, re.I) or re.search(_WORDS[section], text, re.I | re.M)
    )


def _shows_use(block: str) -> bool:
    """Return whether a block has a line that neither installs nor tests."""
    lines = [one.strip().removeprefix("$ ") for one in block.splitlines() if one.strip() and one.strip()[0] != "#"]
    beside = re.compile(
        rf"{_WORDS['install']}|{_WORDS['test']}|^(cd|git clone|source|\.|mkdir|python3? -m venv) ", re.I
    )
    return any(not beside.search(one) for one in lines)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SAGES,
        RuleSeverity.MEDIUM,
        title=lambda: t("The README tells how to install, use and test it, and its licence"),
        why=lambda: t("Somebody who begins has only the README; what is not there has to be guessed or asked."),
        mend=lambda: t("Add the missing section; a few lines that can be copied are enough."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="tree",
    )
)
