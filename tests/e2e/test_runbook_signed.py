"""A step of a runbook waits for another operator's signature; a typed name is not enough. Proves L7.6, C3."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.operator_desk import OperatorDesk

pytestmark = pytest.mark.timeout(120)
RUNBOOK = """---
id: careful
title: Careful work
severity: info
---

## Steps

```approve {"name":"leave"}
May the backup be deleted?
```

```sh {"name":"work"}
echo deleted
```
"""


def state(desk: OperatorDesk, run_id: str) -> dict[str, Any]:
    return dict(json.loads(desk.run("runbook", "status", run_id, "-o", "json").out))


def test_consent_is_a_signature_of_another_operator(desk: OperatorDesk, tmp_path: Path) -> None:
    runbook, request, approval = tmp_path / "careful.md", tmp_path / "a.request.json", tmp_path / "a.approval.json"
    runbook.write_text(RUNBOOK)
    with desk.at("ann"):
        begun = desk.run("runbook", "run", str(runbook), "--auto", "--yes", "--reason", "room")
        assert begun.out, begun.err
        run_id = next(word for word in begun.out.split() if word.startswith("run-")).rstrip(".:,")
        typed = desk.run("runbook", "answer", run_id, "--approve-as", "Bob")
        assert (typed.code, "one of them has to sign" in typed.err) == (4, True), typed.err
        assert desk.run("runbook", "export", run_id[-8:], "--file", str(request)).code == 0
        own = desk.run("change", "approve", str(request), "--file", str(approval), "--yes")
        assert (own.code, "same person" in own.err) == (4, True)
    with desk.at("bob"):
        shown = desk.run("change", "review", str(request))
        assert "Proposed by Ann" in shown.out
        assert "Step leave: May the backup be deleted?" in shown.out
        assert desk.run("change", "approve", str(request), "--file", str(approval), "--yes").code == 0
    with desk.at("ann"):
        altered = tmp_path / "b.approval.json"
        altered.write_text(approval.read_text().replace('"sig": "', '"sig": "AA'))
        assert desk.run("change", "import", str(altered)).code == 4
        taken = desk.run("change", "import", str(approval))
        assert (taken.code, f"{run_id}: signed by Bob" in taken.out) == (0, True), taken.err
        again = desk.run("change", "import", str(approval))
        assert (again.code, "waits for nobody's consent" in again.err) == (4, True)
        assert desk.run("runbook", "resume", run_id, "--auto").code == 0
        record = tmp_path / "record.md"
        assert desk.run("runbook", "record", run_id, "-o", str(record), "--no-sign").code == 0
        assert "Approved by Bob" in record.read_text()
        kinds = [one["kind"] for one in json.loads(desk.run("trail", "show", "-o", "json").out)]
        assert {"approval.asked", "approval.refused", "approval.taken", "runbook.step_approved"} <= set(kinds)
