"""The doors to changes in a window's frame: the lock of the header and the list of the drawer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.ports.change_executor import ChangeExecutor
from console.presenters.change_lock import lock_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.change import Change
    from console.services.session import Session
    from views.change_opening import ChangeOpening
    from views.shell.change_list import ChangeList
    from views.shell.lock_button import LockButton
    from views.widgets.later import Later


class ChangeDoors:
    """Connects what is asked there with what carries it out; lives as long as the widgets do."""

    def __init__(self, session: Session, opening: ChangeOpening, lock: LockButton, listed: Later[ChangeList]) -> None:
        self._session, self._opening, self._lock = session, opening, lock
        lock.opened.connect(self._offer)
        lock.unlock_asked.connect(opening.unlock)
        lock.lock_asked.connect(opening.lock)
        listed.tell("doors", self._attend)

    def _attend(self, listed: ChangeList) -> None:
        opening = self._opening
        listed.details_asked.connect(lambda key: self._with(key, opening.details))
        listed.apply_asked.connect(lambda key: self._with(key, opening.resume))
        listed.undo_asked.connect(lambda key: self._with(key, opening.undo))
        listed.keep_asked.connect(opening.keep)
        listed.back_asked.connect(opening.take_back)
        listed.sign_asked.connect(opening.ask_signature)
        listed.signature_taken.connect(lambda key: opening.signing().fetch(listed, key, lambda: None))

    def _offer(self) -> None:
        state, now_s = self._session.store.state, self._session.clock.now().timestamp()
        changeable = [key for key in state.connections if self._session.offered(key, ChangeExecutor) is not None]
        self._lock.offer(lock_lines(state, changeable, now_s), read_only=self._session.read_only)

    def _with(self, key: str, act: Callable[[Change], object]) -> None:
        change = self._session.store.state.changes.get(key)
        if change is not None:
            act(change)
