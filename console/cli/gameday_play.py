"""A game day on the command line: the lab, the session on it, and what the operator types."""

import asyncio
import threading
from concurrent.futures import wait
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING

from console.bootstrap import build_session
from console.domain.game_day.game_day import MarkWord
from console.estate.load import load_estate
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.lab.control.command_line import stdin_lines
from console.presenters.game_days.game_view import fault_choices, game_view
from console.services.game_days.game_player import WATCHED, GamePlayer
from console.services.lab_desk import LabDesk

if TYPE_CHECKING:
    from console.cli.invocation import Invocation
    from console.domain.game_day.game_day import GameDay
    from console.services.game_days.game_desk import GameDesk
    from console.services.lab_start import LabStart

_START_S = 70.0
_DRAIN_S = 0.1
_USUAL_S = 12.0  # of watching before a rehearsal: two rounds of what is polled


class GamePlay:
    """A context: the lab runs within it. ``run`` plays one game day and returns it when it is over."""

    def __init__(self, invocation: "Invocation", start: "LabStart") -> None:
        self._invocation = invocation
        self._session = build_session(invocation.profile())
        self._lab = LabDesk(self._session.runtime, invocation.paths, start)
        self._ends = ExitStack()
        self._ends.callback(self._session.close)
        self._ends.callback(self._lab.close)
        self._ends.callback(self._session.close_estate)  # first, so that nobody reports the end of the lab as a fault

    def __enter__(self) -> "GamePlay":
        try:
            loaded = load_estate(self._lab.start().result(_START_S))
            self._session.open_estate(loaded.estate, loaded.file)
            self._session.wait_connected()
        except BaseException:
            self._ends.close()
            raise
        self._invocation.note(t("The lab's estate: {file}", file=loaded.file))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.close()

    def run(
        self, *, within_s: float, limit_s: float, scenarios: tuple[str, ...], seed: int | None, auto: bool
    ) -> "GameDay":
        """Begin, take what the operator says (or play the operator), and wait for the end."""
        session = self._session
        games, opened = self._lab.games(session.clock, session.trail), session.open
        assert opened is not None
        look = session.look(*WATCHED) if auto else None
        if look is not None:
            self._let_arrive()
        begin = games.begin(opened.estate.name, within_s=within_s, limit_s=limit_s, scenarios=scenarios, seed=seed)
        day = session.runtime.run(begin)
        playing = session.runtime.submit(self._play(games, day.id) if auto else self._listen(games, day))
        try:
            while not playing.done():
                session.store.drain()
                wait([playing], _DRAIN_S)
            return playing.result()
        finally:
            playing.cancel()
            if look is not None:
                look.close()

    def _let_arrive(self) -> None:
        """Let what is usual arrive first, so that it is not taken for a symptom."""
        clock, store = self._session.clock, self._session.store
        begun_s, pause = clock.monotonic(), threading.Event()
        while clock.monotonic() - begun_s < _USUAL_S:
            store.drain()
            pause.wait(_DRAIN_S)

    async def _play(self, games: "GameDesk", day_id: str) -> "GameDay":
        session = self._session
        desk = await session.runtime.in_thread(lambda: session.changes.runbooks)
        library = await session.runtime.in_thread(desk.library)
        await session.changes.service.book.refresh()
        access, say = session.changes.service.access, self._invocation.note
        await GamePlayer(session.store, games, desk, access, asyncio.sleep, say).play(day_id, library.all())
        assert games.driven is not None
        return await asyncio.wrap_future(games.driven)

    async def _listen(self, games: "GameDesk", day: "GameDay") -> "GameDay":
        """Obey lines of standard input until the game day is over; without any more it goes on to its limit."""
        self._invocation.note(game_view(day, games.book.now_s()).sentence)
        self._invocation.note(t("Work in another terminal or in the window. Here you say:"))
        for line in _help():
            self._invocation.note(f"  {line}")
        listening = asyncio.create_task(self._hear(games, day))
        assert games.driven is not None
        try:
            return await asyncio.wrap_future(games.driven)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _hear(self, games: "GameDesk", day: "GameDay") -> None:
        async for line in stdin_lines():
            try:
                self._invocation.note(await self._obey(games, day, line.split()))
            except ConsoleError as error:
                self._invocation.note(str(error))

    async def _obey(self, games: "GameDesk", day: "GameDay", words: list[str]) -> str:
        said = {
            "seen": MarkWord.SEEN,
            "it-is": MarkWord.NAMED,
            "healed": MarkWord.CHECKED,
            "give-up": MarkWord.GIVEN_UP,
        }
        word = said.get(words[0]) if words else None
        if word is MarkWord.NAMED and len(words) != 2:
            known = await asyncio.wrap_future(self._lab.scenarios())
            choices = fault_choices(known)
            return "\n".join(f"{key}: {title}" for key, title in choices)
        if word is None:
            return "\n".join(_help())
        now = await games.say(day.id, word, words[1] if word is MarkWord.NAMED else "")
        if now.is_over:
            return t("It is over.")
        return "\n".join(game_view(now, games.book.now_s()).said[-1:])


def _help() -> tuple[str, ...]:
    return (
        t("seen: something is wrong"),
        t("it-is RUNBOOK: what it is, by the runbook that heals it (alone: the list)"),
        t("healed: it is healed, and you have checked it"),
        t("give-up: end it and see what it was"),
    )
