"""Teams with their audit profiles as rows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import PROFILES, AuditProfile
from console.estate.audit_profiles import estate_profile
from console.kernel.i18n import t
from console.kernel.visible_text import visible_line
from console.presenters.audit_word import audit_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.estate.schema.estate import Estate


@dataclass(frozen=True, slots=True)
class TeamRow:
    """``strictness`` is from 0 to 1; ``traits_text`` says what else the profile switches on."""

    team: str
    title: str
    profile: str
    profile_title: str
    strictness: float
    focus: tuple[str, ...]
    notifies: str
    traits: tuple[str, ...]
    traits_text: str
    projects: int

    @property
    def rule_text(self) -> str:
        """Return the documented rule by which strictness moves thresholds, for this team."""
        return _rule_text(self.strictness)

    @property
    def focus_text(self) -> str:
        """Return the audits that count twice, as people call them."""
        return ", ".join(audit_word(AuditName(one)) for one in self.focus)

    def record(self) -> dict[str, Any]:
        """Return it for programs, without the words."""
        return {key: value for key, value in asdict(self).items() if not key.endswith("_text")}


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """A profile that a team may have: what its strictness means, and what else it switches on."""

    key: str
    title: str
    rule_text: str
    traits_text: str


def profile_choices(estate: Estate) -> tuple[ProfileChoice, ...]:
    """Return the profiles that are shipped, then the estate's own."""
    titles = {one.key: one.title for one in estate.audit_profiles}
    return tuple(
        ProfileChoice(
            key, visible_line(titles.get(key) or _title(key)), _rule_text(profile.strictness),
            ", ".join(dict(_traits(profile)).values()),
        )
        for key, profile in ((key, estate_profile(estate, key)) for key in dict.fromkeys((*PROFILES, *titles)))
    )  # fmt: skip


def _rule_text(strictness: float) -> str:
    return t(
        "Audits pass from {line} of 100 on; thresholds of rules are {change} of the usual ones.",
        line=round(100 * strictness),
        change=f"{round(100 * (1.0 - (strictness - PROFILES['open-source'].strictness)))} %",
    )


def team_rows(estate: Estate) -> tuple[TeamRow, ...]:
    """Return a row per team, in the estate's order."""
    titles = {one.key: one.title for one in estate.audit_profiles}
    rows = []
    for team in estate.teams:
        key = team.profile or "open-source"
        profile = estate_profile(estate, key)
        strictness = profile.strictness if team.strictness is None else team.strictness
        traits = dict(_traits(profile))
        projects = sum(one.team == team.key for one in estate.projects)
        rows.append(
            TeamRow(
                team.key, visible_line(team.title or team.key), key, visible_line(titles.get(key) or _title(key)),
                strictness, tuple(one.value for one in profile.focus), profile.notifies, tuple(traits),
                ", ".join(traits.values()), projects,
            )
        )  # fmt: skip
    return tuple(rows)


def _title(key: str) -> str:
    return {"startup": t("Startup"), "enterprise": t("Enterprise"), "open-source": t("Open source")}.get(key, key)


def _traits(profile: AuditProfile) -> Iterator[tuple[str, str]]:
    if profile.complies:
        yield "complies", t("compliance mode")
    if profile.corrects:
        yield "corrects", t("safe corrections are prepared")
    if profile.public:
        yield "public", t("public dashboard and badge")
    if profile.feedback:
        yield "feedback", t("feedback from outside")
    if profile.hides_low:
        yield "hides_low", t("low findings hidden")
