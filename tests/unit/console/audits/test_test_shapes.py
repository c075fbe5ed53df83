"""Tests that come with, after or never for what they test, in many histories and languages. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import PlantedRepository, looked_at, marked

_BOT = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"


@pytest.fixture
def made(tmp_path: Path) -> PlantedRepository:
    return PlantedRepository(tmp_path / "shop")


_BARE, _BOTH = {"src/a.py": "a = {0}\n"}, {"src/a.py": "a = {0}\n", "tests/test_a.py": "assert {0}\n"}


def _rust(number: int) -> str:
    tests = f"#[cfg(test)]\nmod tests {{\n    #[test]\n    fn a() {{ assert_eq!(super::a(), {number}); }}\n}}\n"
    return f"pub fn a() -> u8 {{ {number} }}\n\n{tests}"


@pytest.mark.parametrize(
    ("commits", "share"),
    [
        ([_BARE] * 10, 0.0),
        ([_BARE] * 8 + [_BOTH] * 2, 0.2),
        ([{"cmd/a.go": "package a // {0}\n"}] * 6 + [{"cmd/a.go": "package a // {0}\n",
         "cmd/a_test.go": "package a // {0}\n"}] * 2,
         0.25),
        ([{"packages/a/src/a.ts": "// {0}\n"}] * 9 + [{"packages/a/src/a.ts": "// {0}\n",
          "packages/a/src/__tests__/a.ts": "// {0}\n"}], 0.1),
        ([_BOTH] * 10, None),
        ([{"src/main/java/A.java": "class A {{}} // {0}\n",
         "src/test/java/ATest.java": "class ATest {{}} // {0}\n"}] * 6, None),
        ([{"web/a.tsx": "// {0}\n", "web/a.spec.tsx": "// {0}\n"}] * 6, None),
        ([{"lib/a.js": "// {0}\n", "spec/a_spec.js": "// {0}\n"}] * 6, None),
        ([_BOTH] * 6 + [{"docs/a.md": "{0}\n"}] * 20 + [{".github/workflows/a.yml": "on: [push] # {0}\n"}] * 9, None),
        ([_BOTH] * 6 + [{"package-lock.json": "{{ \"a\": {0} }}\n"}] * 9 + [{"vendor/a.go":
         "package a // {0}\n"}] * 9, None),
        ([_BOTH] * 6 + [{"locale/de.json": "{{ \"a\": {0} }}\n"}] * 9 + [{"Dockerfile": "FROM a:{0}\n"}] * 9, None),
    ],
)  # fmt: skip
def test_how_many_changes_come_with_tests(
    made: PlantedRepository, commits: list[dict[str, str]], share: float | None
) -> None:
    made.commit({"README.md": "# Shop\n"}, "Begin")
    for number, files in enumerate(commits):
        made.commit({path: text.format(number) for path, text in files.items()}, f"Work on part {number}")
    outcome = looked_at(made, "TDD02")
    assert outcome.state == "measured"
    assert bool(outcome.findings) is (share is not None)
    assert share is None or f"{round(100 * share)} %" in outcome.findings[0].evidence


def test_changes_that_are_nobodys_work_are_not_counted(made: PlantedRepository) -> None:
    for number in range(6):
        made.commit({path: text.format(number) for path, text in _BOTH.items()}, f"Work {number}")
        made.commit({"src/rust.rs": _rust(number)}, f"Rust {number}")
    for number in range(12):
        made.commit({"src/versions.py": f"x = {number}\n"}, "Bump x", _BOT)
    for number in range(12):
        made.git("mv", f"src/{'a' if not number else f'm{number - 1}'}.py", f"src/m{number}.py")
        made.commit({}, "Rename it")
    for number in range(6):
        made.git("checkout", "-q", "-b", f"topic{number}")
        made.commit({f"src/t{number}.py": "t = 1\n", f"tests/test_t{number}.py": "assert 1\n"}, "Topic")
        made.git("checkout", "-q", "main")
        made.git("merge", "-q", "--no-ff", "-m", f"Merge topic{number}", f"topic{number}")
    assert looked_at(made, "TDD02").findings == ()


def test_too_few_changes_say_nothing(made: PlantedRepository) -> None:
    for number in range(3):
        made.commit({"src/a.py": f"a = {number}\n"})
    assert looked_at(made, "TDD02").state == "not-applicable"


@pytest.mark.parametrize(
    ("source", "test", "is_found"),
    [
        ("src/shop/cart.py", "tests/test_cart.py", True),
        ("src/shop/cart.py", "tests/unit/shop/test_cart.py", True),
        ("src/shop/cart.py", "src/shop/cart_test.py", True),
        ("cart/cart.go", "cart/cart_test.go", True),
        ("web/src/cart.ts", "web/src/cart.spec.ts", True),
        ("web/src/cart.tsx", "web/src/__tests__/cart.test.tsx", True),
        ("web/src/cart.js", "web/src/__tests__/cart.js", True),
        ("src/main/java/shop/Cart.java", "src/test/java/shop/CartTest.java", True),
        ("src/main/java/shop/Cart.java", "src/test/java/shop/TestCart.java", True),
        ("src/cart.rs", "tests/cart.rs", True),
        ("packages/a/src/index.ts", "packages/a/src/index.test.ts", True),
        ("services/pay/models.py", "services/pay/tests/test_models.py", True),
        ("src/shop/cart.py", "tests/conftest.py", False),
        ("src/shop/cart.py", "tests/test_everything.py", False),
        ("src/shop/cart.py", "tests/data/cart.json", False),
        ("web/src/cart.ts", "tests/test_cart.py", False),
    ],
)
def test_tests_that_came_later(made: PlantedRepository, source: str, test: str, is_found: bool) -> None:
    seeds = {"packages/b/src/index.ts": "1\n", "services/order/models.py": "1\n", "src/first.py": "1\n"}
    made.commit(seeds, "Begin")
    made.commit({source: "a = 1\nb = 2\n"}, "Add code")
    late = made.commit({test: "test = 1\nmore = 2\n"}, "Add test")
    assert [one.commit for one in looked_at(made, "TDD03").findings] == ([late] if is_found else [])
    made.commit({f"{source.rpartition('.')[0]}.md": "x\n"})
    assert [one.path for one in looked_at(made, "TDD03").findings] == ([test] if is_found else [])


def test_tests_that_came_in_time_or_only_moved(made: PlantedRepository) -> None:
    made.commit({"src/first.py": "1\n"}, "Begin")
    made.commit({"tests/test_early.py": "from early import a\n"}, "Test first")
    made.commit({"src/early.py": "a = 1\n"}, "Then code")
    made.commit({"src/same.py": "a = 12\n", "tests/test_same.py": "from same import a\nassert a\n"}, "Together")
    made.git("mv", "tests/test_same.py", "tests/test_again.py")
    made.git("mv", "src/same.py", "src/again.py")
    made.commit({}, "Rename both")
    (made.folder / "tests/unit").mkdir()
    made.git("mv", "tests/test_early.py", "tests/unit/test_early.py")
    made.commit({}, "Move the test")
    made.git("checkout", "-q", "-b", "topic")
    made.commit({"src/topic.py": "topic = 1\n"}, "Topic code")
    made.git("checkout", "-q", "main")
    made.commit({"tests/test_main.py": "x = 1\n"}, "Beside")
    assert looked_at(made, "TDD03").findings == ()


_BEFORE = {
    "src/shop/old.py": "def old(a):\n    return a\n\n\ndef moved(a):\n    return a + 1\n",
    "cmd/old.go": "package cmd\n\nfunc Old(a int) int { return a }\n",
    "web/old.ts": "export function old(a: number) { return a; }\n",
    "tests/test_old.py": "def test_a():\n    assert 1 + 1 == 2\n",
}
_NEW = {
    "src/shop/old.py": "def old(a, b=1):\n    return a\n",
    "src/shop/elsewhere.py": "def moved(a):\n    return a + 1\n",
    "cmd/old.go": "package cmd\n\nfunc Old(a int, b string) int { return a }\n",
    "web/old.ts": "export function old(a: number, b = 1) { return a; }\n",
    "src/shop/cart.py": """import abc


def total(cart):
    return 1


def untested(cart):  # PLANT-TDD08
    return 1


async def untested_later(cart):  # PLANT-TDD08
    return 1


class Cart:
    def __init__(self):
        self.a = 1

    @property
    def empty(self):  # PLANT-TDD08
        return True

    @classmethod
    def made(cls):  # PLANT-TDD08
        return cls()

    def add(self, a):
        def inner():
            return 1
        return inner

    def _own(self):
        return 1


class Base(abc.ABC):
    @abc.abstractmethod
    def must(self): ...


class _Own:
    def seen(self):
        return 1


@app.route("/carts")
def carts():
    return 1
""",
    "cmd/cart.go": """package cmd

func Total(a int) int { return 1 }

func Untested(a int) int { return 1 } // PLANT-TDD08

func Sum[T int | float64](a ...T) T { return a[0] } // PLANT-TDD08

func (c *Cart) Add(a int) {}

func (c *Cart) Lost(a int) {} // PLANT-TDD08

func (c *Box[T]) Gone(a int) {} // PLANT-TDD08

func own() {}
""",
    "web/cart.ts": """export function total(a: number) { return a; }
export function untested(a: number) { return a; } // PLANT-TDD08
export const arrow = (a: number) => a; // PLANT-TDD08
export const typed: Handler = async (a) => a; // PLANT-TDD08
export const generic = <T,>(a: T) => a; // PLANT-TDD08
export const short = a => a; // PLANT-TDD08
export const written = function (a: number) { return a; }; // PLANT-TDD08
export default async function started(a: number) { return a; } // PLANT-TDD08
export const RATE = 3;
export const seen = (a: number) => a;
function own() {}
export class Basket {
  handlers = {
    onClick(a: number) {
      return a;
    },
  };
  constructor(private a: number) {}
  lost(a: number): number { // PLANT-TDD08
    if (a) { return a; }
    const inner = {
      hidden(b: number) {
        return b;
      },
    };
    return a;
  }
  public async gone<T>(a: T): Promise<T> { // PLANT-TDD08
    return a;
  }
  static away( // PLANT-TDD08
    a: number,
  ) {
    return this.total(a);
  }
  total(a: number) {
    return a;
  }
  toString() {
    return "";
  }
  private own(a: number) {
    return a;
  }
  @Get("/a")
  routed(a: number) {
    return a;
  }
  override drawn() {
    return 1;
  }
  declared(a: number): string;
}
class Inner {
  unseen() {
    return 1;
  }
}
export class Empty {}
function later() {
  called(1);
}
""",
    "java/src/main/java/shop/Cart.java": """package shop;

public class Cart {
  public Cart() {}

  public int total(int a) {
    return a;
  }

  public int untested(int a) { // PLANT-TDD08
    return a;
  }

  public static <T> T generic(T a) { // PLANT-TDD08
    return a;
  }

  public synchronized Map<String, List<Integer>> wide( // PLANT-TDD08
      int a) {
    return null;
  }

  @Override
  public String toString() {
    return "";
  }

  int own() {
    return 1;
  }
}
""",
    "rust/src/cart.rs": """pub fn total() -> u8 { 1 }

pub fn untested() -> u8 { 1 } // PLANT-TDD08

pub(crate) fn inside() -> u8 { 1 }

pub struct Cart;

impl Cart {
    pub fn lost(&self) -> u8 { 1 } // PLANT-TDD08

    pub const fn fixed() -> u8 { 1 } // PLANT-TDD08

    fn own(&self) -> u8 { 1 }
}

pub extern "C" fn outside() -> u8 { 1 } // PLANT-TDD08
""",
    "tests/test_cart.py": "from shop.cart import total, Cart\n\n\ndef test_a():\n"
    "    assert total(Cart().add(1)) == 1\n",
    "cmd/cart_test.go": "package cmd\n\nfunc TestTotal(t *testing.T) {\n\tTotal(1)\n\t(&Cart{}).Add(1)\n}\n",
    "web/cart.test.ts": "import { total } from './cart';\nimport * as cart from './cart';\n\nit('a', () => { "
    "expect(total(1)).toBe(cart.seen(1)); });\n",
    "java/src/test/java/shop/CartTest.java": "class CartTest {\n"
    "  @Test void a() { assertEquals(1, new Cart().total(1)); }\n}\n",
    "rust/tests/cart.rs": "#[test]\nfn a() { assert_eq!(shop::total(), 1); }\n",
    "scripts/seed.py": "def main():\n    return 1\n",
    "vendor/a.go": "package a\n\nfunc Vendored() {}\n",
    "api/shop.pb.go": "// Code generated by protoc-gen-go. DO NOT EDIT.\npackage api\n\nfunc Made() {}\n",
}


def test_new_public_functions_that_no_test_names(made: PlantedRepository) -> None:
    before = made.commit(_BEFORE)
    made.commit(_NEW)
    outcome = looked_at(made, "TDD08", baseline=before)
    found, wanted = {one.place for one in outcome.findings}, marked(_NEW, "TDD08")
    assert found == wanted, (sorted(found - wanted), sorted(wanted - found))


def test_a_module_that_was_renamed_has_no_new_functions(made: PlantedRepository) -> None:
    before = made.commit(_BEFORE)
    made.git("mv", "src/shop/old.py", "src/shop/ancient.py")
    made.commit({}, "Rename it")
    outcome = looked_at(made, "TDD08", baseline=before)
    assert outcome.findings == ()
    assert looked_at(made, "TDD08").state == "not-applicable"
