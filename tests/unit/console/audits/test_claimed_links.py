"""What a README links to, in every form that its language has for it. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import PlantedRepository, judged, looked_at, tells, told_words

_PAGES = {"docs/my file.md": "x\n", "docs/a(b).md": "x\n", "docs/guide.rst": "x\n", "docs/logo.png": "x\n"}
_MISSING = "docs/gone.md does not exist"


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("README.md", "- Write\n\n  ```md\n  [a](docs/gone.md)\n  ```\n", []),
        ("README.md", "- Write `[a](docs/gone.md)` or ``[b](docs/gone.md)``.\n", []),
        ("README.md", "1. Do\n\n   ~~~\n   ![a](docs/gone.md)\n   ~~~\n", []),
        ("README.md", "[a](<docs/my file.md>), [b](docs/a(b).md), [c](docs/my%20file.md 'Title')\n", []),
        ("README.md", "[a](docs/guide.rst#top), [b](docs/), [c](#here), [d](../../issues), [e](docs/{name}.md)\n", []),
        ("README.md", "A\n\n- [a](docs/gone.md)\n", ["README.md:3 docs/gone.md"]),
        ("README.md", "[a](docs/gone.md#top)\n", [f"README.md:1 {_MISSING}"]),
        ("README.md", "[a](<docs/gone my.md>)\n", ["docs/gone my.md does not exist"]),
        ("README.md", "See [a].\n\n[a]: docs/gone.md\n", [f"README.md:3 {_MISSING}"]),
        ("README.md", "[![shot](docs/gone.png)](https://x.example)\n", ["docs/gone.png"]),
        ("README.md", "[![shot](docs/logo.png)](docs/gone.md)\n", ["docs/gone.md"]),
        ("README.md", '<p>\n<img\n  src="docs/gone.png">\n</p>\n', ["README.md:3 docs/gone.png"]),
        ("README.md", '<a href="docs/gone.md">a</a>\n', [_MISSING]),
        ("README.rst", ".. image:: docs/gone.png\n\n`a <docs/gone.md>`_\n", ["docs/gone.png", "docs/gone.md"]),
        ("README.rst", ":doc:`docs/guide` and ``[a](docs/gone.md)``\n", []),
        ("README.adoc", "link:docs/gone.md[a] and image::docs/logo.png[b]\n", [_MISSING]),
        ("README", "[a](docs/gone.md)\n\n[b]: docs/none.md\n", [_MISSING, "README:3 docs/none.md"]),
    ],
)
def test_links_of_a_readme(tmp_path: Path, name: str, text: str, wanted: list[str]) -> None:
    outcome = judged(tmp_path, {**_PAGES, name: text}, "INT10")
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Make one:\n\n```sh\nnpm init shop my-app\nnpm run dev\n```\n", []),
        ("```sh\nnpm run dev\n```\n\nThen `npm create shop`.\n", ["package.json has no script dev"]),
        ("```sh\nnpm init -y\nnpm run dev\n```\n", ["package.json has no script dev"]),
        ("[![a](docs/gone.png)](docs/gone.png)\n", ["docs/gone.png"]),
    ],
)
def test_what_is_said_of_another_project_is_no_claim_and_no_claim_is_told_twice(
    tmp_path: Path, text: str, wanted: list[str]
) -> None:
    outcome = judged(tmp_path, {"package.json": '{"scripts": {"test": "node --test"}}', "README.md": text}, "INT10")
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize("anchor", ["opt-a", "mapstring-number", "openlogger-void", "fastifyrequestraw", "docs"])
def test_anchors_of_headings_with_types_and_of_tags_without_quotes(tmp_path: Path, anchor: str) -> None:
    page = (
        f"# Shop\n\n<a id=opt-a></a>\n\n## `Map<string, number>`\n\n## open([Logger][l]): void\n\n"
        f"## fastify.Request<[Raw][r]>\n\n## <b>Docs</b>\n\n[l]: #docs\n[r]: #docs\n\n[a](#{anchor})\n"
    )
    assert not judged(tmp_path, {"README.md": page}, "SAG09").findings


def test_links_into_submodules_and_linked_folders_lead_where_others_keep_the_files(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    page = "# Shop\n\n[a](libs/sub/README.md)\n[b](linked/a.md)\n[c](/libs/sub/b.md)\n[d](libs/other/README.md)\n"
    made.write({"README.md": page, "pages/a.md": "# A\n"})
    (made.folder / "linked").symlink_to("pages")
    made.commit({})
    made.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},libs/sub")
    made.git("commit", "-q", "-m", "Take the library")
    assert [one.line for one in looked_at(made, "SAG09").findings] == [6]


def test_an_anchor_that_no_heading_makes_is_told(tmp_path: Path) -> None:
    page = "# Shop\n\n## `Map<string>`\n\n[a](#map)\n"
    assert [one.line for one in judged(tmp_path, {"README.md": page}, "SAG09").findings] == [5]
