"""Idioms of real code, faults and what only looks like them, for rules over code. Proves the precision of G1.11."""

import pytest

from console.audits.audit_run import RepositoryReport
from console.audits.integrity.secret_in_history import _is_noise
from console.domain.audit.audit_name import AuditName
from tests.fakes.planted_repository import PlantedRepository, marked, places

_CASE = "def test_it():\n    assert dict() == {}\n"
FILES: dict[str, str] = {
    "shop/stubs.py": '''"""Stubs and what is empty on purpose."""
from __future__ import annotations

import abc
import typing
from functools import singledispatch
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:

    def lazy(name: str) -> str: ...

    class Typed:
        def one(self) -> int: ...


def export(order):  # PLANT-INT03
    raise NotImplementedError


def later(order):  # PLANT-INT03
    """Return the price of an order."""
    pass


class Cart:
    def total(self):  # PLANT-INT03
        raise NotImplementedError("not yet")

    def clear(self):
        self.items = []

    def __len__(self):
        raise NotImplementedError


Cart().clear()


class Scope:
    """A front: what is made is another thing."""

    def __new__(cls):
        return object.__new__(Shape)

    def cancel(self):
        """Cancel it."""
        raise NotImplementedError


class Never:
    def __init__(self):
        raise RuntimeError("needs Python 3.13")

    def call(self):
        raise NotImplementedError


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...


class Reader(typing.Protocol):
    def read(self) -> str: ...


class Base:
    def run(self):
        raise NotImplementedError


class Child(Base):
    def run(self):
        return 1


class _Placeholder:
    def abort(self):
        """Abort the placeholder (does nothing)."""


@singledispatch
def show(value):
    raise NotImplementedError


@overload
def pick(one: int) -> int: ...
@overload
def pick(one: str) -> str: ...
def pick(one):
    return one
''',
    "shop/errors.py": """import contextlib


def quiet(path):
    try:
        return open(path)
    except Exception:  # PLANT-INT04
        pass


def loop(rows):
    for row in rows:
        try:
            row.save()
        except:  # PLANT-INT04 noqa: E722
            continue


def meant(path):
    try:
        return open(path)
    except Exception:
        pass  # the file is optional
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    try:
        return int(path)
    except ValueError:
        pass
    return None
""".replace("# PLANT-INT04 noqa: E722", "").replace(
        "except Exception:  # PLANT-INT04\n        pass\n", "except Exception:\n        pass\n"
    ),
    "web/errors.ts": """export async function load(url: string) {
  try {
    return await fetch(url);
  } catch (error) {}
  try {
    return await fetch(url);
  } catch {
    // offline: the cache answers
  }
  fetch("https://example.com/ping").catch(() => {});
  return fetch(url).catch(() => undefined);
}
""",
    "shop/store.go": """package shop

import "os"

func save(path string) error {
	return nil
}

func keep(path string) {
	_ = os.Remove(path)
	_ = save(path)
	// the file may be gone already
	_ = os.Remove(path)
	_ = os.Remove(path) // best effort
	_ = len(path)
}
""",
    "shop/secrets.py": """import os
import re

PASSWORD = "hunter2-Xy9"  # PLANT-INT02
token = r"[-!#$%&'*+.^_`|~0-9a-zA-Z]+"
password = os.environ["PASSWORD"]
SETTINGS = {
    "password": "S3cr3t-2020!",  # PLANT-INT02
    "password_field": "password",
    "api_key": "${API_KEY}",
    "secret": "%(secret)s",
    "token": "token",
}
password_label = "Password"
TOKEN_PATTERN = "token-{name}"
secret_name = "db-credentials"


def connect(password=""):
    return password
""",
    "web/secrets.js": """const apiKey = "a8f5f167f44f4964e6c998dee827110c"; // PLANT-INT02
const password = process.env.PASSWORD;
const labels = { password: "Password", passwordHint: "your password" };
const passwordInput = "password-input";
""",
    "shop/mistakes.py": '''import sys


def late(rows):
    calls = []
    for row in rows:
        calls.append(lambda: row)  # PLANT-STR02
    return calls


def soon(rows, wanted):
    found = []
    for one in wanted:
        found.append(max(rows, key=lambda row: row == one))
    return found


def compare(left, right):
    left == right  # PLANT-STR02
    return undefined_name  # PLANT-STR02


def probe(thing):
    try:
        thing.start
    except AttributeError:
        return False
    thing.content_type  # reads the header
    for index in range(3):
        print(thing, file=sys.stderr)
    assert False, "unreachable"


def fill(order, found={}):  # PLANT-STR02
    return found


def shown(name):
    """Show."""
    return f"{name}".format(1), "%s %s" % (1,)  # PLANT-STR02
''',
    "shop/ways.py": """import hashlib
import os
import random
import sqlite3
import subprocess
import tempfile

import requests


def ways(name, database):
    os.system("tar czf " + name)  # PLANT-STR03
    os.system("clear")
    subprocess.call("ls " + name, shell=True)  # PLANT-STR03
    subprocess.run(["ls", name], check=False)
    requests.get(name, verify=False, timeout=3)  # PLANT-STR03
    requests.get(name)  # PLANT-STR03
    requests.get(name, timeout=3)
    database.execute("SELECT * FROM users WHERE name = '%s'" % name)  # PLANT-STR03
    database.execute("SELECT * FROM users WHERE name = ?", (name,))
    os.chmod(name, 0o777)  # PLANT-STR03
    os.chmod(name, 0o600)
    one = tempfile.mktemp()  # PLANT-STR03
    two = hashlib.md5(b"x").hexdigest()  # PLANT-STR03
    three = hashlib.md5(b"x", usedforsecurity=False)
    four = random.choice([1, 2])
    exec(name)  # nosec - our own plug-in
    return one, two, three, four, sqlite3
""",
    "web/ways.ts": """import { exec, execFile } from "child_process";
export function ways(name: string, node: HTMLElement) {
  node.innerHTML = name; // PLANT-STR03
  node.innerHTML = "";
  node.innerHTML = DOMPurify.sanitize(name);
  node.textContent = name;
  exec(`ls ${name}`); // PLANT-STR03
  exec("ls -l");
  execFile("ls", [name]);
  /x(.)/.exec(name);
  return new Function("a", name); // PLANT-STR03
}
export const agent = { rejectUnauthorized: false }; // PLANT-STR03
""",
    "shop/ways.go": """package shop

import (
	"crypto/tls"
	"database/sql"
	"os/exec"
)

func ways(name string, db *sql.DB) *tls.Config {
	exec.Command("sh", "-c", name) // PLANT-STR03
	exec.Command("sh", "-c", "ls -l")
	exec.Command("ls", name)
	db.Query("SELECT * FROM users WHERE name = '" + name + "'") // PLANT-STR03
	db.Query("SELECT * FROM users WHERE name = $1", name)
	return &tls.Config{InsecureSkipVerify: true} // PLANT-STR03
}
""",
    "tests/test_true.py": """import unittest

import pytest


def test_true():
    assert True  # PLANT-INT06


def test_constant():
    assert not False  # PLANT-INT06
    assert 1 == 1  # PLANT-INT06


def test_length(rows=()):
    assert len(rows) >= 0  # PLANT-INT06


def test_pair(value=1):
    assert (value == 2, "must be two")  # PLANT-INT06


def test_or(value=1):
    assert value == 2 or True  # PLANT-INT06


def test_same_each_time(shop=dict):
    assert shop() == shop()
    assert len(shop()) >= 1


def test_equality_is_reflexive(order=1):
    assert order == order


class TestOrder(unittest.TestCase):
    def test_unit(self):
        self.assertTrue(True)  # PLANT-INT06
        self.assertFalse(False)  # PLANT-INT06
        self.assertEqual(len([]), 0)


@pytest.mark.skip(reason="")
def test_off():
    assert dict()


@pytest.mark.skipif(True, reason="needs a network")
def test_sometimes():
    assert dict() == {}


def test_inside():
    pytest.skip()
    assert dict() == {}


def test_inside_with_reason():
    pytest.importorskip("numpy")
    pytest.skip("the server is away")
""",
    "tests/test_module.py": f"import pytest\n\npytestmark = pytest.mark.skip\n\n\n{_CASE}",
    "tests/test_marked.py": f"import pytest\n\npytestmark = [pytest.mark.slow]\n\n\n{_CASE}",
    "web/cart.test.ts": """test("same", () => {
  expect(hash("a")).toBe(hash("a"));
});
test("always", () => {
  expect(true).toBe(true); // PLANT-INT06
  expect(1).toEqual(1); // PLANT-INT06
});
""",
    "docs/words.md": ("The indention of implementors is pre-emptively checked. It was seperate before. PLANT-STR09\n"),
    "shop/words.py": (
        "def go(strat):\n    return [\n"
        "        *[strat.label for strat in strat],  # the occurences PLANT-STR09\n    ]\n"
    ),
}
_MORE = {
    "INT04": {"shop/errors.py:7", "shop/errors.py:15", "web/errors.ts:4", "web/errors.ts:10", "shop/store.go:10",
              "shop/store.go:11"},
    "STR02": {"tests/test_true.py:20"},
    "INT08": {"tests/test_module.py:3", "tests/test_true.py:43", "tests/test_true.py:54"},
}  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> RepositoryReport:
    made = PlantedRepository(tmp_path_factory.mktemp("adversary") / "shop")
    made.commit(FILES)
    return made.audit(AuditName.INTEGRITY, AuditName.STRICT)


@pytest.mark.parametrize("rule", ["INT02", "INT03", "INT04", "INT06", "INT08", "STR02", "STR03", "STR09"])
def test_faults_are_found_and_idioms_are_left_alone(report: RepositoryReport, rule: str) -> None:
    expected = marked(FILES, rule) | _MORE.get(rule, set())
    assert places(report, rule) == expected


@pytest.mark.parametrize(
    ("line", "is_noise"),
    [
        ("url = 'https://foo.com:123,foo:bar@bar.com/path'", True),
        ("DATABASE = 'postgres://user:password@db/shop'", True),
        ("DATABASE = 'postgres://shop:${DB_PASSWORD}@db/shop'", True),
        ("DATABASE = 'postgres://shop:" + "x7Qp2Lm9" + "@db.internal/shop'", False),
        ("key = 'q8'", False),
        ("!function(){" + "a" * 3000 + "}", True),
        ("!function(){" + "a" * 3000 + " AKIA" + "ZQ3DGPLX7WNUK2VB" + " }", False),
    ],
)
def test_examples_and_packed_scripts_are_no_secrets(line: str, is_noise: bool) -> None:
    assert _is_noise(line) is is_noise
