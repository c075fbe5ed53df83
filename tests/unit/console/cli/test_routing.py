"""``cell-console routing``: what the Routing page shows, without a window (proves L4.2, L5.1, L5.2, L5.3, C8)."""

import csv
import io
import json
from pathlib import Path

import pytest
import yaml

from console.cli import program
from console.kernel.paths import Paths
from console.store.history.history import History
from console.store.state import ObjectTable, State
from tests.fakes.routed_estate import WHOLE
from tests.fakes.small_estate import NOW_S
from tests.unit.console.presenters.test_routing_rows import setting, state


@pytest.fixture
def estate_file(tmp_path: Path) -> Path:
    """An estate whose routers, limits and switches were read once."""
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(WHOLE.model_dump(mode="json", exclude_unset=True)))
    seen = state((20, 80))
    flags = setting("cell-tokyo", "flags", ("cta_only", "false"), ("answer_cache_ttl", "0"))
    settings = seen.objects["main", "settings"]
    objects = {**seen.objects, ("main", "settings"): ObjectTable({**settings.rows, flags.ref: flags}, NOW_S)}
    history = History(Paths.for_user().state / "history.sqlite")
    history.save(WHOLE.name, State(estate=WHOLE, objects=objects, readings=seen.readings), list(objects), ["prom"])
    history.close()
    return file


def ran(file: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = program.run(["--estate", str(file), "routing", *arguments, "--cached"])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_routers_tell_what_is_agreed_configured_and_observed(
    estate_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = ran(estate_file, capsys, "routers", "-o", "json")
    rows = {(one["router"], one["target"]): one for one in json.loads(out)}
    tokyo = rows["cell-router", "web.cell-tokyo.svc"]
    assert (tokyo["agreed"], tokyo["configured"], tokyo["cell"], tokyo["health"]) == (0.6, 0.2, "tokyo", "critical")
    assert rows["models", "mini"]["configured"] == pytest.approx(0.6)
    assert code == 0
    assert ran(estate_file, capsys, "routers", "--check")[0] == 1


def test_limits_tell_their_use_and_the_change_that_sets_what_is_proposed(
    estate_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = ran(estate_file, capsys, "limits", "-o", "json")
    rows = {one["limit"]: one for one in json.loads(out)}
    edge = rows["Requests of b2b at the edge"]
    assert (code, edge["now"], edge["peak"], edge["proposal"]) == (0, 100.0, 80.0, 96.0)
    assert edge["change"]["key"] == "set-rate-limit"
    assert edge["change"]["fields"]["rps"] == 96.0
    assert rows["cell-tokyo: requests.memory"]["change"] is None


def test_switches_and_times_to_live_are_listed_with_the_change_that_turns_them_over(
    estate_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = ran(estate_file, capsys, "switches", "-o", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(one["entry"], one["kind"], one["value"], one["other"]) for one in rows] == [
        ("answer_cache_ttl", "ttl", "0", ""), ("cta_only", "switch", "false", "true"),
    ]  # fmt: skip
    assert json.loads(rows[1]["change"])["fields"]["value"] == "true"
    assert code == 0


@pytest.mark.parametrize("name", ["routers", "limits", "switches"])
def test_without_anything_known_a_head_line_and_a_sentence_are_left(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bare.yaml"
    bare = {"schema_version": 1, "name": "bare", "clusters": [{"key": "main"}]}
    file.write_text(yaml.safe_dump(bare))
    code, out, err = ran(file, capsys, name, "-o", "csv")
    assert (code, out.count("\n")) == (0, 1)
    assert err
