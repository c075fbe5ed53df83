"""What a repository is made of, and what is proposed for it, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.kernel.visible_text import visible_line
from console.presenters.format import short

if TYPE_CHECKING:
    from console.domain.audit.project_structure import ProjectStructure
    from console.domain.audit.proposed_setting import ProposedSetting

_MOST_LANGUAGES = 3


def structure_words(structure: ProjectStructure) -> str:
    """Return languages, builds, tests and pipelines of a repository in one line."""
    spoken = ", ".join(f"{name} {count}" for name, count in structure.languages[:_MOST_LANGUAGES])
    parts = [
        t("{count} files", count=structure.files),
        spoken,
        ", ".join(structure.builds),
        t("{count} tests", count=structure.tests) if structure.tests else t("no tests"),
        t("CI: {names}", names=", ".join(structure.pipelines)) if structure.pipelines else t("no CI"),
    ]
    return visible_line(" · ".join(part for part in parts if part))


def setting_words(setting: ProposedSetting) -> str:
    """Return a proposed setting with its reason."""
    value = setting.value
    shown = (
        ", ".join(map(str, value)) if isinstance(value, tuple) else short(value) if isinstance(value, float) else value
    )
    return t("{setting}: {value} ({reason})", setting=setting.setting, value=shown, reason=setting.reason)
