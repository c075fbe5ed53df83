"""A child with a web server: a port that is free, a password that works, and a sentence when it does not start."""

import ctypes
import sys
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import pytest
import yaml

from console.kernel.errors import ConsoleError
from console.lab.process import password_hash
from console.lab.process.password_hash import bcrypt_hash
from console.lab.process.program import PROMETHEUS
from console.lab.process.web_child import WebChild

pytestmark = pytest.mark.anyio
_SERVER = """
import http.server, sys
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
host, port = sys.argv[1].rsplit(":", 1)
http.server.HTTPServer((host, int(port)), Ready).serve_forever()
"""
HAS_CRYPT = bcrypt_hash("x") is not None


def _good(listen: str, _web_file: Path) -> Sequence[str]:
    return (sys.executable, "-c", _SERVER, listen)


async def test_it_is_ready_when_start_returns(tmp_path: Path) -> None:
    child = WebChild("Good", tmp_path / "good", _good)
    await child.start()
    async with aiohttp.ClientSession() as session, session.get(child.url) as answer:
        assert answer.status == 200
    assert child.running
    assert child.pid
    await child.stop()
    assert not child.running


async def test_a_port_that_somebody_took_is_exchanged_for_another(tmp_path: Path) -> None:
    attempts: list[str] = []

    def taken_once(listen: str, web_file: Path) -> Sequence[str]:
        attempts.append(listen)
        if len(attempts) == 1:
            return (sys.executable, "-c", "raise SystemExit('listen tcp: bind: address already in use')")
        return _good(listen, web_file)

    child = WebChild("Unlucky", tmp_path, taken_once)
    await child.start()
    await child.stop()
    assert len(set(attempts)) == 2


async def test_it_comes_back_on_its_port_so_that_those_who_know_it_find_it(tmp_path: Path) -> None:
    child = WebChild("Good", tmp_path, _good)
    await child.start()
    port = child.port
    await child.stop()
    await child.start()
    assert child.port == port
    await child.stop()


async def test_one_that_ends_at_once_is_told_with_its_reason(tmp_path: Path) -> None:
    child = WebChild("Broken", tmp_path, lambda *_: (sys.executable, "-c", "raise SystemExit('no such flag: --x')"))
    with pytest.raises(ConsoleError, match=r"Broken did not start: no such flag: --x\. See .*output\.log"):
        await child.start()


@pytest.mark.skipif(not HAS_CRYPT, reason="the system's libcrypt does not know bcrypt")
async def test_the_real_prometheus_takes_the_password_and_nothing_else(tmp_path: Path, needs_prometheus: None) -> None:
    config = tmp_path / "prometheus.yml"
    config.write_text("global: {}\n")
    program = PROMETHEUS.find()
    assert program is not None

    def command(listen: str, web_file: Path) -> Sequence[str]:
        places = (f"--config.file={config}", f"--storage.tsdb.path={tmp_path / 'data'}")
        return (program, *places, f"--web.config.file={web_file}", f"--web.listen-address={listen}")

    child = WebChild("Prometheus", tmp_path / "child", command)
    await child.start()
    statuses = []
    async with aiohttp.ClientSession() as session:
        wrong = {"Authorization": aiohttp.encode_basic_auth("lab", "wrong")}
        for headers in ({}, wrong, child.headers):
            async with session.get(f"{child.url}/-/ready", headers=headers) as answer:
                statuses.append(answer.status)
    await child.stop()
    assert statuses == [401, 401, 200]
    assert child.password not in (tmp_path / "child" / "web.yml").read_text()


@pytest.mark.skipif(not HAS_CRYPT, reason="the system's libcrypt does not know bcrypt")
def test_the_hash_is_that_of_the_password_with_a_new_salt() -> None:
    hashes = [bcrypt_hash("secret-of-the-lab") for _ in range(2)]
    crypt = ctypes.CDLL("libcrypt.so.1").crypt
    crypt.restype = ctypes.c_char_p
    for one in hashes:
        assert one is not None
        assert crypt(b"secret-of-the-lab", one.encode()).decode() == one
        assert crypt(b"secret-of-the-lac", one.encode()).decode() != one
    assert hashes[0] != hashes[1]


def test_without_bcrypt_there_is_no_password_and_no_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_hash, "_LIBRARIES", ("libabsent.so.9",))
    child = WebChild("Open", tmp_path, _good)
    assert (child.password, child.headers) == ("", {})
    assert yaml.safe_load((tmp_path / "web.yml").read_text()) == {}
