"""A soak: everything a person does, over and over, on a lab that breaks, with samples of what the program holds."""

import gc
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from tests.soak import estate_act, window_act
from tests.soak.driver import Act, Driver
from tests.soak.sample import Sample, take
from tests.soak.stage import Stage, make_stage
from tests.soak.truth import Comparison
from views.app import make_application, tidy


@dataclass(frozen=True)
class Plan:
    """``lasts_s`` are real seconds, ``dwell_s`` is how long a page is looked at (``glance_s`` in the first round).

    The lab is killed once in ``kill_every`` cycles, the estate is opened anew once in ``open_every``.
    """

    folder: Path
    cache: Path
    lasts_s: float
    speed: float
    days: float = 1.0
    dwell_s: float = 0.6
    glance_s: float = 0.1
    open_every: int = 2
    kill_every: int = 5


@dataclass
class Course:
    """What a soak brought."""

    samples: list[Sample] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    comparison: Comparison = field(default_factory=Comparison)
    cycles: int = 0
    acts: int = 0


class _Errors(logging.Handler):
    """What the program logs as an error is a fault of it."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        self._errors.append(self.format(record)[-2_000:])


def soak(plan: Plan, tell: Callable[[str], object]) -> Course:
    """Run a soak to its end; ``tell`` hears each sample."""
    course, application = Course(), make_application()
    handler = _Errors(course.errors)
    logging.getLogger().addHandler(handler)
    stage = make_stage(plan.folder, plan.speed, plan.days, plan.cache)
    stage.desktop.around.bridge.later(lambda: tidy(stage.desktop, stage.session.clock))
    began_s = time.monotonic()

    def is_over() -> bool:
        return time.monotonic() - began_s >= plan.lasts_s

    def look() -> None:
        sample = take(time.monotonic() - began_s, stage.session, stage.lab_pid, course.cycles)
        course.samples.append(sample)
        tell(f"{sample.at_s:7.0f} s  cycle {course.cycles}  " + _short(sample))

    driver = Driver(_acts(stage, plan, course, look), is_over, application.quit)
    driver.start()
    try:
        application.exec()
    finally:
        course.faults += driver.faults
        course.acts = driver.played
        stage.close()
        logging.getLogger().removeHandler(handler)
        gc.collect()
    return course


def _short(sample: Sample) -> str:
    wanted = (
        "rss_mb",
        "fds",
        "threads",
        "tasks",
        "objects",
        "gone",
        "qt_objects",
        "timers",
        "lab_rss_mb",
        "history_mb",
    )
    return "  ".join(f"{name} {sample.values[name]:.0f}" for name in wanted if name in sample.values)


def _acts(stage: Stage, plan: Plan, course: Course, look: Callable[[], None]) -> Iterator[tuple[str, Act]]:
    """Return all that is done: everything once, then cycle after cycle, each with a sample at its end.

    A cycle breaks one thing of twenty: without the first round the last of them would be new after most of the day.
    The estate is opened anew before the pages are shown: a page that is not in front keeps what it showed last.
    """
    dwell_s = plan.dwell_s
    yield "open", estate_act.opened(stage)
    yield "fill threads", estate_act.threads_filled(stage)
    for key in _scenarios(stage):
        yield f"first/{key}", estate_act.broken(stage, key, window_act.every_page(stage, plan.glance_s))
    for form in estate_act.FORMATS:
        yield f"first/{form}", estate_act.review(stage, plan.folder, form)
    yield "first/lab dies", estate_act.lab_dies(stage)
    for number, key in enumerate(cycle(_scenarios(stage)), 1):
        if number % plan.open_every == 0:
            yield "open again", estate_act.open_again(stage)
        if number % plan.kill_every == 0:
            yield "lab dies", estate_act.lab_dies(stage)
        yield f"pages/{key}", estate_act.broken(stage, key, window_act.every_page(stage, dwell_s))
        yield "windows", window_act.further_windows(stage, dwell_s)
        yield "drawer and dialogs", window_act.drawer_and_dialogs(stage, dwell_s)
        yield "looks", window_act.looks(stage, dwell_s)
        yield "compare objects", course.comparison.objects(stage)
        yield "compare points", course.comparison.points(stage)
        yield "change", estate_act.change_and_undo(stage)
        yield "runbook", estate_act.runbook(stage)
        form = estate_act.FORMATS[number % len(estate_act.FORMATS)]
        yield "review", estate_act.review(stage, plan.folder, form)
        yield "forget windows", window_act.windows_forgotten(stage)
        course.cycles = number
        look()


def _scenarios(stage: Stage) -> list[str]:
    found = stage.desk.scenarios().result(60)
    return [one.id for one in found]
