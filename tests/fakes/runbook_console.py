"""A console that runs runbooks, with the real change engine, journals and processes, over numbers in a file."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from console.domain.notification import Message, Receipt
from console.domain.runbooks.run_plan import RunPlan
from console.domain.runbooks.runbook import Runbook
from console.domain.runbooks.runbook_run import RunbookRun
from console.estate.load import parse_estate
from console.estate.schema.estate import Estate
from console.kernel.errors import ConnectorError, ConsoleError, ErrorKind
from console.kernel.paths import Paths
from console.kernel.secret import Secret
from console.ports.change_executor import ChangeExecutor
from console.ports.http_probe import HttpAnswer, HttpQuestion
from console.ports.metric import MetricReader, Sample
from console.ports.notifier import Notifier
from console.ports.outside import Outside
from console.runbooks.parse import parse_runbook
from console.services.look import Look
from console.services.policy.operator_key import OperatorKey
from console.services.runbooks.run_outside import Reach
from console.services.runbooks.runbook_desk import RunbookDesk
from tests.fakes.change_engine import Engine
from tests.fakes.manual_clock import ManualClock
from tests.fakes.number_target import NumberTarget
from tests.fakes.sample_estate import TEXT

MORE = """
notifications:
  - {{key: chat, kind: slack, secret: "env:CHAT", severities: [critical, warning]}}
automation:
  environment: [LET_THROUGH]
  jobs:
    - {{key: "auto-dev:warm", title: Warm up, argv: [sh, -c, "echo warm"], gates: []}}
    - {{key: "auto-dev:bad", argv: [sh, -c, "echo broken; exit 4"], gates: []}}
    - {{key: "auto-dev:gated", argv: [sh, -c, "echo never"], gates: [slo], cell: tokyo}}
"""


def runbook_estate() -> Estate:
    """The sample estate with a channel and jobs."""
    return parse_estate((TEXT + MORE).format(environment="staging"))


@dataclass
class Metrics:
    """Answers every query with the next of ``answers``; the last one stays. ``None``: it cannot be reached."""

    answers: list[list[float] | None] = field(default_factory=lambda: [[1.0]])
    asked: list[str] = field(default_factory=list)

    async def query(self, promql: str, at_s: float | None = None) -> tuple[Sample, ...]:
        self.asked.append(promql)
        values = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        if values is None:
            raise ConnectorError(ErrorKind.UNREACHABLE, "Nobody answers.", "Look at the network.")
        return tuple(Sample({"cell": "tokyo"}, one, 0.0) for one in values)


@dataclass
class World:
    """What runs reach: metrics, a channel, a vault and a probe that answers 200."""

    metrics: Metrics = field(default_factory=Metrics)
    told: list[Message] = field(default_factory=list)
    status: int = 200
    asked: list[HttpQuestion] = field(default_factory=list)

    async def send(self, message: Message) -> Receipt:
        self.told.append(message)
        return Receipt("ok")

    def resolve(self, reference: str) -> Secret:
        return Secret(f"value-of-{reference.partition(':')[2]}")

    async def ask(self, question: HttpQuestion) -> HttpAnswer:
        self.asked.append(question)
        return HttpAnswer(self.status, "all is well", 0.01)


def _no_trail() -> Any:
    raise ConsoleError("There is no key.")


@dataclass
class RunbookConsole:
    """One console of a profile. Its steps wait without taking time."""

    folder: Path
    world: World = field(default_factory=World)
    actor: str = "ann@desk"
    read_only: bool = False

    def __post_init__(self) -> None:
        self.clock = ManualClock()
        self.target = NumberTarget(self.folder)
        self.engine = Engine(self.folder, self.target, clock=self.clock, read_only=self.read_only)
        reach = Reach(
            self.engine.runtime,
            self.clock,
            self.engine.store,
            runbook_estate(),
            self._offered,
            lambda: Outside(self.world, self.world),  # type: ignore[arg-type]
            self,
            self._sleep,
        )
        paths = Paths.under(self.folder / "profile")
        engine = self.engine
        operator = OperatorKey(runbook_estate(), _no_trail, self.actor)
        look = Look(lambda: None)
        self.desk = RunbookDesk(
            reach, self.folder, paths, engine.service, engine.recovery, lambda *_: look, lambda _: {}, operator
        )
        self.book, self.command = self.desk.book, self.desk.command
        self.noted: list[Any] = []
        self.run(self.book.refresh())

    def _offered(self, key: str, port: type[Any]) -> Any:
        known: dict[tuple[str, type[Any]], object] = {
            ("asia", ChangeExecutor): self.target,
            ("metrics", MetricReader): self.world.metrics,
            ("chat", Notifier): self.world,
        }
        return known.get((key, port))

    async def _sleep(self, seconds: float) -> None:
        self.clock.advance(seconds)
        await asyncio.sleep(0)

    def note(self, event: Any) -> None:
        """The trail."""
        self.noted.append(event)

    async def flush(self) -> None:
        """The trail is on disk."""

    def run(self, work: Any) -> Any:
        """Do something on the loop."""
        return self.engine.runtime.run(work, 120)

    def read(self, text: str, name: str = "test") -> Runbook:
        """The runbook in a text; it must be sound."""
        parsed = parse_runbook(text, name=name, origin="user", file=str(self.folder / f"{name}.md"))
        assert parsed.is_sound, parsed.faults
        assert parsed.runbook is not None
        return parsed.runbook

    def plan(self, text: str, **values: object) -> RunPlan:
        """The plan of a text."""
        return self.desk.plan(self.read(text), values)

    def start(self, text: str, *, is_dry: bool = False, **values: object) -> RunbookRun:
        """Begin a run, at rest before its first step."""
        plan = self.plan(text, **values)
        started: RunbookRun = self.run(self.command.start(plan, text, reason="a test", is_dry=is_dry))
        return started

    def auto(self, run: RunbookRun) -> RunbookRun:
        """Let it go on by itself, and drive it as far as that goes."""
        self.run(self.command.auto(run.id))
        return self.drive(run)

    def drive(self, run: RunbookRun) -> RunbookRun:
        """Drive it until it is over or waits."""
        driven: RunbookRun = self.desk.drive(run.id).result(120)
        return driven

    def say(self, run: RunbookRun, what: str, *words: object, **more: object) -> RunbookRun:
        """Say something to a run, and drive it."""
        self.run(getattr(self.command, what)(run.id, *words, **more))
        return self.drive(run)

    def whole(self, text: str, *, is_dry: bool = False, **values: object) -> RunbookRun:
        """Run a text from its beginning as far as it goes."""
        return self.auto(self.start(text, is_dry=is_dry, **values))

    def output(self, run: RunbookRun, place: int = 0) -> str:
        """What the newest attempt of a step wrote, from disk."""
        return self.desk.shelf.output(run.id, place, run.steps[place].attempt)

    def close(self) -> None:
        """End in order."""
        self.desk.close()
        self.engine.close()
