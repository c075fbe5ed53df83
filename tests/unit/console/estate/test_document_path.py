"""Documents of an estate stay inside its folder; files of connections may lie anywhere. (hostile estates)"""

from pathlib import Path

import pytest

from console.estate.document_path import documents, inside
from console.estate.load import load_estate
from console.estate.problem import FileInvalid
from console.kernel.errors import UserError


@pytest.mark.parametrize(
    "path",
    [
        "../secret", "a/../../secret", "/etc/passwd", "*/../../../etc/passwd", "../*", "link/secret", "link/*",
        "a\x00b", "~/../../etc/passwd/../../../..",
    ],
)  # fmt: skip
def test_a_path_that_leads_outside_is_refused(path: str, tmp_path: Path) -> None:
    home = tmp_path / "estate"
    home.mkdir()
    (home / "link").symlink_to(tmp_path)
    with pytest.raises(UserError, match="lies outside the estate's folder"):
        inside(home, path)


def test_a_glob_finds_what_is_inside_and_nothing_that_links_out(tmp_path: Path) -> None:
    home = tmp_path / "estate"
    (home / "slos" / "deep").mkdir(parents=True)
    outside = tmp_path / "secret.yaml"
    outside.write_text("x")
    for name in ("slos/b.yaml", "slos/a.yaml", "slos/deep/c.yaml", "slos/a.txt"):
        (home / name).write_text("x")
    (home / "slos" / "evil.yaml").symlink_to(outside)
    assert [one.name for one in documents(home, "slos/*.yaml")] == ["a.yaml", "b.yaml"]
    assert [one.name for one in documents(home, "slos/**/*.yaml")] == ["a.yaml", "b.yaml", "c.yaml"]
    assert [one.name for one in documents(home, "slos")] == ["slos"]
    assert list(documents(home, "none/*.yaml")) == []


def test_the_name_of_the_estates_folder_is_no_pattern(tmp_path: Path) -> None:
    home = tmp_path / "est[1] *?"
    (home / "slos").mkdir(parents=True)
    (home / "slos" / "a.yaml").write_text("x")
    assert list(documents(home, "slos/*.yaml")) == [home / "slos" / "a.yaml"]
    assert list(documents(home, "slos/a.yaml")) == [home / "slos" / "a.yaml"]


def test_an_estate_that_names_documents_outside_is_refused_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "estate.yaml"
    file.write_text(
        "name: x\nslos:\n  - ../../etc/*.yaml\nrunbooks: [/etc]\ntemplates:\n  - {key: t, helm_values: ../v.yaml}\n"
    )
    with pytest.raises(FileInvalid) as caught:
        load_estate(file)
    assert [(one.position.line, one.where) for one in caught.value.problems] == [
        (3, "slos[0]"),
        (4, "runbooks[0]"),
        (6, "templates[0].helm_values"),
    ]
