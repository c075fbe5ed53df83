"""``cell-console estate``: a file is made, checked and shown by the real program. (proves issue 2, deliverable 3)"""

import json
import stat
from pathlib import Path

import pytest

from console.estate.load import parse_estate
from tests.fakes.program import start

BAD = """\
schema_version: 1
name: shop
clusters:
  - key: asia
    kontext: x
cloudflare:
  - key: edge
    account_id: "00000000000000000000000000000000"
    token: ghp_0123456789abcdefghij0123456789abcdef
"""


def test_init_writes_a_private_file_that_lint_accepts_and_show_prints(tmp_path: Path) -> None:
    made = start(["estate", "init", "my.yaml", "--name", "Night Shop"], folder=tmp_path)
    assert (made.code, made.out) == (0, "")
    assert "Wrote my.yaml" in made.err
    file = tmp_path / "my.yaml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    checked = start(["estate", "lint", "my.yaml"], folder=tmp_path)
    assert (checked.code, checked.out, checked.err) == (0, "", "my.yaml: valid\n")
    shown = start(["--estate", "my.yaml", "estate", "show", "-o", "json"], folder=tmp_path)
    assert json.loads(shown.out)["name"] == "night-shop"


def test_init_never_replaces_a_file_unasked_and_keeps_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "estate.yaml"
    file.write_text("mine")
    refused = start(["estate", "init"], folder=tmp_path)
    assert refused.code == 2
    assert refused.err == (
        "error: The file estate.yaml exists already. Name another file, or use --force, which keeps the old one as "
        "estate.yaml.bak.\n"
    )
    assert file.read_text() == "mine"
    assert start(["estate", "init", "--force"], folder=tmp_path).code == 0
    assert (tmp_path / "estate.yaml.bak").read_text() == "mine"


def test_lint_tells_every_problem_on_stdout_and_exits_1(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    ended = start(["estate", "lint", "bad.yaml"], folder=tmp_path)
    assert ended.code == 1
    assert ended.out.splitlines() == [
        'bad.yaml:5:5: clusters[0].kontext - there is no key "kontext" here; did you mean "context"?',
        (
            "bad.yaml:9:12: cloudflare[0].token - a secret does not belong in this file; store it with: cell-console "
            "secret set NAME, and write keyring:NAME (or env:NAME, file:/path) here."
        ),
    ]
    assert ended.err == ""


def test_lint_writes_json_for_programs(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    ended = start(["estate", "lint", "bad.yaml", "-o", "json"], folder=tmp_path)
    assert [(one["level"], one["line"], one["where"]) for one in json.loads(ended.out)] == [
        ("error", 5, "clusters[0].kontext"),
        ("error", 9, "cloudflare[0].token"),
    ]


def test_lint_speaks_japanese(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    ended = start(["--lang", "ja", "estate", "lint", "bad.yaml"], folder=tmp_path)
    assert ended.code == 1
    assert "キー" in ended.out.splitlines()[0]
    assert "シークレット" in ended.out.splitlines()[1]


def test_a_bad_estate_never_shows_its_secret_anywhere(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    for arguments in (
        ["estate", "lint", "bad.yaml"],
        ["estate", "show", "bad.yaml"],
        ["-vv", "estate", "show", "bad.yaml"],
    ):
        ended = start(arguments, folder=tmp_path)
        assert "ghp_" not in ended.out + ended.err


def test_show_of_a_bad_estate_says_where_and_how_to_see_the_rest(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    ended = start(["estate", "show", "bad.yaml"], folder=tmp_path)
    assert ended.code == 2
    assert ended.err.startswith("error: bad.yaml:5:5: clusters[0].kontext - ")
    assert ended.err.endswith("More problems: 1; see all with: cell-console estate lint bad.yaml\n")


UNREAD = "none.yaml:1:1: The file none.yaml cannot be read: No such file or directory. Check the path and its rights."


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    ended = start(["estate", "lint", "none.yaml"], folder=tmp_path)
    assert (ended.code, ended.out, ended.err) == (2, f"{UNREAD}\n", "")


def test_a_file_that_is_not_there_keeps_nothing_of_the_others_back(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text("schema_version: 1\nname: shop\n")
    (tmp_path / "bad.yaml").write_text(BAD)
    files = ["good.yaml", "none.yaml", "bad.yaml"]
    ended = start(["estate", "lint", *files], folder=tmp_path)
    assert (ended.code, ended.err) == (2, "good.yaml: valid\n")
    unread, *told = ended.out.splitlines()
    assert (unread, [one.partition(" ")[0] for one in told]) == (UNREAD, ["bad.yaml:5:5:", "bad.yaml:9:12:"])
    records = json.loads(start(["estate", "lint", *files, "-o", "json"], folder=tmp_path).out)
    assert [(one["level"], one["file"], one["line"]) for one in records] == [
        ("error", "none.yaml", 1),
        ("error", "bad.yaml", 5),
        ("error", "bad.yaml", 9),
    ]


def test_without_an_estate_the_lab_is_meant_and_said_to_be_missing() -> None:
    ended = start(["estate", "show"])
    assert ended.code == 2
    assert "The lab has not been started yet" in ended.err


def test_show_aligns_japanese_titles(tmp_path: Path, root_dir: Path) -> None:
    ended = start(["-q", "estate", "show", str(root_dir / "resources/estates/example.yaml")])
    lines = ended.out.splitlines()
    tokyo = next(line for line in lines if "東京" in line)
    assert tokyo.index("東京") == lines[0].index("TITLE")
    assert tokyo.index("regional") + 2 == lines[0].index("DETAIL")


@pytest.mark.parametrize("output", ["yaml", "json"])
def test_what_show_prints_is_an_estate_again(output: str, root_dir: Path) -> None:
    ended = start(["-q", "estate", "show", str(root_dir / "resources/estates/example.yaml"), "-o", output])
    again = parse_estate(ended.out)
    assert again.cells[0].title == "東京"
    assert ended.err == ""


def test_the_schema_command_prints_what_is_in_the_resources(root_dir: Path) -> None:
    exported = (root_dir / "resources/schemas/estate.schema.json").read_text(encoding="utf-8")
    assert start(["estate", "schema"]).out == exported
