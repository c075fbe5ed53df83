"""Waits beside tests whose timers are played, and the programs that run tests again. Proves G1.2, G1.11 (TDD09)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, marked, told_words

_WAIT = "  await new Promise((r) => setTimeout(r, 1000));"
_PLANTED = f"{_WAIT} // PLANT-TDD09"
_FILES = {
    "web/first.test.ts": f"""it('waits', async () => {{
{_PLANTED}
  expect(load()).toBe(1);
}});
it('plays', async () => {{
  jest.useFakeTimers();
{_WAIT}
  expect(load()).toBe(1);
}});
""",
    "web/back.test.ts": f"""test('plays', () => {{
  vi.useFakeTimers();
  vi.useRealTimers();
}});
test('waits', async () => {{
{_PLANTED}
  expect(load()).toBe(1);
}});
""",
    "web/all.test.ts": f"""beforeEach(() => {{
  jest.useFakeTimers();
}});
it('waits', async () => {{
{_WAIT}
  expect(load()).toBe(1);
}});
""",
    "web/later.test.ts": """it('comes later', (done) => {
  setTimeout(() => { // PLANT-TDD09
    expect(load()).toBe(1);
    done();
  }, 500);
});
it('comes later too', function (done) {
  setTimeout(function () { // PLANT-TDD09
    assert(load());
    done();
  }, WAIT);
});
it('is asked for', (done) => {
  server.onGet(() => {
    setTimeout(() => { server.answer(1); }, 20);
  });
  setTimeout(() => { done(); }, 0);
  expect(load()).toBe(1);
});
""",
    "web/top.test.ts": f"""it('waits', async () => {{
{_WAIT}
  expect(load()).toBe(1);
}});
jest.useFakeTimers();
""",
}


def test_played_timers_excuse_the_waits_they_reach_and_no_others(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _FILES, "TDD09")
    assert {one.place for one in outcome.findings} == marked(_FILES, "TDD09"), told_words(outcome)


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("requirements-dev.txt", "pytest\npytest-rerunfailures==14.0\n", 2),
        ("requirements/test.txt", "pytest-retry>=1.6\n", 1),
        ("pyproject.toml", '[dependency-groups]\ndev = [\n  "pytest",\n  "pytest-rerunfailures>=14",\n]\n', 4),
        ("requirements-dev.txt", "# pytest-rerunfailures hid our faults\npytest-timeout\n", 0),
        ("docs/tests.txt", "pytest-rerunfailures\n", 0),
    ],
)
def test_a_program_that_runs_tests_again_is_told_where_it_is_asked_for(
    tmp_path: Path, path: str, text: str, line: int
) -> None:
    case = {"tests/test_a.py": "def test_a():\n    assert load() == 1\n"}
    outcome = judged(tmp_path, {**case, path: text}, "TDD09")
    assert [one.place for one in outcome.findings] == ([f"{path}:{line}"] if line else [])
