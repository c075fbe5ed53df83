"""The headings that open the sections of a runbook, in English and Japanese."""

from __future__ import annotations

from console.domain.runbooks.section import Section

_WORDS = {
    Section.PREMISE: ("premise", "premises", "before you begin", "前提", "前提条件"),
    Section.STEPS: ("steps", "procedure", "手順", "対応手順"),
    Section.VERIFICATION: ("verification", "verify", "検証", "確認", "検証手順"),
    Section.RECOVERY: ("recovery", "rollback", "復旧", "回復", "リカバリ", "リカバリー", "切り戻し"),
}
_BY_WORD = {word: section for section, words in _WORDS.items() for word in words}


def section_of(heading: str) -> Section | None:
    """Return the section that a heading opens; ``None`` when it opens none."""
    return _BY_WORD.get(heading.strip().strip("#:：").strip().lower())
