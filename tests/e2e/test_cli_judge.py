"""``cell-console judge`` on files, as a user runs it: exit codes, formats, sentences. Proves product P3, E2.4."""

import json
from pathlib import Path

import jsonschema
import pytest

from console.cli import program
from console.estate.judge.judge_document import JudgeDocument, judge_schema_text, read_judge_document
from console.kernel.errors import UserError
from tests.fakes.program import start

FAILING = """metric,kind,time,arm,trials,bad
errors,errors,1,baseline,9500,40
errors,errors,1,canary,500,30
errors,errors,2,baseline,9500,50
errors,errors,2,canary,500,41
"""


def document(tmp_path: Path, content: object) -> Path:
    file = tmp_path / "arms.json"
    file.write_text(json.dumps(content))
    return file


def counts(trials: list[float], bad: list[float]) -> dict[str, list[float]]:
    return {"trials": trials, "bad": bad}


def test_a_failing_canary_is_exit_code_1_with_its_reason_and_kayenta(tmp_path: Path) -> None:
    file = tmp_path / "arms.csv"
    file.write_text(FAILING)
    ended = start(["judge", str(file)])
    assert ended.code == 1, ended.err
    assert ended.out.startswith("Fail: 7.10 % of 1,000 canary requests failed, 0.47 % of 19,000 of the baseline.")
    assert "Kayenta would say: " in ended.err
    told = json.loads(start(["judge", str(file), "-o", "json"]).out)
    assert (told["verdict"], told["metrics"][0]["verdict"]) == ("fail", "fail")
    assert told["metrics"][0]["canary_bad"] == 71


def test_a_passing_canary_is_exit_code_0_and_the_example_needs_more(tmp_path: Path, root_dir: Path) -> None:
    arms = counts([50_000.0], [250.0])
    file = document(tmp_path, {"metrics": [{"name": "e", "kind": "errors", "baseline": arms, "canary": arms}]})
    assert start(["judge", str(file)]).code == 0
    example = start(["judge", str(root_dir / "resources" / "judge" / "example.json")])
    assert example.code == 1
    assert example.out.startswith("Not enough data: needs about ")


def test_wrong_use_is_exit_code_2_and_says_where(tmp_path: Path) -> None:
    assert start(["judge"]).code == 2
    bad = document(tmp_path, {"metrics": [{"name": "e", "kind": "errors", "canary": counts([1.0], [2.0])}]})
    ended = start(["judge", str(bad)])
    assert ended.code == 2
    assert "metrics[0].canary" in ended.err
    assert start(["judge", str(tmp_path / "absent.json")]).code == 2


def test_the_schema_is_the_one_that_is_kept_and_the_example_fits_it(root_dir: Path) -> None:
    kept = (root_dir / "resources" / "schemas" / "judge.schema.json").read_text(encoding="utf-8")
    assert judge_schema_text() == kept, "run: cell-console judge --schema > resources/schemas/judge.schema.json"
    example = json.loads((root_dir / "resources" / "judge" / "example.json").read_text(encoding="utf-8"))
    jsonschema.validate(example, json.loads(kept))


def test_values_and_a_kayenta_configuration_are_read(tmp_path: Path) -> None:
    values = [{"values": [0.1, 0.2, 0.3, 0.9]}, {"values": [0.5, 0.7, 0.9, 1.0]}]
    metric = {"name": "l", "kind": "latency", "over": 0.4, "baseline": values[0], "canary": values[1]}
    other = {
        "name": "k",
        "control": [1, None, 2],
        "experiment": [1, 2, 2],
        "critical": True,
        "effect_thresholds": [1, 2],
    }
    read = read_judge_document(document(tmp_path, {"metrics": [metric], "kayenta": {"metrics": [other]}}))
    latency = read.metrics[0].compared()
    assert (latency.total.baseline_bad, latency.total.canary_bad) == (1, 4)
    assert sum(latency.canary_histogram) == 4
    assert read.kayenta.metrics[0].metric().effect_thresholds == (1, 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("metric,kind\ne,errors\n", "no column time, arm, trials, bad"),
        (FAILING.replace("500,30", "500,x"), "Line 3"),
        (FAILING.replace("canary,500,41", "other,500,41"), "Line 5"),
        (FAILING.replace("500,30", "5,30"), "never more bad"),
        ("metric,kind,time,arm,trials,bad\n", "cannot be used"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "arms.csv"
    file.write_text(text)
    with pytest.raises(UserError) as told:
        read_judge_document(file)
    assert words in f"{told.value.message} {told.value.hint}"


def test_slices_come_in_the_order_of_time(tmp_path: Path) -> None:
    file = tmp_path / "arms.csv"
    lines = FAILING.replace("errors,2", "errors,10").strip().split("\n")
    file.write_text("\n".join((lines[0], *reversed(lines[1:]))))
    read: JudgeDocument = read_judge_document(file)
    assert read.metrics[0].canary.bad == (30, 41)


@pytest.mark.parametrize(
    ("way", "words", "told"),
    [
        ("FILE", "--baseline a --canary b", "--baseline, --canary"),
        ("FILE", "--metric errors --bad c --over 1 --since 2h", "--metric, --bad, --over, --since"),
        ("FILE", "-c prom --cell tokyo", "--connection, --cell"),
        ("--cell", "--cell tokyo --canary b --final", "--canary, --final"),
    ],
)
def test_options_without_an_effect_are_refused(
    root_dir: Path, capsys: pytest.CaptureFixture[str], way: str, words: str, told: str
) -> None:
    file = [str(root_dir / "resources" / "judge" / "example.json")] if way == "FILE" else []
    assert program.run(["judge", *file, *words.split()]) == 2
    ended = capsys.readouterr()
    assert ended.out == ""
    assert ended.err == f"error: {told} cannot be used together with {way}. Leave one of them out.\n"
