"""Giving a team another audit profile in the text of an estate file."""

from typing import Any

from console.estate.section_edit import estate_document, with_section
from console.kernel.errors import UserError
from console.kernel.i18n import t

_SECTION = "teams"


def with_team_profile(text: str, team: str, profile: str) -> str:
    """Return the estate's text in which a team has a profile, by its key; its own strictness goes with the old one.

    Raises ``UserError``: no YAML mapping, no such team.
    """
    entries: list[dict[str, Any]] = [dict(one) for one in estate_document(text).value.get(_SECTION) or ()]
    found = next((one for one in entries if one.get("key") == team), None)
    if found is None:
        raise UserError(
            t("The estate file has no team {team}.", team=repr(team)), t("Read the estate again, then choose anew.")
        )
    found.pop("strictness", None)
    found["profile"] = profile
    return with_section(text, _SECTION, entries)
