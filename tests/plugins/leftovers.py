"""A test that leaves a thread, a child process, a Qt timer or a runtime scope behind fails with its name.

What fixtures of a wider scope start on purpose (a lab for a module, say) is theirs: it is noted while they are set up,
and must be gone when they have ended.
"""

from collections.abc import Callable, Generator

import pytest

from tests.fakes.waiting import holds_within
from tests.plugins import process_leftover, qt_leftover, scope_leftover, thread_leftover

Lister = Callable[[], dict[object, str]]
Wide = dict[int, set[object]]

LISTERS: tuple[Lister, ...] = (
    thread_leftover.running,
    process_leftover.running,
    qt_leftover.running,
    scope_leftover.running,
)

_before = pytest.StashKey[set[object]]()
_wide = pytest.StashKey[Wide]()
_ended = pytest.StashKey[set[object]]()
_seen = pytest.StashKey[set[object] | None]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("leftover_grace_s", "seconds in which what a test started may still end by itself", default="2.0")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_wide] = {}
    config.stash[_ended] = set()
    config.stash[_seen] = None


def _running() -> dict[object, str]:
    return {key: name for lister in LISTERS for key, name in lister().items()}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    # Nothing runs between two tests: what was there after the last one is there before this one.
    seen = item.config.stash[_seen]
    item.stash[_before] = set(_running()) if seen is None else seen
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    if fixturedef.scope == "function":
        return (yield)
    before = set(_running())
    result = yield
    started = set(_running()) - before
    request.config.stash[_wide][id(fixturedef)] = started
    item = request._pyfuncitem
    if _before in item.stash:
        item.stash[_before] |= started
    return result


def pytest_fixture_post_finalizer(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> None:
    """What a wider fixture started is nobody's once the fixture has ended."""
    request.config.stash[_ended] |= request.config.stash[_wide].pop(id(fixturedef), set())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    result = yield
    ended = item.config.stash[_ended]
    known = item.stash[_before] - ended
    ended.clear()
    now: dict[object, str] = {}

    def tidy() -> bool:
        nonlocal now
        now = _running()
        return now.keys() <= known

    grace_s = float(item.config.getini("leftover_grace_s"))
    is_tidy = holds_within(grace_s, tidy, prepare=qt_leftover.let_qt_delete)
    item.config.stash[_seen] = set(now)
    if not is_tidy:
        left = "; ".join(sorted(name for key, name in now.items() if key not in known))
        pytest.fail(f"{item.nodeid} left behind: {left}", pytrace=False)
    return result
