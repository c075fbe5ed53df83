"""``cell-console webhooks``: the real program receives real deliveries."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.fakes.program import start
from tests.fakes.webhook_sender import AFTER, BEFORE, SECRET, github

ESTATE = """\
schema_version: 1
name: shop
github:
  - {key: forge, webhook_secret: "env:HOOK_SECRET"}
gitlab:
  - {key: lab}
"""
COMMAND = [sys.executable, "-m", "console", "--estate", "shop.yaml", "webhooks"]


def test_addresses_are_listed_with_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(ESTATE)
    ended = start(["--estate", "shop.yaml", "webhooks", "addresses", "-o", "json"], folder=tmp_path)
    assert ended.code == 0
    first, second = json.loads(ended.out)
    assert first["address"].startswith("http://127.0.0.1:8477/")
    assert first["address"].endswith("/forge")
    assert (first["secret"], second["connection"], second["secret"]) == ("env:HOOK_SECRET", "lab", "")
    again = start(["--estate", "shop.yaml", "webhooks", "addresses", "-o", "json"], folder=tmp_path)
    assert again.out == ended.out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_prints_one_line_per_accepted_delivery_and_counts_the_rest(
    tmp_path: Path, number: signal.Signals
) -> None:
    (tmp_path / "shop.yaml").write_text(ESTATE)
    environment = {**os.environ, "HOOK_SECRET": SECRET}
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "-o", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        url = program.stderr.readline().strip().removeprefix("forge: ")
        assert [_deliver(url), _deliver(url), _deliver(url, "0")] == [200, 409, 401]
        line = json.loads(program.stdout.readline())
        program.send_signal(number)
        out, err = program.communicate(timeout=30)
    assert line["pushes"] == [{"repository": "shop/web", "branch": "main", "before": BEFORE, "after": AFTER}]
    assert (line["connection"], line["event"], out, program.returncode) == ("forge", "push", "", 0)
    assert "1 accepted, 2 refused." in err
    assert SECRET not in err


def _deliver(url: str, spoiled: str = "") -> int:
    sent = github()
    request = urllib.request.Request(url, sent.body + spoiled.encode(), sent.headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
