"""The audit of tests over shapes of real projects: what waits, runs again, is left out. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

from console.audits.foresight.code_path import is_test_code
from tests.fakes.planted_repository import PlantedRepository, judged, looked_at, tells, told_words

_WAITING = {
    "tests/test_a.py": """import time as clock
from asyncio import sleep
from time import sleep as nap


def test_one():
    clock.sleep(2)  # found
    nap(1)  # found
    assert run()


def test_page(page):
    page.wait_for_timeout(1000)  # found
    page.wait_for_timeout(0)
    assert run()


async def test_two():
    await sleep(1)  # found
    assert run()
""",
    "tests/test_marked.py": """import pytest

pytestmark = pytest.mark.flaky(reruns=3)  # found


@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.flaky(reruns=2))])  # found
def test_one(n):
    assert run(n)
""",
    "src/test/java/ATest.java": """class ATest {
    @Test
    void waits() throws Exception {
        java.lang.Thread.sleep(100); // found
        SECONDS.sleep(2); // found
        Uninterruptibles.sleepUninterruptibly(1, SECONDS); // found
        assertTimeout(ofSeconds(1), () -> assertTrue(run()));
    }
}
""",
    "tests/test_b.py": "def test_two(clock):\n    clock.sleep(3)\n    assert run()\n",
    "a_test.go": """package a

func TestCache(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(5 * time.Second)
		if A() != 1 {
			t.Fatal()
		}
	})
}

func TestB(t *testing.T) {
	time.Sleep(time.Second) // found
	<-time.After(2 * time.Second) // found
	select {
	case <-done:
	case <-time.After(time.Second):
	}
	if A() != 1 {
		t.Fatal()
	}
}
""",
    "tests/a.rs": """#[tokio::test(start_paused = true)]
async fn set_clock() {
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(run());
}

#[tokio::test]
async fn stopped() {
    tokio::time::pause();
    sleep(Duration::from_secs(1)).await;
    std::thread::sleep(Duration::from_secs(1)); // found
    assert!(run());
}

#[tokio::test]
async fn waits() {
    tokio::time::sleep(Duration::from_secs(1)).await; // found
    time::sleep(Duration::from_secs(1)).await; // found
    assert!(run());
}
""",
    ".github/workflows/ci.yml": """on: [push]
jobs:
  test:
    runs-on: x
    steps:
      - run: pytest --reruns 2 -q  # found
      - run: npx playwright test --retries=2  # found
      - run: curl --retry 3 https://shop.example
""",
    "Makefile": "test:\n\tcargo nextest run --retries 2 # found\n\t# pytest --reruns 3\nwait:\n\tcurl --retry 5 x\n",
}


def _found(files: dict[str, str]) -> list[str]:
    return [
        f"{path}:{number} "
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if line.endswith(" found")
    ]


def test_sleeps_by_any_name_are_found_and_those_under_a_set_clock_are_not(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _WAITING, "TDD09")
    assert tells(outcome, _found(_WAITING)), told_words(outcome)


@pytest.mark.parametrize("tool", ["c8", "v8", "istanbul"])
def test_the_end_of_what_is_left_out_leaves_nothing_out(tmp_path: Path, tool: str) -> None:
    made = PlantedRepository(tmp_path / "shop")
    baseline = made.commit({"a.txt": "a\n"})
    made.commit({"src/a.ts": f"/* {tool} ignore start */\nexport function a() {{}}\n/* {tool} ignore stop */\n"})
    outcome = looked_at(made, "TDD07", baseline=baseline)
    assert tells(outcome, ["src/a.ts:1"]), told_words(outcome)


_GIVEN = {
    "src/shop/web.py": """from typing import Protocol

from fastapi import APIRouter

router = APIRouter()


@router.get("/orders")
def list_orders():
    return []


@app.callback()
def root():
    return 1


class Store(Protocol[Row]):
    def load_row(self) -> Row: ...


def doubled(a):
    \"\"\"Double it.

    >>> doubled(2)
    4
    \"\"\"
    return a * 2


def lonely(a):  # found
    \"\"\"Call ``lonely(1)``.\"\"\"
    return a
""",
    "lib/cart.js": """function unnamed(a) { // found
  return a;
}

const arrow = async (a) => { // found
  return a;
};

function hidden(a) {
  return a;
}

function named(a) {
  return hidden(a);
}

class Cart {
  lost(a) { // found
    return a;
  }
}

module.exports = {
  unnamed,
  arrow,
  shown: named,
  Cart,
};
""",
    "lib/es.mjs": "async function inside() { // found\n}\nfunction shut() {\n}\nexport { inside as given };\n",
    "test/cart.test.js": "test('a', () => expect(shown(1)).toBe(1));\n",
    "go/cart.go": "package shop\n\nfunc (c Cart) String() string {\n\treturn c.name\n}\n\n"
    "func (c Cart) Strings() []string { // found\n\treturn nil\n}\n",
    "java/src/main/java/shop/Api.java": """public class Api {
    @GetMapping("/orders")
    @ResponseStatus(HttpStatus.OK)
    public List<Order> orders() {
        return List.of();
    }

    @PostMapping("/orders")
    @Operation(
        summary = "adds one",
        tags = { "orders" }
    )
    // the path is known to others
    public Order added() {
        return null;
    }

    @Override public int size() { return 0; }
    public int lonely() { // found
        return 0;
    }

    @Bean
    private Clock clock;
    public int alone() { // found
        return 0;
    }

    @Override
    @Nullable
    public String toString() {
        return "";
    }

    public boolean equals(Object other) {
        return true;
    }

    @Transactional
    public int unnamed(int a) { // found
        return a;
    }
}
""",
    "rust/src/cart.rs": """/// Doubles.
///
/// ```
/// assert_eq!(shop::doubled_up(2), 4);
/// ```
pub fn doubled_up(a: u32) -> u32 {
    a * 2
}

/// Not run.
///
/// ```text
/// lonely_one(2)
/// ```
pub fn lonely_one(a: u32) -> u32 { // found
    a
}
""",
}


def test_functions_that_examples_show_or_a_framework_calls_are_not_new_and_untested(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    baseline = made.commit({"test/old.test.js": "test('a', () => expect(old()).toBe(1));\n"})
    made.commit(_GIVEN)
    outcome = looked_at(made, "TDD08", baseline=baseline)
    assert tells(outcome, _found(_GIVEN)), told_words(outcome)


_RUST = """pub fn a() -> u8 {
    %d
}

#[cfg(all(test, feature = "std"))]
mod tests {
    #[test]
    fn t() {
        std::thread::sleep(std::time::Duration::from_secs(1));
        assert_eq!(super::a(), %d);
    }
}
"""


def test_tests_inside_rust_with_a_feature_are_tests(tmp_path: Path) -> None:
    assert tells(judged(tmp_path, {"src/lib.rs": _RUST % (1, 1)}, "TDD09"), ["src/lib.rs:9"])


_HELPED = """#[cfg(test)]
use std::fmt;

#[cfg(any(test, feature = "made-up"))]
pub fn made_up() -> Cart {
    Cart::new()
}

pub fn retry() {
    std::thread::sleep(std::time::Duration::from_secs(1));
    let password = "hunter2secret";
}

#[cfg(test)]
#[allow(unused)]
pub(crate) mod tests {
    fn helper() {
        std::thread::sleep(std::time::Duration::from_secs(1));
        let password = "hunter2secret";
    }
}
"""


def test_what_is_only_there_for_tests_inside_rust_has_the_product_below_it(tmp_path: Path) -> None:
    files = {"src/lib.rs": _HELPED}
    assert tells(judged(tmp_path / "slept", files, "TDD09"), ["src/lib.rs:18"])
    assert tells(judged(tmp_path / "told", files, "INT02"), ["src/lib.rs:11"])
    bare = {"src/lib.rs": "#[tokio::test]\nasync fn a() {\n    std::thread::sleep(A);\n    assert!(run());\n}\n"}
    assert tells(judged(tmp_path / "bare", bare, "TDD09"), ["src/lib.rs:3"])


@pytest.mark.parametrize(
    "path",
    ["pkg/testdata/in.json", "tests/golden/cart.txt", "spec/fixtures/cart.yml", "features/cart.feature",
     "src/__snapshots__/a.test.js.snap", "tests/__snapshots__/test_a.ambr"],
)  # fmt: skip
def test_a_fix_with_a_case_as_data_brings_a_test(tmp_path: Path, path: str) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"src/a.py": "a = 1\n"}, "Begin")
    made.commit({"src/a.py": "a = 2\n", path: "2\n"}, "Fix the price")
    assert looked_at(made, "TDD01").findings == ()
    assert is_test_code(path)


@pytest.mark.parametrize("path", ["tests/README.md", "src/features/cart/texts.json", "src/fixtures.md"])
def test_a_fix_with_a_page_or_data_of_the_product_brings_none(tmp_path: Path, path: str) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"src/a.py": "a = 1\n"}, "Begin")
    fix = made.commit({"src/a.py": "a = 2\n", path: "2\n"}, "Fix the price")
    assert [one.commit for one in looked_at(made, "TDD01").findings] == [fix]
    assert not is_test_code(path)


def test_a_folder_of_tests_without_any_has_none_and_examples_of_rustdoc_are_some(tmp_path: Path) -> None:
    bare = {"src/a.py": "a = 1\n", "tests/__init__.py": "", "tests/conftest.py": "import pytest\n"}
    bare |= {"jest.setup.ts": "run();\n"}
    assert tells(judged(tmp_path / "bare", bare, "TDD05"), ["no tests beside 1 file"])
    shown = "/// Doubles.\n///\n/// ```\n/// assert_eq!(a::double(2), 4);\n/// ```\npub fn double(a: u32) -> u32 {\n"
    assert tells(judged(tmp_path / "shown", {"src/lib.rs": f"{shown}    a * 2\n}}\n"}, "TDD05"), [])


@pytest.mark.parametrize("name", ["lcov.info", "unit.lcov"])
def test_a_report_means_the_files_of_the_part_that_it_lies_in(tmp_path: Path, name: str) -> None:
    made = PlantedRepository(tmp_path / "shop")
    baseline = made.commit({"a.txt": "a\n"})
    source = {f"{part}src/index.ts": "a();\nb();\n" for part in ("", "packages/cart/", "packages/tax/")}
    made.commit({**source, f"packages/tax/coverage/{name}": "SF:src/index.ts\nDA:1,4\nDA:2,0\nend_of_record\n"})
    outcome = looked_at(made, "TDD06", baseline=baseline)
    assert [one.place for one in outcome.findings] == ["packages/tax/src/index.ts:2"]


_FIXES = [
    "バグ修正: 合計が負になる",
    "カートの不具合を修正",
    "空のカートでのクラッシュに対応",
    "Decimalの計算誤りを修正",
]
_NO_FIXES = [
    "文言を修正",
    "テストのバグを修正",
    "READMEの誤りを修正",
    "バグ報告のテンプレートを追加",
    "エラー画面を追加",
    "CIのエラーを修正",
]


def test_fixes_are_told_by_japanese_titles_too(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"src/a.py": "a = 0\n"}, "Begin")
    fixes = [made.commit({"src/a.py": f"a = {number}\n"}, one) for number, one in enumerate(_FIXES, 1)]
    for number, one in enumerate(_NO_FIXES, 10):
        made.commit({"src/a.py": f"a = {number}\n"}, one)
    assert [one.commit for one in looked_at(made, "TDD01").findings] == fixes[::-1]
