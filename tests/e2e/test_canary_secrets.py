"""Canary secrets appear in no file, stream or process argument of a whole run. Proves C2 and quality-bar "secrets"."""

import base64
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random
from string import ascii_letters, digits

import pytest

from tests.fakes.lab import LabForTests
from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.waiting import wait_until

CANARY = "canary-4f1d8e2b7c"
TALKS = """---
id: talks
title: A runbook that tells what it should not
parameters:
  - {name: token, type: secret-reference, default: "env:CANARY_TOKEN"}
---

# A runbook that tells what it should not

## Steps

```http {"name":"ask","status":"401"}
GET %s/api/v1/query?query=up
Authorization: Bearer {{ token }}
```

```sh {"name":"tell"}
set -x
echo "told: $TOKEN"
printf '%%s' "$TOKEN" | base64
export KEPT="$TOKEN"
```
"""
CANARIES = (CANARY.encode(), base64.b64encode(CANARY.encode()).rstrip(b"="))


@pytest.fixture
def estate(lab: LabForTests, tmp_path: Path) -> Path:
    """The lab's estate, copied, with a second Prometheus connection whose token is the canary (and so is refused)."""
    text = lab.at.estate_file.read_text()
    more = f"""
- key: canary-prometheus
  url: {lab.at.prometheus_url}
  auth: {{kind: bearer, token: "env:CANARY_TOKEN"}}
  headers: {{X-Canary: "env:CANARY_HEADER"}}
alertmanagers:"""
    file = tmp_path / "estate.yaml"
    file.write_text(text.replace("\nalertmanagers:", more, 1))
    return file


def _environment(home: Path) -> dict[str, str]:
    return os.environ | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": str(home / "state"),
        "CANARY_TOKEN": CANARY,
        "CANARY_HEADER": f"{CANARY}-header",
        "QT_QPA_PLATFORM": "offscreen",
    }


def _run(environment: dict[str, str], *arguments: str) -> str:
    """Run the program; return everything that it said."""
    done = subprocess.run(
        [sys.executable, "-m", "console", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


def test_a_run_of_doctor_and_tables_writes_the_canary_nowhere(estate: Path, tmp_path: Path, lab: LabForTests) -> None:
    lab.wait_for_scrape()
    home = tmp_path / "home"
    environment = _environment(home)
    said = [
        _run(environment, "-vv", "--estate", str(estate), "doctor"),
        _run(environment, "-vv", "--json-logs", "--estate", str(estate), "cells", "-o", "json"),
        _run(environment, "--estate", str(estate), "estate", "show", "-o", "yaml"),
    ]
    assert "canary-prometheus" in said[0]  # it was really tried, and refused
    assert "credentials" in said[0]
    _assert_clean(said, home)


def test_a_window_that_is_killed_leaves_no_canary_behind(estate: Path, tmp_path: Path, lab: LabForTests) -> None:
    lab.wait_for_scrape()
    home = tmp_path / "home"
    command = [sys.executable, "-m", "console", "-vv", "--estate", str(estate)]
    with (tmp_path / "said").open("wb") as said:
        window = subprocess.Popen(command, env=_environment(home), stdout=said, stderr=said)
        try:
            folder = home / "state" / "cell-console"
            wait_until(
                lambda: sum(one.stat().st_size for one in folder.glob("history.sqlite*")) > 200_000, 60, "history"
            )
            arguments = Path(f"/proc/{window.pid}/cmdline").read_bytes()
        finally:
            window.kill()
            window.wait(10)
    assert CANARY.encode() not in arguments
    _assert_clean([(tmp_path / "said").read_text("utf-8", "replace")], home)


def test_an_audit_tells_which_secrets_it_found_and_repeats_none(tmp_path: Path) -> None:
    random = Random(7)
    token, key, password = (f"{start}{''.join(random.choices(ascii_letters + digits, k=36))}"
                            for start in ("ghp_", "glpat-", ""))  # fmt: skip
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({".env": f"GITLAB={key}\n", "shop/a.py": f'TOKEN = "{token}"\nimport os\n'})
    repository.git("rm", "-q", "--cached", ".env")
    (repository.folder / ".env").unlink()
    repository.commit({"shop/b.py": f'URL = "postgres://shop:{password}@db.internal:5432/shop"\n'})
    home, project = tmp_path / "home", str(repository.folder)
    environment, pack = _environment(home), tmp_path / "pack.zip"
    said = [
        _run(environment, "-vv", "audit", "run", project, "-o", "sarif"),
        *(_run(environment, "audit", "findings", project, "-o", form) for form in ("json", "github", "code-quality")),
        _run(environment, "audit", "correct", project),
        _run(environment, "audit", "evidence", project, str(pack)),
    ]
    with zipfile.ZipFile(pack) as opened:
        said += [opened.read(name).decode("utf-8", "replace") for name in opened.namelist()]
    assert said[1].count('"INT01"') == 3  # they were really found, also what was taken back
    forms = tuple(one.encode() for one in (token, key, password))
    _assert_clean(said, home, forms, unless="clones")


def test_a_runbook_that_prints_its_secret_and_a_review_write_the_canary_nowhere(
    estate: Path, tmp_path: Path, lab: LabForTests
) -> None:
    lab.wait_for_scrape()
    home, book = tmp_path / "home", tmp_path / "talks.md"
    book.write_text(TALKS % lab.at.prometheus_url)
    environment, given = _environment(home), ("-vv", "--estate", str(estate))
    said = [_run(environment, *given, "runbook", "run", str(book), "--auto", "--yes", "--reason", "canary")]
    assert "told: •••" in said[0], said[0]  # it was really printed, behind a mask
    (run,) = json.loads(_run(environment, *given[1:], "runbook", "history", "-o", "json"))
    said.append(_run(environment, *given, "runbook", "status", run["id"]))
    for ending in ("md", "html", "pdf"):
        said.append(_run(environment, *given, "runbook", "record", run["id"], "-o", str(home / f"record.{ending}")))
        said.append(_run(environment, *given, "report", "-o", str(home / f"review.{ending}")))
        for one in ("record", "review"):
            (home / f"{one}.{ending}").chmod(0o600)  # documents are for others: their mode is the user's
    assert "ended well" in said[1], said[1]
    _assert_clean(said, home)


def _assert_clean(said: list[str], home: Path, forms: tuple[bytes, ...] = CANARIES, unless: str = "") -> None:
    """``unless``: a folder that holds copies of what is not ours, as they were given."""
    for text in said:
        assert not any(form in text.encode() for form in forms)
    files = [file for file in home.rglob("*") if file.is_file() and unless not in file.parent.parts[1:]]
    assert files
    for file in files:
        raw = file.read_bytes()
        assert not any(form in raw for form in forms), file
        assert file.stat().st_mode & 0o077 == 0, f"{file} can be read by others"
