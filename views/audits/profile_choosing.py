"""Another profile for a team: asked for in a dialog, then written into the estate file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.audit_team_rows import profile_choices
from views.writable_estate import writable_estate

if TYPE_CHECKING:
    from console.presenters.audit_team_rows import TeamRow
    from views.audits.audit_work import AuditWork
    from views.audits.team_tab import TeamTab
    from views.page import PageContext
    from views.widgets.later import Later


class ProfileChoosing:
    """Nothing is written before somebody agreed."""

    def __init__(self, context: PageContext, work: AuditWork, teams: Later[TeamTab]) -> None:
        self._context, self._work, self._teams = context, work, teams
        teams.tell("choosing", lambda tab: tab.profile_asked.connect(self._ask))

    def _ask(self, found: TeamRow) -> None:
        from views.dialogs.profile_dialog import ProfileDialog  # noqa: PLC0415 - with the first one

        opened = writable_estate(self._context)
        if opened is not None:
            choices = profile_choices(opened.estate)
            dialog = ProfileDialog(self._teams.window(), found.title, found.profile, choices)
            dialog.agreed.connect(lambda key: self._write(found.team, key))
            dialog.open()

    def _write(self, team: str, profile: str) -> None:
        from console.services.team_file import choose_profile  # noqa: PLC0415 - pydantic

        opened = self._context.session.open
        if opened is not None:
            self._work.behind(
                lambda: choose_profile(opened.file, team, profile),
                lambda _none: self._context.estates.open_file(opened.file),
            )
