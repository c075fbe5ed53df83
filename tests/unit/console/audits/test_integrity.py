"""The audit of integrity over planted faults and traps. Proves G1.2 and the precision of G1.11."""

import random
import string
from pathlib import Path

import pytest

from console.audits.audit_run import RepositoryReport
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditStatus
from console.domain.audit.finding import Finding
from tests.fakes.planted_repository import PlantedRepository, found, judged, marked, places

_DICE = random.Random(7)


def _text(length: int, letters: str = string.ascii_letters + string.digits) -> str:
    return "".join(_DICE.choice(letters) for _ in range(length))


# Faults carry PLANT-<rule> in their line, mostly behind the code; comments there would excuse INT04, INT03 and INT08.
FILES: dict[str, str | bytes] = {
    "README.md": """# Shop

See [the guide](docs/guide.md) and [the missing page](docs/gone.md) PLANT-INT10, or [the forge](https://example.com/x).

```
make test
make fly PLANT
python -m shop
python -m venv .venv
```
[an anchor](#shop) ![badge](https://img.example/x.svg) [issues](../../issues)
""",
    "docs/guide.md": "Guide\n=======\n\nMerge conflicts look like `<<<<<<< HEAD`.\n",
    "Makefile": "test: lint\n\tpytest\nlint:\n\truff check\n",
    "src/shop/__init__.py": "",
    "src/shop/settings.py": f"""import os

PASSWORD = os.environ["SHOP_PASSWORD"]
DB_PASSWORD = "hunter2-{_text(6)}"  # PLANT-INT02
PASSWORD_FIELD = "password"
TOKEN_URL = "https://auth.example/oauth/token"
SECRET_NAME = "shop-database"
password = "keyring:prod/db"
API_KEY_HEADER = "X-Api-Key"
passphrase = "<your passphrase>"
""",
    "src/shop/client.ts": """export const password = process.env.PASSWORD ?? "";
const apiKey = "Zx81-4711-qwPL"; // PLANT-INT02
const label = { password: "password" };
const passwordHint = "at-least-eight";
export function load() {
  try { read(); } catch (error) {}
  try { read(); } catch (error) { /* nothing to read yet */ }
}
export function later(): never {
  throw new Error("not implemented yet"); // PLANT-INT03
}
""",
    "src/shop/work.py": '''from abc import ABC, abstractmethod
from typing import Protocol, overload


class Store(Protocol):
    def get(self, key: str) -> str: ...


class Base(ABC):
    @abstractmethod
    def run(self) -> None: ...

    def on_start(self) -> None:
        pass


class Job(Base):
    def run(self) -> None:
        print("ran")


class Plugin:
    def name(self) -> str:
        raise NotImplementedError


class Mailer(Plugin):
    def name(self) -> str:
        return "mailer"


class Invoice:
    def total(self) -> int:  PLANT-INT03
        pass

    def lines(self) -> list[str]:
        return []


def ship(order: str) -> bool:  PLANT-INT03
    """Ship an order."""
    raise NotImplementedError


def tax(amount: int) -> int:  PLANT-INT03
    ...


@overload
def pick(one: int) -> int: ...
@overload
def pick(one: str) -> str: ...
def pick(one):
    return one


def quiet(signum: int, frame: object) -> None:
    """Do nothing on purpose: the signal only wakes the loop."""


def load(path: str) -> str:
    try:
        return open(path).read()
    except Exception:  PLANT-INT04
        pass
    try:
        return open(path).read()
    except Exception:  # an unreadable file is an empty one
        pass
    try:
        return open(path).read()
    except FileNotFoundError:
        pass
    return ""


def totals() -> int:
    invoice = Invoice()
    return invoice.total()
''',
    "src/shop/main.go": """package shop

func Ship() error {
	panic("not implemented") // PLANT-INT03
}

func Must(err error) {
	if err != nil {
		panic(err)
	}
}
""",
    "src/shop/lib.rs": """pub fn tax(amount: u32) -> u32 {
    todo!() // PLANT-INT03
}

#[cfg(test)]
mod tests {
    #[test]
    fn adds() {
        assert_eq!(1 + 1, 2);
    }
}
""",
    "src/shop/merge.py": "<<<<<<< HEAD  PLANT-INT11\na = 1\n=======\na = 2\n>>>>>>> branch\n",
    "tests/fuzz/corpus/merge.txt": "<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> branch\n",
    "tests/test_shop.py": """import unittest
from unittest.mock import patch

import pytest

from shop import work
from tests.support import assert_ships, settle


def test_ships():
    assert work.pick(1) == 1


def test_nothing():  PLANT-INT05
    work.pick(1)


def test_raises():
    with pytest.raises(NotImplementedError):
        work.ship("x")


def test_by_helper():
    assert_ships("x")


def test_by_hidden_helper():
    settle("x")


def test_always():
    assert True  PLANT-INT06


def test_pair():
    assert (work.pick(1) == 2, "two")  PLANT-INT06


def test_same():
    value = work.pick(1)
    assert value == value  PLANT-INT06


def test_equality_of_orders():
    order = work.pick(1)
    assert order == order


@patch("shop.work.pick")
def test_mocked_subject(pick):  PLANT-INT07
    pick.return_value = 3
    assert work.pick(1) == 3


@patch("shop.work.tax")
def test_mocked_neighbour(tax):
    tax.return_value = 3
    assert work.pick(3) == 3


@pytest.mark.skip  PLANT-INT08
def test_skipped():
    assert work.pick(1) == 1


@pytest.mark.skip(reason="needs a printer, see #12")
def test_skipped_with_reason():
    assert work.pick(1) == 1


@pytest.mark.skipif(True, reason="never here")
def test_skipped_on_condition():
    assert work.pick(1) == 1


class TestShop(unittest.TestCase):
    def test_unit(self):
        self.assertEqual(work.pick(1), 1)

    def test_mock_was_called(self):
        with patch("shop.work.tax") as tax:
            work.totals()
        tax.assert_not_called()
""",
    "tests/support.py": """from shop import work


def assert_ships(name):
    assert work.pick(name) == name


def settle(name):
    for _ in range(2):
        assert_ships(name)
""",
    "tests/shop.test.ts": """import { load } from "../src/shop/client";

it("loads", () => {
  expect(load()).toBeUndefined();
});
it("does nothing", () => { // PLANT-INT05
  load();
});
it.only("is alone", () => { // PLANT-INT08
  expect(load()).toBe(undefined);
});
it("is true", () => {
  expect(1).toBe(1); // PLANT-INT06
});
// no printer on this machine, see #7
it.skip("prints", () => {
  expect(load()).toBe(1);
});
""",
    "tests/data/program.bin": b"\x7fELF" + bytes(60),
    "tools/helper.exe": b"MZ" + bytes(100),
    "assets/logo.png": b"\x89PNG\r\n\x1a\n" + bytes(40),
}
# These have no place for a mark behind them: a comment would be read as the reason, or break the syntax.
FILES = {
    path: content.replace("  PLANT-", "  # PLANT-")
    if isinstance(content, str) and path.endswith("shop.py")
    else content
    for path, content in FILES.items()
}
SILENT = ("src/shop/work.py", "tests/test_shop.py")
EXPECTED = {
    rule: marked(FILES, rule) for rule in ("INT02", "INT03", "INT04", "INT05", "INT06", "INT07", "INT08", "INT11")
}
EXPECTED["INT10"] = {"README.md:3", "README.md:7"}
EXPECTED["INT12"] = {"tools/helper.exe"}
EXPECTED["INT04"].add("src/shop/client.ts:6")


def _clean(path: str, content: str | bytes) -> str | bytes:
    """Take the marks out where they would change what the file says."""
    if not isinstance(content, str):
        return content
    lines = [
        line.split("  # PLANT-")[0].split("  PLANT-")[0] if path in SILENT else line for line in content.split("\n")
    ]
    return "\n".join(lines).replace("make fly PLANT", "make fly")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    made = PlantedRepository(tmp_path_factory.mktemp("planted") / "shop")
    made.commit({path: _clean(path, content) for path, content in FILES.items()})
    return made


@pytest.fixture(scope="module")
def report(repository: PlantedRepository) -> RepositoryReport:
    return repository.audit(AuditName.INTEGRITY)


@pytest.mark.parametrize("rule", sorted(EXPECTED))
def test_every_planted_fault_is_found_and_no_trap_is(report: RepositoryReport, rule: str) -> None:
    assert places(report, rule) == EXPECTED[rule]


def test_an_open_critical_finding_fails_the_audit_and_caps_its_score(report: RepositoryReport) -> None:
    (result,) = report.results
    assert result.status is AuditStatus.FAILED
    assert result.score is not None
    assert result.score <= 39.0


def test_a_secret_is_found_after_it_was_taken_out_and_is_never_repeated(tmp_path: Path) -> None:
    token = f"ghp_{_text(36)}"
    repository = PlantedRepository(tmp_path / "leaky")
    brought = repository.commit({"deploy.py": f'TOKEN = "{token}"\n', "docs/how.md": "Put `ghp_xxxxxxxxxxxx` there.\n"})
    repository.commit({"deploy.py": 'TOKEN = ""\n'})
    report = repository.audit(AuditName.INTEGRITY)
    (one,) = found(report, "INT01")
    assert (one.path, one.commit) == ("deploy.py", brought)
    assert token not in repr(report)


def test_notes_of_what_is_left_count_only_since_the_baseline(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "notes")
    before = repository.commit({"a.py": "# TODO: an old one\nx = 1\n"})
    repository.commit({"a.py": "# TODO: an old one\nx = 1\n# TODO: round it\n# TODO(#12): name it\ny = 'TODO'\n"})
    assert places(repository.audit(AuditName.INTEGRITY, baseline=before), "INT09") == {"a.py:3"}
    assert found(repository.audit(AuditName.INTEGRITY), "INT09") == ()


def test_what_is_alone_comes_with_a_patch_that_git_applies(
    repository: PlantedRepository, report: RepositoryReport
) -> None:
    (one,) = [finding for finding in found(report, "INT08") if finding.path.endswith(".ts")]
    (repository.folder / "mend.patch").write_text(one.patch)
    repository.git("apply", "--check", "mend.patch")
    assert '+it("is alone"' in one.patch


def test_fingerprints_stay_when_lines_move(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "moving")
    repository.commit({"a.py": FILES["src/shop/merge.py"]})
    first = found(repository.audit(AuditName.INTEGRITY), "INT11")
    repository.commit({"a.py": "# a line more\n" + str(FILES["src/shop/merge.py"])})
    second = found(repository.audit(AuditName.INTEGRITY), "INT11")

    def marks(findings: tuple[Finding, ...]) -> list[str]:
        return [one.fingerprint for one in findings]

    assert marks(first) == marks(second)
    assert first[0].line != second[0].line


def test_java_says_by_a_name_that_an_error_is_passed_over_but_not_for_all_of_them(tmp_path: Path) -> None:
    source = """class A {
    void a() {
        try { b(); } catch (java.io.IOException _) {}
        try { b(); } catch (CloneNotSupportedException cannotHappen) { }
        try { b(); } catch (Exception _) {} // PLANT-INT04
        try { b(); } catch (java.io.IOException e) {} // PLANT-INT04
    }
}
"""
    outcome = judged(tmp_path, {"src/main/java/A.java": source.replace(" // PLANT-INT04", "")}, "INT04")
    assert {one.place for one in outcome.findings} == marked({"src/main/java/A.java": source}, "INT04")


def test_a_password_is_not_repeated_beside_quotes_that_are_not_its_own(tmp_path: Path) -> None:
    secret = f"S3cr!{_text(8)}7"
    files = {
        "conf/a.yaml": f'password: {secret} # the "real" one\n"db_password": {secret}  # it\'s real\n',
        "bin/run.sh": f'export PASSWORD={secret} # the "real" one\n',
        "src/a.js": f'const a = /"/, password = "{secret}"\n',
    }
    outcome = judged(tmp_path, files, "INT02")
    assert len(outcome.findings) == 4
    assert secret not in repr(outcome)
