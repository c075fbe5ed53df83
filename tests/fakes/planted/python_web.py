"""A Python web application."""

from tests.fakes.planted.common import PINNED, at, readme, well_kept
from tests.fakes.planted.project import PlantedProject

_OLD: dict[str, str | bytes] = {
    **well_kept("pip", "python -m pytest"),
    "README.md": readme("Shop", "pip install shop", "shop serve", "python -m pytest"),
    "pyproject.toml": '[project]\nname = "shop"\nlicense = "MIT"\n[project.scripts]\nshop = "shop.app:main"\n',
    "shop/__init__.py": '"""The shop."""\n',
    "shop/app.py": '''"""The application."""

import os
import sqlite3
import subprocess

SECRET_KEY = os.environ["SECRET_KEY"]
SESSION_PASSWORD = "c0rrect-horse-9"  # PLANT-INT02
PASSWORD_FIELD = "password"


def find(database: sqlite3.Connection, name: str) -> list[tuple[str, ...]]:
    """Find orders."""
    return database.execute(f"SELECT * FROM orders WHERE name = '{name}'").fetchall()  # PLANT-STR03


def find_safely(database: sqlite3.Connection, name: str) -> list[tuple[str, ...]]:
    """Find orders."""
    return database.execute("SELECT * FROM orders WHERE name = ?", (name,)).fetchall()


def thumbnail(name: str) -> None:
    """Make a picture smaller."""
    subprocess.run("convert " + name, shell=True)  # PLANT-STR03
    subprocess.run(["convert", name], check=True)


def load(path: str) -> str:
    """Load a text."""
    try:
        return open(path).read()
    except Exception:
        pass
    try:
        return open(path + ".old").read()
    except FileNotFoundError:
        pass
    return ""


def main() -> None:
    """Run."""
    print(load("motd"))
''',
    "shop/payment.py": '''"""Payment."""

import abc


class Gateway(abc.ABC):
    """What takes money."""

    @abc.abstractmethod
    def charge(self, amount: int) -> str:
        """Charge."""
        raise NotImplementedError


class Card(Gateway):
    """A card."""

    def charge(self, amount: int) -> str:
        """Charge a card."""
        return f"card {amount}"

    def refund(self, amount: int) -> str:
        """Give money back."""
        return self.charge(-amount)


def settle(amount: int) -> None:  # PLANT-INT03
    """Settle the day."""
    raise NotImplementedError


def on_paid(amount: int) -> None:
    """Called by the gateway; nothing is to be done."""
''',
    "shop/models.py": '"""Models."""\n\n\nclass Order:\n    """An order."""\n\n    total = 0\n',
    "shop/migrations/0001_first.py": "def up(database):\n    database.execute('CREATE TABLE orders (id INT)')\n",
    "shop/static/jquery.min.js": "!function(){try{a()}catch(e){}eval(b)}();\n",
    "vendor/left/pad.py": "def pad(a):\n    try:\n        eval(a)\n    except:\n        pass\n",
    "tests/test_app.py": """import sqlite3
import time
from unittest import mock

import pytest

from shop import app
from shop.app import find, find_safely, load, thumbnail
from shop.payment import Card, on_paid, settle


@pytest.fixture
def database():
    made = sqlite3.connect(":memory:")
    made.execute("CREATE TABLE orders (name TEXT)")
    return made


def test_find(database):
    assert find(database, "x") == find_safely(database, "x") == []


def test_thumbnail():  # PLANT-INT05
    with mock.patch("shop.app.subprocess.run"):
        thumbnail("a.png")


def test_load():
    time.sleep(1)  # PLANT-TDD09
    assert load("none") == ""


def test_replaced():  # PLANT-INT07
    with mock.patch.object(app, "load", return_value="x"):
        assert app.load("y") == "x"


def test_always():
    assert True  # PLANT-INT06


@pytest.mark.skipif("sys.platform == 'win32'", reason="no SQLite there")
def test_sometimes(database):
    assert find(database, "y") == []


def test_on_paid_does_not_raise():
    on_paid(1)


def test_card():
    assert Card().charge(1) == "card 1"
    with pytest.raises(NotImplementedError):
        settle(1)
""",
    "tests/fixtures/broken.py": "def (:\n",
    "docs/guide.md": "# Guide\n\nOrders are kept untill they are paid. PLANT-STR09\n\nSee [the app](../shop/app.py).\n",
    "docs/merge.md": "# Merging\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n```\n",
}
_NEW: dict[str, str | bytes] = {
    "shop/partner.py": '''"""Partners."""

import json
import os  # PLANT-STR08


def price(kind, a, b, c, d, e, f, g):  # PLANT-STR05 PLANT-TDD08 PLANT-SAG08
    return json.dumps([kind, a, b, c, d, e, f, g])


def discount(order):
    """Give a discount."""
    # TODO: ask sales PLANT-INT09
    # TODO(#44): round it
    return order  # takes what the TODO list says


def rebate(order, found=[]):  # PLANT-STR02
    """Give a rebate."""
    found.append(order)
    return found


def _own(order):
    if order:  # pragma: no cover PLANT-TDD07
        return 1
    return 2
''',
    "tests/test_partner.py": """from shop.partner import discount, rebate


def test_discount():
    assert discount(1) == 1
    assert rebate(1) == [1]
""",
    ".github/workflows/label.yml": f"""name: label
on: pull_request_target # PLANT-SRV01
permissions:
  contents: read
jobs:
  label: # PLANT-SRV08
    runs-on: ubuntu-24.04
    steps:
      - uses: {PINNED} PLANT-SRV04
        with:
          ref: ${{{{ github.event.pull_request.head.sha }}}}
      - uses: actions/setup-python@v5 # PLANT-SRV03
      - run: make label
""",
    ".env": "DEBUG=1\n",
    ".env.example": "DEBUG=0\n",
}

PYTHON_WEB = PlantedProject(
    "python-web",
    _OLD,
    _NEW,
    {
        "INT04": frozenset({at(_OLD, "shop/app.py", "except Exception")}),
        "GIT10": frozenset({".env"}),
        "TDD02": frozenset({""}),
        "INT08": frozenset({"tests/test_late.py:4"}),
        "GIT02": frozenset({"wip"}),
        "TDD01": frozenset({"Fix the rounding of discounts"}),
    },
    commits=(
        ("wip", {"shop/models.py": '"""Models."""\n\n\nclass Order:\n    """An order."""\n\n    total = 1\n'}),
        ("Fix the rounding of discounts", {"shop/models.py": '"""Models."""\n\n\nclass Order:\n    """An order."""\n'}),
        (
            "Fix a crash of empty carts",
            {
                "shop/models.py": '"""Models."""\n\n\nclass Order:\n    """One order."""\n',
                "tests/test_late.py": "import pytest\n\n\n@pytest.mark.skip\ndef test_late():\n    assert open\n",
            },
        ),
        (
            "Fix typo in the guide of models",
            {"shop/models.py": '"""Models."""\n\n\nclass Order:\n    """An order!"""\n'},
        ),
    ),
)
