"""Shapes of faults in Python, and what only looks like them."""

_K = "AKIA" + "Z7Q3DGPLX7WNUK2V"
FILES: dict[str, str | bytes] = {
    "shop/__init__.py": '"""Shop."""\n',
    "shop/stub.py": '''"""Stubs."""
from typing import Protocol, runtime_checkable
import abc


async def fetch(order):  # PLANT-INT03
    ...


def save(order):  # PLANT-INT03
    """Save an order."""
    # TODO
    pass


@property
def odd(self):  # PLANT-INT03
    raise NotImplementedError()


class Gateway:
    @staticmethod
    def charge(order):  # PLANT-INT03
        pass

    @classmethod
    def refund(cls, order):  # PLANT-INT03
        ...

    def real(self):
        return 1


def charge(order):
    return Gateway.charge(order)


@runtime_checkable
class Port(Protocol):
    def read(self) -> str:
        """Read."""
        ...


class Meta(metaclass=abc.ABCMeta):
    @property
    @abc.abstractmethod
    def name(self):
        raise NotImplementedError


class Visitor:
    def visit_name(self, node):
        pass


class NullLogger:
    def log(self, text):
        pass


class Error(Exception):
    pass


def noop():
    pass


def guard(value):
    if value is None:
        raise NotImplementedError("only values")
    return value
''',
    "shop/fail.py": '''"""Errors."""
import contextlib
import logging

log = logging.getLogger(__name__)


def one():
    try:
        return open("x")
    except Exception:
        return None


def two():
    try:
        return open("x")
    except (ValueError, Exception):
        ...


def three():
    with contextlib.suppress(Exception):
        open("x")


def four():
    try:
        return open("x")
    except BaseException as error:
        pass


def five():
    try:
        return open("x")
    except Exception:
        log.exception("no x")
        return None


def six():
    try:
        return open("x")
    except OSError:
        pass


def seven():
    try:
        return open("x")
    except Exception:
        # the file is optional
        return None


def eight():
    try:
        return open("x")
    except Exception as error:
        raise RuntimeError("no x") from error


def nine():
    try:
        import numpy
    except ImportError:
        numpy = None
    return numpy


def ten(rows):
    for row in rows:
        try:
            row.go()
        except Exception:  # pragma: no cover
            continue
''',
    "shop/conf.py": f'''"""Settings."""
import os

SECRET_KEY = "dj-8f$k2l!9xQz"  # PLANT-INT02
DATABASES = {{"default": {{"USER": "shop", "PASSWORD": "pg-Qu33n-55"}}}}  # PLANT-INT02
API_TOKEN = os.getenv("API_TOKEN", "tk_93jd8-s0m3")  # PLANT-INT02
KEY = os.environ["KEY"]
PASSWORD_HASHERS = ["a.b.C"]
PASSWORD_RESET_URL = "/reset"
TOKEN_TYPE = "Bearer"
SECRET_NAME = "prod/shop/db"
INVALID_PASSWORD = "invalid_password"
PASSWORD_FIELD = "password"
AWS_KEY = "{_K}"


def connect(user, password="n0t-safe-11"):  # PLANT-INT02
    return user, password


def run():
    connect("a", password="h1dden-22")  # PLANT-INT02
    connect("a", password=os.environ["PW"])
    password = input("password: ")
    if password == "letme1n-33":  # PLANT-INT02
        return True
    token = ""
    return token
''',
    "shop/ways.py": '''"""Ways."""
import pickle
import subprocess
import tempfile
import hashlib
import ssl
import tarfile
import xml.etree.ElementTree as ET

import jinja2
import paramiko
import yaml
from flask import Flask

app = Flask(__name__)


def ways(name, cursor):
    subprocess.Popen("ls " + name, shell=True)  # PLANT-STR03
    subprocess.check_output(["ls", name])
    yaml.load(name)  # PLANT-STR03
    yaml.load(name, Loader=yaml.SafeLoader)
    pickle.load(name)  # PLANT-STR03
    cursor.execute(f"DELETE FROM orders WHERE id = {name}")  # PLANT-STR03
    cursor.execute("SELECT 1")
    hashlib.sha1(name)  # PLANT-STR03
    hashlib.sha256(name)
    ssl._create_unverified_context()  # PLANT-STR03
    tarfile.open(name).extractall("x")  # PLANT-STR03
    jinja2.Environment()  # PLANT-STR03
    jinja2.Environment(autoescape=True)
    c = paramiko.SSHClient()
    c.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # PLANT-STR03
    eval("1 + 1")  # PLANT-STR03
    ET.parse(name)  # PLANT-STR03
    app.run(debug=True)  # PLANT-STR03
    with tempfile.NamedTemporaryFile() as f:
        return f
''',
    "shop/wrong.py": '''"""Wrong."""


def a(x):
    if x is "a":  # PLANT-STR02
        return x
    print("%d %d" % (1,))  # PLANT-STR02
    raise NotImplemented  # PLANT-STR02


def b():
    try:
        return 1
    finally:
        return 2  # PLANT-STR02


def c(x):
    assert (x, "y")  # PLANT-STR02
    return undefined  # PLANT-STR02


def a(x):  # PLANT-STR02
    return {"a": 1, "a": 2}  # PLANT-STR02


class D:
    def __init__(self):
        return 1  # PLANT-STR02


def e(x=None):
    for i in range(3):
        print(x)
    return lambda: x
''',
    "shop/long.py": '"""Long."""\n\n\ndef deep(a):  # PLANT-STR05\n    """D."""\n    if a:\n        for b in a:\n'
    "            while b:\n                with b:\n                    if b:\n"
    "                        try:\n                            return 1\n"
    "                        except ValueError:\n                            return 2\n",
    "shop/bom.py": '\ufeff"""Bom."""\r\n\r\n\r\ndef crlf(order):  # PLANT-INT03\r\n    raise NotImplementedError\r\n',
    "shop/latin.py": b'# -*- coding: latin-1 -*-\n"""L\xe4tin."""\n\n\n'
    b"def stub(order):\n    raise NotImplementedError\n",
    "shop/mit leer\u00e9.py": '"""Space."""\n\n\ndef stub(order):  # PLANT-INT03\n    raise NotImplementedError\n',
    "shop/v.pyi": "def a() -> int: ...\n",
    "shop/indent.py": '"""I."""\ndef a():\n    if 1:\n    return 2\n',
    "tests/data/bad.py": "def (:\n",
    "nb.ipynb": '{"cells": [{"cell_type": "code", "source": ["def a(:"], '
    '"metadata": {}, "outputs": [], "execution_count": null}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n',
    "tests/test_py.py": """import asyncio
import time
import unittest
from unittest import mock
from unittest.mock import MagicMock, patch

import pytest

from shop import fail
from shop.conf import connect
from shop.check import validate_order


def test_validate():  # PLANT-INT05
    validate_order(1)


@pytest.mark.parametrize("one", [1, 2])
def test_many(one):  # PLANT-INT05
    connect(one)


async def test_async():  # PLANT-INT05
    await asyncio.gather()


class TestConnect:
    def test_method(self):  # PLANT-INT05
        result = connect("a")
        print(result)

    def helper(self, one):
        assert connect(one)

    def test_helper(self):
        self.helper(1)


def test_raises():
    with pytest.raises(ValueError):
        connect("a")


def test_context():
    with check_connected():
        connect("a")


def test_does_not_raise():
    connect("a")


def test_mock():
    one = MagicMock()
    connect(one)
    one.assert_called_once_with()


@patch("shop.conf.connect", return_value=3)
def test_replaced(one):  # PLANT-INT07
    from shop.conf import connect
    assert connect() == 3


def test_object():  # PLANT-INT07
    with mock.patch.object(fail, "one", return_value=1):
        assert fail.one() == 1


def test_monkey(monkeypatch):  # PLANT-INT07
    monkeypatch.setattr(fail, "one", lambda: 1)
    assert fail.one() == 1


def test_assigned():  # PLANT-INT07
    fail.two = MagicMock(return_value=2)
    assert fail.two() == 2


def test_only_a_stand_in():  # PLANT-INT07
    service = MagicMock()
    service.total.return_value = 3
    assert service.total() == 3


def test_dependency(monkeypatch):
    monkeypatch.setattr(fail, "one", lambda: 1)
    assert fail.two() == 1


@patch("shop.conf.os.getenv")
def test_env(getenv):
    getenv.return_value = "x"
    assert connect("a")


def test_sum():
    assert 1 + 1 == 2  # PLANT-INT06
    assert "a" == "a"  # PLANT-INT06
    assert True is True  # PLANT-INT06
    assert [] is not None  # PLANT-INT06
    assert connect("a") == connect("a")
    assert isinstance(connect("a"), object)


class TestUnit(unittest.TestCase):
    def test_true(self):
        self.assertEqual(1, 1)  # PLANT-INT06
        self.assertIsNotNone("x")  # PLANT-INT06
        self.assertTrue(1 == 1)  # PLANT-INT06
        self.assertIs(None, None)  # PLANT-INT06
        self.assertIn(connect("a"), [1])

    @unittest.skip("")
    def test_off(self):
        self.assertEqual(connect("a"), 1)

    @unittest.skip("needs the gateway")
    def test_off_reason(self):
        self.assertEqual(connect("a"), 1)

    @unittest.skipIf(True, "")
    def test_always_off(self):
        self.assertEqual(connect("a"), 1)

    def test_skip_inside(self):
        self.skipTest("")
        self.assertEqual(connect("a"), 1)


@pytest.mark.skip
def test_off():
    assert connect("a")


# the gateway is away until May
@pytest.mark.skip
def test_off_with_reason():
    assert connect("a")


@pytest.mark.skipif(True)
def test_never():
    assert connect("a")


@pytest.mark.xfail(reason="see #12")
def test_fails():
    assert connect("a")


@pytest.mark.parametrize("a", [1, pytest.param(2, marks=pytest.mark.skip)])
def test_params(a):
    assert connect(a)


@pytest.mark.parametrize("a", [1, pytest.param(2, marks=pytest.mark.xfail(reason="x"))])
def test_params_reason(a):
    assert connect(a)


def test_wait():
    time.sleep(0.2)  # PLANT-TDD09
    assert connect("a")
""",
    "shop/check.py": '"""Check."""\n\n\ndef validate_order(order):\n    """Validate."""\n    return order\n',
    "tests.py": "def test_a():\n    assert open\n",
}
PLACES = {
    "INT01": {"shop/conf.py:14"},
    "INT03": {"shop/latin.py:5"},
    "INT04": {"shop/fail.py:11", "shop/fail.py:18", "shop/fail.py:23", "shop/fail.py:30", "shop/fail.py:76"},
    "INT08": {"tests/test_py.py:114", "tests/test_py.py:122", "tests/test_py.py:127", "tests/test_py.py:131",
              "tests/test_py.py:142", "tests/test_py.py:152"},
    "INT09": {"shop/stub.py:12"},
    "STR01": {"shop/indent.py:4"},
    "TDD07": {"shop/fail.py:76"},
}  # fmt: skip
