"""What people write every day: idioms that look like a fault and are none, and the fault beside them (G1.2, G1.11)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import PlantedRepository, judged, looked_at, tells, told_words

_GO = """package store

import (
	"io"
	"os"
)

func Copy(to io.Writer, file *os.File, db *sql.DB) (err error) {
	if _, err = io.Copy(to, file); err != nil {
		return err
	}
	_, err = db.Exec("delete from rows")
	var row struct{ err error }
	_, row.err = db.Query("select 1")
	_, _ = io.Copy(to, file)
	at, _ := file.Seek(0, 0)
	name, _ := os.Hostname()
	return err
}
"""


def test_an_error_that_is_kept_is_not_dropped(tmp_path: Path) -> None:
    outcome = judged(tmp_path, {"store/store.go": _GO}, "INT04")
    assert tells(outcome, ["_, _ = io.Copy(to, file)", "name, _ := os.Hostname()"]), told_words(outcome)


_RUST = """pub fn parse(text: &str) -> Option<u8> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wanted: u8) {
        assert_eq!(parse(text), Some(wanted));
    }

    fn round_trip(text: &str) {
        check(text, 7);
    }

    fn show(text: &str) {
        println!("{:?}", parse(text));
    }

    #[test]
    fn one() {
        check("7", 7);
    }

    #[test]
    fn both_ways() {
        round_trip("7");
    }

    #[test]
    fn nothing() {
        show("7");
    }
}
"""


def test_tests_inside_a_rust_source_check_through_functions_beside_them(tmp_path: Path) -> None:
    outcome = judged(tmp_path, {"src/lib.rs": _RUST}, "INT05")
    assert tells(outcome, ["fn nothing()"]), told_words(outcome)


@pytest.mark.parametrize(
    ("title", "is_fix"),
    [
        ("Use a fixed width font", False),
        ("Add a fixed-size ring of rows", False),
        ("Support fixed point numbers", False),
        ("Add a template for bug reports", False),
        ("Link the bug tracker from the menu", False),
        ("Add crash reporting", False),
        ("fix(ci): pin the runner's version of Python", False),
        ("fix(deps): move to the names of version 3", False),
        ("Fixed size of the button", True),
        ("Fixed the position of the cursor", True),
        ("SHOP-12 Fixed position of the cursor", True),
        ("Fix crash reporter that hangs at the end", True),
        ("Fix crash from the bug report of yesterday", True),
        ("fix(cart): do not divide by zero", True),
        ("Do not crash on an empty basket", True),
    ],
)
def test_only_commits_that_mend_a_fault_want_a_test(tmp_path: Path, title: str, *, is_fix: bool) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"src/a.py": "a = 1\n", "tests/test_a.py": "assert 1\n"}, "Begin")
    made.commit({"src/a.py": "a = 2\n"}, title)
    assert bool(looked_at(made, "TDD01").findings) is is_fix


_DISABLED = {
    "src/lib.rs": "#[cfg(test)]\nmod tests {\n    // Takes minutes: run by hand.\n    #[test]\n    #[ignore]\n"
    "    fn slow() {\n        assert!(super::run());\n    }\n\n    #[test]\n    #[ignore]\n    fn bare_rust() {\n"
    "        assert!(super::run());\n    }\n}\n",
    "src/test/java/ATest.java": "class ATest {\n    // No printer on the build machine.\n    @Test\n    @Disabled\n"
    "    void prints() {\n        assertTrue(run());\n    }\n\n    @Test\n    @Disabled // PLANT\n    void said() {\n"
    "        assertTrue(run());\n    }\n\n    @Test\n    @Disabled\n    void bareJava() {\n"
    "        assertTrue(run());\n    }\n}\n",
    "tests/test_a.py": "import pytest\n\n\n# The gateway of the tests is gone.\n@pytest.mark.parametrize('n', [1])\n"
    "@pytest.mark.skip\ndef test_a(n):\n    assert n\n\n\n@pytest.mark.parametrize('n', [1])\n@pytest.mark.skip\n"
    "def test_bare(n):\n    assert n\n",
}


def test_a_reason_stands_above_all_marks_of_a_test(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _DISABLED, "INT08")
    assert tells(outcome, ["lib.rs:11", "ATest.java:16", "test_a.py:12"]), told_words(outcome)


_WRAPPED = '''"""Carts."""
from unittest.mock import patch

from shop.cart import Cart


def test_it_is_asked_once():
    cart = Cart()
    with patch.object(cart, "total", wraps=cart.total) as seen:
        assert cart.total(["a"]) == 1
    seen.assert_called_once()


def test_total():
    cart = Cart()
    with patch.object(cart, "total", return_value=1):
        assert cart.total(["a"]) == 1
'''


def test_a_stand_in_around_the_real_one_replaces_nothing(tmp_path: Path) -> None:
    outcome = judged(tmp_path, {"src/shop/cart.py": "class Cart:\n    pass\n", "tests/test_a.py": _WRAPPED}, "INT07")
    assert tells(outcome, ["test_total"]), told_words(outcome)


_EXPECTING = {
    "src/test/java/CartTest.java": "import org.testng.annotations.Test;\n\nclass CartTest {\n"
    "    @Test(expectedExceptions = IllegalStateException.class)\n    public void refuses() {\n        run();\n    }\n"
    "    @Test(priority = 1)\n    public void runs() {\n        run();\n    }\n}\n",
    "tests/test_rows.py": "def test_few_queries(django_assert_num_queries):\n    with django_assert_num_queries(3):\n"
    "        rows()\n\n\ndef test_no_more(django_assert_max_num_queries):\n"
    "    with django_assert_max_num_queries(3):\n        rows()\n\n\ndef test_rows():\n    rows()\n",
}


def test_what_a_framework_is_told_to_expect_is_an_assertion(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _EXPECTING, "INT05")
    assert tells(outcome, ["void runs()", "test_rows():"]), told_words(outcome)


_MOVED = {
    "src/a.py": "def run():\n    # TODO: cache the rows\n    return 1\n\n\ndef stop():  # pragma: no cover\n"
    "    return 2\n",
    "src/b.py": "def go():\n    return 3\n",
}
_THERE = {
    "src/a.py": "def last():  # pragma: no cover\n    return 0\n",
    "src/b.py": "def go():\n    return 3\n\n\nclass Task:\n    def run(self):\n        # TODO: cache the rows\n"
    "        return 1\n\n    def stop():  # pragma: no cover\n        return 2\n\n    def wait(self):\n"
    "        # TODO: wait for all\n        return 4\n",
}


@pytest.mark.parametrize(("rule", "wanted"), [("INT09", "wait for all"), ("TDD07", "def last()")])
def test_what_only_moved_is_not_new(tmp_path: Path, rule: str, wanted: str) -> None:
    made = PlantedRepository(tmp_path / "shop")
    baseline = made.commit(_MOVED)
    made.commit(_THERE)
    outcome = looked_at(made, rule, baseline=baseline)
    assert tells(outcome, [wanted]), told_words(outcome)


_SETTINGS = {
    "playwright.config.ts": "export default defineConfig({\n  retries: process.env.CI ? 2 : 0,\n});\n",
    "cypress.config.js": "module.exports = {\n  retries: { runMode: 1, openMode: 0 },\n  // retries: 3,\n};\n",
    "pyproject.toml": '[tool.pytest.ini_options]\naddopts = [\n  "--strict-markers",\n  "--reruns=3",\n]\n'
    "[tool.shop]\nretries = 3\n",
    "pom.xml": "<project>\n  <rerunFailingTestsCount>2</rerunFailingTestsCount>\n</project>\n",
    "build.gradle.kts": "tasks.test {\n  retry {\n    maxRetries.set(2)\n  }\n}\n",
    ".config/nextest.toml": "[profile.ci]\nretries = 2\n",
    "vitest.config.ts": "export default { test: { retry: 0 } };\n",
    "e2e/a.spec.ts": "test.describe.configure({ retries: 2 });\n\ntest('a', async () => {\n  expect(a).toBe(2);\n});\n",
    "src/a.test.ts": "it('asks again', { retry: 3 }, () => {\n  expect(run({ retries: 3 })).toBe(1);\n});\n\n"
    "const client = makeClient({ retries: 3, timeout: 1 });\n\nconst tried = {\n  retries: 2,\n};\n",
    "src/test/java/ATest.java": "class ATest {\n  @RepeatedIfExceptionsTest(repeats = 3)\n  void a() {\n"
    "    assertTrue(run());\n  }\n}\n",
}


def test_tests_that_run_again_by_their_settings_and_not_what_they_try(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _SETTINGS, "TDD09")
    assert tells(
        outcome,
        ["playwright.config.ts:2", "cypress.config.js:2", "pyproject.toml:4", "pom.xml:2", "build.gradle.kts:3",
         "nextest.toml:2", "e2e/a.spec.ts:1", "src/a.test.ts:1 ", "ATest.java:2"],
    ), told_words(outcome)  # fmt: skip


_MESSAGES = '''"""Texts."""

ERROR_PASSWORD_MISMATCH = "The two passwords do not match"
INVALID_PASSWORD = "Invalid password"
WRONG_TOKEN = "wrong token"
TOKEN_EXPIRED = "Your token has expired."
PASSWORD = "Correct-horse-7"
ADMIN_PASSWORD = "correct horse battery staple"
'''


def test_what_is_told_of_passwords_is_none(tmp_path: Path) -> None:
    outcome = judged(tmp_path, {"src/texts.py": _MESSAGES}, "INT02")
    assert tells(outcome, ["PASSWORD = ", "ADMIN_PASSWORD = "]), told_words(outcome)


_MIGRATION = '''"""Add orders."""
from alembic import op

revision = "3f2a"


def upgrade():
    op.create_table("orders")


def downgrade():
    pass
'''
_STUB = 'def refund(order):\n    """Refund an order."""\n    pass\n'


def test_a_migration_need_not_lead_back(tmp_path: Path) -> None:
    forget = "def forget(apps, schema_editor):\n    pass\n"
    files = {"migrations/versions/3f2a_orders.py": _MIGRATION, "shop/migrations/0001_a.py": forget}
    outcome = judged(tmp_path, files | {"src/shop/a.py": _STUB, "src/versions/b.py": _STUB}, "INT03")
    assert tells(outcome, ["src/shop/a.py:1 def refund", "src/versions/b.py:1 def refund"]), told_words(outcome)


def test_data_are_no_built_code(tmp_path: Path) -> None:
    files = {"src/table.bin": bytes(range(64)), "firmware/app.bin": b"\x7fELF" + bytes(60)}
    assert tells(judged(tmp_path, files, "INT12"), ["firmware/app.bin"])


def test_the_script_of_a_readers_own_project_need_not_be_here(tmp_path: Path) -> None:
    readme = "# Shop\n\n```sh\npython manage.py migrate\npython setup_database.py\n```\n"
    assert tells(judged(tmp_path, {"README.md": readme, "shop/a.py": "a = 1\n"}, "INT10"), ["setup_database.py"])


def test_texts_of_tests_are_spelt_as_they_are(tmp_path: Path) -> None:
    text = "We recieve orders.\n"
    files = {"tests/fixtures/a.txt": text, "tests/data/page.md": text, "tests/README.md": text, "docs/a.md": text}
    assert tells(judged(tmp_path, files, "STR09"), ["tests/README.md:1", "docs/a.md:1"])


def test_an_expected_failure_wants_a_reason_as_others_do(tmp_path: Path) -> None:
    text = (
        "import unittest\n\n\nclass ATest(unittest.TestCase):\n    @unittest.expectedFailure\n    def test_a(self):\n"
        "        self.assertTrue(run())\n\n    @unittest.expectedFailure  # the gateway rounds\n    def test_b(self):\n"
        "        self.assertTrue(run())\n"
    )
    assert tells(judged(tmp_path, {"tests/test_a.py": text}, "INT08"), ["test_a.py:5"])


_UNDONE = """package store

import "errors"

func Export(path string) error {
	return errors.New("not implemented")
}

func (s *Store) Import(path string) ([]string, error) {
	// TODO: read it
	return nil, fmt.Errorf("store: not implemented yet")
}

func Watch(path string) error {
	return errors.New("not implemented on this platform")
}

func Open(kind string) error {
	if kind == "s3" {
		return errors.New("not implemented")
	}
	return nil
}
"""


def test_a_function_of_go_that_only_returns_that_it_is_not_there_is_a_stub(tmp_path: Path) -> None:
    outcome = judged(tmp_path, {"store/store.go": _UNDONE}, "INT03")
    assert tells(outcome, ["store.go:6", "store.go:11"]), told_words(outcome)


_SAID = '''"""Rows."""
import logging


def run(cursor, name, n):
    logging.info(f"select {n} rows from the list where {name} is open")
    print(f"update {n} set to be {name} where it was asked")
    if n:
        raise ValueError(
            f"cannot delete from {name} where {n} is"
        )
    cursor.execute(f"select * from rows where name = '{name}'")
    query = f"delete from rows where name = '{name}'"
    cursor.execute(query)
'''


def test_a_message_is_no_query(tmp_path: Path) -> None:
    script = 'const whole = new Function("return this")();\nconst made = new Function("a", body);\n'
    outcome = judged(tmp_path, {"src/rows.py": _SAID, "src/whole.js": script}, "STR03")
    assert tells(outcome, ["rows.py:12", "rows.py:13", "whole.js:2"]), told_words(outcome)


_TOKENS = 'PAD_TOKEN = "[PAD]"\nBOT_TOKEN = "b0t-8f2kd9"\n\n\ndef mask(text, mask_token="[MASK]"):\n    return text\n'
_TYPES = 'type Props = { password: "hidden-away" | "shown-2" };\nconst config = { password: "Tr33-house-9" };\n'


def test_marks_of_a_language_model_and_types_are_no_passwords(tmp_path: Path) -> None:
    outcome = judged(tmp_path, {"src/tokens.py": _TOKENS, "src/types.ts": _TYPES}, "INT02")
    assert tells(outcome, ["tokens.py:2", "types.ts:2"]), told_words(outcome)


def test_what_is_left_out_of_the_coverage_in_rust_and_java(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    baseline = made.commit({"src/lib.rs": "pub fn a() {}\n"})
    python = "class A:\n    @abstractmethod\n    def a(self):  # pragma: no cover\n        pass\n"
    rust = "pub fn a() {}\n\n#[cfg(not(tarpaulin_include))]\npub fn b() {}\n"
    java = "import x.ExcludeFromJacocoGeneratedReport;\n\nclass A {\n    @ExcludeFromJacocoGeneratedReport\n"
    java += "    void a() {}\n}\n"
    made.commit({"src/lib.rs": rust, "src/main/java/A.java": java, "src/a.py": python})
    outcome = looked_at(made, "TDD07", baseline=baseline)
    assert tells(outcome, ["lib.rs:3", "A.java:4"]), told_words(outcome)


_IMPORTS = '''def test_import():
    """The package can be imported."""
    import shop
    from shop import cart


def test_without_any_error():
    run()


def test_import_of_orders():
    import shop

    shop.load("orders.csv")
'''


def test_a_test_that_imports_checks_that_it_can(tmp_path: Path) -> None:
    assert tells(judged(tmp_path, {"tests/test_shop.py": _IMPORTS}, "INT05"), ["test_import_of_orders"])


_CLOSED = {
    "pkg/a.go": "package a\n\nfunc a(rows []int) int {\n\tif (rows[0] + 1) > 2 {\n\t\trun(rows[0:1], (1))\n\t}\n"
    "\treturn rows[0]\n}\n",
    "src/a.ts": "export function a(rows: number[]): number {\n  if (rows[0] > (rows[1] + 1)) {\n    run(rows, (1));\n"
    "  }\n  return rows[0];\n}\n",
    "src/A.java": "class A {\n    int a(int[] rows) {\n        int x = rows[0] + (rows[1] * 2);\n        run(x, (1));\n"
    "        return rows[0];\n    }\n}\n",
    "src/a.rs": "pub fn a(rows: [u8; 2]) -> Result<u8, String> {\n    if rows[0] < (rows[1] + 1) {\n"
    '        return Err("a".to_string());\n    }\n    let (x, _y) = (rows[0], 2);\n    Ok(x)\n}\n',
}


def test_every_bracket_that_is_not_closed_is_found(tmp_path: Path) -> None:
    files = {}
    for path, text in _CLOSED.items():
        folder, _, name = path.rpartition("/")
        for at in (place for place, sign in enumerate(text) if sign in ")]}"):
            files[f"{folder}/{at}_{name}"] = text[:at] + text[at + 1 :]
    outcome = judged(tmp_path, _CLOSED | files, "STR01")
    assert {one.path for one in outcome.findings} == set(files)


def test_functions_that_a_module_of_node_gives_are_public(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    test = "test('a', () => expect(named()).toBe(1));\n"
    baseline = made.commit({"lib/a.js": "exports.a = 1;\n", "test/a.test.js": test})
    given = "exports.slug = function (x) {\n  return x;\n};\nmodule.exports.join = async (a, b) => a + b;\n"
    given += "exports.named = () => 1;\nexports.LIMIT = 3;\nconst own = () => 2;\n"
    made.commit({"lib/b.js": given})
    outcome = looked_at(made, "TDD08", baseline=baseline)
    assert tells(outcome, ["lib/b.js:1 slug", "lib/b.js:4 join"]), told_words(outcome)


_HELPED = {
    "a/a_test.go": 'package a\n\nimport "testing"\n\ntype house struct{ t *testing.T }\n\n'
    'func (h *house) shows(text string) {\n\tif text != "a" {\n\t\th.t.Fatalf("got %s", text)\n\t}\n}\n\n'
    "func (h *house) opens() {}\n\nfunc TestShown(t *testing.T) {\n\th := &house{t}\n\th.shows(Run())\n}\n\n"
    "func TestOpened(t *testing.T) {\n\th := &house{}\n\th.opens()\n}\n",
    "e2e/page.ts": "export class Page {\n  async sees(text: string): Promise<void> {\n"
    "    await expect(this.page).toHaveTitle(text);\n  }\n\n  async opens(): Promise<void> {\n"
    "    if (this.page) {\n      await this.page.goto('/');\n    }\n  }\n}\n",
    "e2e/a.spec.ts": "test('it is seen', async () => {\n  await new Page().sees('a');\n});\n\n"
    "test('it is opened', async () => {\n  await new Page().opens();\n});\n",
    "src/main/java/Token.java": "public class Token {\n    public boolean verify(String text) {\n        return true;\n"
    "    }\n}\n",
    "src/test/java/TokenTest.java": "class TokenTest {\n    @Test\n    void mails() {\n        new Token().run();\n"
    '        verify(mailer, times(1)).send("a");\n    }\n\n    @Test // bare\n    void verifies() {\n'
    '        new Token().verify("a");\n    }\n}\n',
}


def test_helpers_with_state_check_and_mocks_verify_whatever_the_product_calls_so(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _HELPED, "INT05")
    assert tells(outcome, ["TestOpened", "it is opened", "void verifies()"]), told_words(outcome)


def test_an_empty_text_is_no_reason_in_java(tmp_path: Path) -> None:
    text = 'class ATest {\n    @Ignore("")\n    @Test\n    void a() {\n        assertEquals(1, run());\n    }\n\n'
    text += '    @Ignore("no printer")\n    @Test\n    void b() {\n        assertEquals(1, run());\n    }\n}\n'
    assert tells(judged(tmp_path, {"src/test/java/ATest.java": text}, "INT08"), ["ATest.java:2"])
