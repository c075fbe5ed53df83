"""Subjects, sizes, identities and tracked files of histories in many shapes. Proves G1.2 and G1.11."""

import zlib
from pathlib import Path

import pytest

from tests.fakes.planted_repository import NOW_S, PlantedRepository, looked_at, tells, told_words


@pytest.fixture
def made(tmp_path: Path) -> PlantedRepository:
    return PlantedRepository(tmp_path / "shop")


def _subjects(made: PlantedRepository, rule: str) -> set[str]:
    outcome = looked_at(made, rule)
    return {made.git("log", "-1", "--format=%s", one.commit) for one in outcome.findings if one.commit}


def _odd(made: PlantedRepository, subjects: list[str]) -> None:
    for number, subject in enumerate(subjects):
        made.commit({"a.py": f"a = {number}\n"}, subject)


_GOOD = ["feat: add a cart", "fix(cart)!: round prices", "docs: explain", "chore(deps): bump x", "refactor(a/b): move",
         "perf: be fast", "ci: run on arm", "build: pin", "test: cover", "style: space"]  # fmt: skip


@pytest.mark.parametrize(
    ("subjects", "files", "wanted"),
    [
        ([*_GOOD, *_GOOD[:4], "Add prices", "more stuff", "feat:no space"], {}, {"Add prices", "more stuff",
         "feat:no space"}),
        ([*_GOOD, 'Revert "feat: add a cart"', "Merge branch 'x' into main", "fixup! feat: add a cart", "Release 1.2.0",
          "v1.2.0", "1.2.1", "Initial commit", "Add prices"], {}, {"Add prices"}),
        ([*_GOOD, "Merged PR 12: Add carts", "Merged in carts (pull request #3)", "Auto-merged a into b", "Add prices"],
         {}, {"Add prices"}),
        ([*_GOOD[:5], *(f"Add part {one}" for one in range(6))], {}, set()),
        ([*(f"SHOP-{one}: Add part" for one in range(11)), "Add prices"], {}, {"Add prices", "chore: begin"}),
        ([*(f"[SHOP-{one}] Add part" for one in range(6)), *(f"Add {one}" for one in range(6))], {}, set()),
        ([*(":sparkles: Add", "✨ Add more") * 6, "Add prices"], {}, {"Add prices", "chore: begin"}),
        (["Add a", "Add b", "Add c"], {".commitlintrc.yml": "extends: [x]\n"}, {"Add a", "Add b", "Add c"}),
        (["Add a", "feat: b"], {"commitlint.config.mjs": "export default {};\n"}, {"Add a"}),
        (["Add a", "feat: b"], {"package.json": '{"commitlint": {"extends": ["x"]}}'}, {"Add a"}),
        (["Add a", "feat: b"], {"package.json": '{"config": {"commitizen": {"path": "x"}}}'}, {"Add a"}),
        (["Add a", "feat: b"], {"pyproject.toml": "[tool.commitizen]\nname = 'cz_conventional_commits'\n"}, {"Add a"}),
        (["Add a", "feat: b"], {".cz.toml": "[tool.commitizen]\n"}, {"Add a"}),
        (["Add a", "feat: b"], {".cz.json": "{}"}, {"Add a"}),
        (["Add a", "feat: b"], {".gitlint": "[general]\ncontrib=contrib-title-conventional-commits\n"}, {"Add a"}),
        (["Add a", "feat: b"], {".pre-commit-config.yaml": "repos:\n- repo: https://x.example/conventional\n  rev: v3\n"
          "  hooks:\n  - id: conventional-pre-commit\n"}, {"Add a"}),
        (["wibble: a", "feat: b", "docs(x): c"],
         {".commitlintrc.json": '{"extends": ["@commitlint/config-conventional"]}'}, {"wibble: a"}),
        (["docs: a", "infra(x)!: b", "feat: c"], {"commitlint.config.js": "module.exports = {\n  extends: "
          "['@commitlint/config-conventional'],\n  rules: {\n    // docs: later\n    'type-enum': [2, 'always', "
          "['feat', 'chore', 'infra']],\n    'subject-case': [0],\n  },\n};\n"}, {"docs: a"}),
        (["docs: a", "infra: b"], {".commitlintrc.yml": "extends: ['@commitlint/config-conventional']\nrules:\n"
          "  type-enum:\n    - 2\n    - always\n    - - chore\n      - infra\n  scope-case: [0]\n"}, {"docs: a"}),
        (["wibble: a"], {"commitlint.config.js": "const { types } = require('./types');\nmodule.exports = { extends: "
          "['@commitlint/config-conventional'], rules: { 'type-enum': [2, 'always', [...types, 'chore', 'fix']] } };"},
         set()),
        (["wibble: a"], {"commitlint.config.js": "module.exports = { extends: ['@shop/commitlint'] };"}, set()),
        (["Add a"], {".pre-commit-config.yaml": "repos:\n- repo: x\n  hooks:\n  - id: ruff\n"}, set()),
        (["Add a", "Add b"], {"package.json": '{"dependencies": {"commitlint": "1"}}'}, set()),
        (["Add a", "Add b"], {"pyproject.toml": "[tool.ruff]\n# [tool.commitizen]\n"}, set()),
    ],
)  # fmt: skip
def test_conventions_of_subjects(
    made: PlantedRepository, subjects: list[str], files: dict[str, str], wanted: set[str]
) -> None:
    made.commit(files, "chore: begin")
    _odd(made, subjects)
    assert _subjects(made, "GIT01") == wanted


def test_a_convention_counts_from_its_declaration_on_and_not_for_bots(made: PlantedRepository) -> None:
    _odd(made, ["Add a", "Add b", "Add c", "Add d"])
    made.commit({".commitlintrc.json": "{}"}, "build: check subjects")
    made.commit(
        {"b.py": "1\n"}, "Bump x from 1 to 2", "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"
    )
    made.commit({"b.py": "2\n"}, "Add e")
    assert _subjects(made, "GIT01") == {"Add e"}


_LONG = "Explain how the prices of all carts are rounded in every country of the world and why that is fair x"


@pytest.mark.parametrize(
    ("subject", "is_found"),
    [
        ("WIP", True), ("wip.", True), ("Fix", True), ("fix!", True), ("fixes", True), ("Fixed.", True), ("update",
         True),
        ("Updates", True), ("updated", True), ("fix: wip", True), ("[wip]", True), ("...", True), (".", True),
        (":construction: wip", True), ("🚧 WIP", True), ("wip [skip ci]", True), ("🐛 Fix the sum", False),
        ("oops", True), ("more", True), ("test", True), ("temp commit", True), ("Save work", True), ("Merge", True),
        ("Fix tests", False), ("Test the sum", False), ("More prices", False), ("Temporary shops", False),
        ("修正", True), ("バグ修正しました。", True), ("作業中", True), ("微修正", True), ("更新", True),
        ("合計を修正", False), ("修正 #12", False),
        ("wip wip wip", True), ("fix fix", True), ("fix: fix", True), ("chore(deps): update", True),
        (_LONG + "y" * 10, True), ("価" * 101, True), ("#12", True), ("fix #12", False), ("Fixes #12", False),
        ("Fix typo", False), ("Update README", False), ("fix(cart): rounding", False), ("Update x to v2", False),
        ("Round prices of " + "y" * 84, False), ("価格の丸めを直す" * 5, False), ("Wipe disk", False),
        ("Fixture for carts", False), ("fixup", True), ("Fixup the sum", False),
        ("Updater: retry", False), ("up", False), ("Add a", False),
        ('Revert "Explain the prices of carts in all countries of this world and beyond it, and of some others too"',
         False),
        (("Merge remote-tracking branch 'origin/feature/a-very-long-name-of-a-branch-that-nobody-wanted-to-type' into "
         "feature/another-long-name"), False),
    ],
)  # fmt: skip
def test_subjects_that_say_nothing(made: PlantedRepository, subject: str, is_found: bool) -> None:
    made.commit({"a.py": "1\n"}, "Begin the shop")
    made.commit({"a.py": "2\n"}, subject)
    assert _subjects(made, "GIT02") == ({subject} if is_found else set())


def test_a_commit_without_any_subject_is_found_and_a_bots_long_one_is_not(made: PlantedRepository) -> None:
    made.commit({"a.py": "1\n"}, "Begin the shop")
    made.write({"a.py": "2\n"})
    when = f"{int(NOW_S - 86_400 * 9)} +0000"
    made.git("commit", "-qa", "--allow-empty-message", "-m", "", GIT_COMMITTER_DATE=when, GIT_AUTHOR_DATE=when)
    empty = made.git("rev-parse", "HEAD")
    made.commit({"a.py": "3\n"}, "Bump the production-dependencies group across 12 directories with 31 updates and pin "
                "what they need as well", "dependabot[bot] <1+dependabot[bot]@users.noreply.github.com>")  # fmt: skip
    assert [one.commit for one in looked_at(made, "GIT02").findings] == [empty]


def _lines(count: int, of: str = "value_{0} = {0} * rate + {0}\n") -> str:
    return "".join(of.format(one) for one in range(count))


def _files(pattern: str, count: int, text: str = "x = {0}\n") -> dict[str, str]:
    return {pattern.format(one): text.format(one) for one in range(count)}


@pytest.mark.parametrize(
    ("files", "is_found"),
    [
        (_files("src/{0}.ts", 31, "export const x = {0};\n"), True),
        (_files("a/{0}.go", 16, "package a\n") | _files("b/{0}.py", 16), True),
        ({"src/big.java": _lines(1_001, "int a{0} = {0};\n")}, True),
        (_files("src/{0}.rs", 20, _lines(60, "let a{0} = b;\n").replace("{", "{{").replace("}", "}}")), True),
        (_files("src/{0}.py", 28) | {"src/z.py": _lines(980)}, True),
        (_files("app/src/main/kotlin/{0}.kt", 31, "class A{0}\n"), True),
        (_files("src/Shop/{0}.cs", 31, "class A{0} {{}}\n"), True),
        (_files("app/models/{0}.rb", 31, "A = {0}\n"), True),
        (_files("src/Migrations/{0}.cs", 31, "class A{0} {{}}\n"), False),
        (_files("lib/{0}.g.dart", 31, "var a = {0};\n"), False),
        ({"db/seed.sql": _lines(3_000)}, False),
        (_files("src/{0}.py", 30), False),
        ({"src/big.py": _lines(990)}, False),
        ({"package-lock.json": _lines(5_000), "src/a.py": "a = 1\n"}, False),
        ({"poetry.lock": _lines(5_000), "go.sum": _lines(3_000), "Cargo.lock": _lines(2_000)}, False),
        ({"api/shop.pb.go": "// Code generated by protoc-gen-go. DO NOT EDIT.\n" + _lines(3_000)}, False),
        ({"dist/bundle.js": _lines(3_000), "web/static/app.min.js": _lines(2_000)}, False),
        (_files("third_party/lib/{0}.c", 60), False),
        (_files("docs/{0}.md", 60), False),
        (_files("src/{0}.snap", 40, "exports[`a`] = {0};\n"), False),
        ({"src/__snapshots__/a.test.ts.snap": _lines(3_000)}, False),
        ({"tests/fixtures/orders.json": _lines(4_000)}, False),
        ({"locale/ja/LC_MESSAGES/shop.po": _lines(4_000), "src/i18n/de.json": _lines(2_000)}, False),
        ({"data/rates.csv": _lines(4_000), "logo.svg": _lines(1_500)}, False),
    ],
)  # fmt: skip
def test_how_large_one_commit_is(made: PlantedRepository, files: dict[str, str], is_found: bool) -> None:
    made.commit({"src/first.py": "x = 1\n"}, "Begin")
    big = made.commit(files, "Add much")
    assert [one.commit for one in looked_at(made, "GIT03").findings] == ([big] if is_found else [])


@pytest.mark.parametrize(
    ("subject", "is_found"),
    [
        ("Generate invoices", True), ("Move to the new reader", True), ("Format prices by country", True),
        ("Merge sort for tables", True), ("Rename and read again", True), ("Generate the client", False),
        ("Merge branch 'x'", False), ("chore: add SPDX headers", False), ("Run clang-format", False),
    ],
)  # fmt: skip
def test_words_alone_do_not_make_a_feature_mechanical(made: PlantedRepository, subject: str, is_found: bool) -> None:
    made.commit({"src/first.py": "x = 1\n"}, "Begin")
    big = made.commit(_files("src/{0}.py", 31), subject)
    assert [one.commit for one in looked_at(made, "GIT03").findings] == ([big] if is_found else [])


@pytest.mark.parametrize("subject", ["Rename carts", "Move carts", "Lint all"])
def test_what_takes_away_as_much_as_it_adds_may_be_mechanical(made: PlantedRepository, subject: str) -> None:
    made.commit(_files("src/{0}.py", 31, "cart_{0} = 1\nrate = 2\n"), "Begin")
    made.commit(_files("src/{0}.py", 31, "basket_{0} = 1\nrate = 2\n"), subject)
    assert not looked_at(made, "GIT03").findings


@pytest.mark.parametrize(
    ("head", "is_found"),
    [
        ("/* tslint:disable */\n/**\n * NOTE: This class is auto generated by OpenAPI Generator.\n */\n", False),
        ("// Generated from Shop.g4 by ANTLR 4.13\n", False), ("// GENERATED CODE -- DO NOT EDIT!\n", False),
        ("// Generates what others read.\n", True),
    ],
)  # fmt: skip
def test_what_programs_wrote_is_not_reviewed(made: PlantedRepository, head: str, is_found: bool) -> None:
    made.commit({"src/first.py": "x = 1\n"}, "Begin")
    big = made.commit(_files("client/{0}.ts", 31, head.replace("{", "{{") + "export const x = {0};\n"), "Client")
    assert [one.commit for one in looked_at(made, "GIT03").findings] == ([big] if is_found else [])


def _code(number: int) -> str:
    return f"def take_{number}(a, b):\n    if a == 'x':\n        return {{'a': a, 'b': b}}\n    return None\n"


def test_mechanical_changes_and_merges_are_not_giant(made: PlantedRepository) -> None:
    made.commit(_files("src/first_{0}.py", 40), "Begin")
    made.commit({f"src/a{one}.py": _code(one) for one in range(25)}, "Add a")
    made.commit({f"src/b{one}.py": _code(one) for one in range(25)}, "Add b")
    both = [f"src/{kind}{one}.py" for kind in "ab" for one in range(25)]
    texts = {path: (made.folder / path).read_text() for path in both}
    made.commit(
        {path: text.replace("'", '"').replace("b}", "b,}") for path, text in texts.items()}, "Format with black"
    )
    texts = {path: (made.folder / path).read_text() for path in both}
    made.commit({path: text.replace("    ", "\t").replace("\n", "\r\n") for path, text in texts.items()}, "Use tabs")
    made.git("checkout", "-q", "-b", "topic", "HEAD~2")
    made.commit({f"lib/c{one}.py": _code(one) for one in range(25)}, "Add c")
    made.commit({f"lib/d{one}.py": _code(one) for one in range(25)}, "Add d")
    made.git("checkout", "-q", "main")
    made.git("merge", "-q", "--no-ff", "-m", "Merge branch 'topic'", "topic")
    made.git("mv", "lib", "library")
    made.commit({}, "Name the library")
    made.git("rm", "-rq", "src")
    made.commit({}, "Take src out")
    assert _subjects(made, "GIT03") == set()


def _noise(length: int) -> bytes:
    out, seed = bytearray(), 7
    while len(out) < length:
        seed = zlib.crc32(seed.to_bytes(4, "big"))
        out += seed.to_bytes(4, "big")
    return bytes(out[:length])


_ZIP = b"PK\x03\x04" + _noise(200_000)
_POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 90000000\n"


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"data/dump.sql": "INSERT INTO a VALUES (1);\n" * 210_000}, ["data/dump.sql"]),
        ({"lib/tool.zip": _ZIP}, ["lib/tool.zip"]),
        ({"bin/tool": b"\x7fELF\x02" + _noise(300_000)}, ["bin/tool"]),
        ({"models/best.pkl": b"\x80\x04" + _noise(900_000)}, ["models/best.pkl"]),
        ({"libs/a.jar": _ZIP, "libs/b.dll": b"MZ\x90\0" + _noise(200_000)}, ["libs/a.jar", "libs/b.dll"]),
        ({"design/home.psd": b"8BPS\0" + _noise(900_000)}, ["design/home.psd"]),
        ({".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n", "a.bin": _POINTER}, []),
        ({"favicon.ico": b"\0\0\x01\0" + _noise(4_000), "docs/logo.png": b"\x89PNG\r\n\x1a\n" + _noise(20_000)}, []),
        ({"fonts/a.woff2": b"wOF2\0" + _noise(30_000)}, []),
        ({"data/rates.csv": "1,2,3\n" * 300_000}, []),
        ({"tests/data/a.bin": b"\0\1" + _noise(9_000)}, []),
        ({"src/words.txt": "価格".encode("utf-16") * 2_000}, []),
        ({"logo.svg": "<svg/>\n" * 9_000}, []),
    ],
)  # fmt: skip
def test_large_and_binary_files(made: PlantedRepository, files: dict[str, str | bytes], wanted: list[str]) -> None:
    made.commit({"a.py": "1\n"})
    made.commit(files)
    outcome = looked_at(made, "GIT04")
    assert tells(outcome, wanted), told_words(outcome)


def test_what_was_taken_out_again_is_still_in_every_clone(made: PlantedRepository) -> None:
    made.commit({"a.py": "1\n"})
    files = {"lib/tool.zip": _ZIP, "dump.sql": "INSERT 1;\n" * 600_000, "logo.png": b"\x89PNG\0" + _noise(9_000)}
    made.commit(files)
    made.git("rm", "-q", *files)
    made.commit({}, "Take them out again")
    outcome = looked_at(made, "GIT04")
    assert tells(outcome, ["lib/tool.zip", "dump.sql"]), told_words(outcome)


def test_a_large_file_of_a_side_branch_that_moved_is_told_once(made: PlantedRepository) -> None:
    made.commit({"a.py": "1\n"})
    made.git("checkout", "-q", "-b", "topic")
    made.commit({"old.zip": _ZIP}, "Add a tool")
    made.git("mv", "old.zip", "new.zip")
    made.commit({}, "Move it")
    made.git("checkout", "-q", "main")
    made.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
    assert len(looked_at(made, "GIT04").findings) == 1


@pytest.mark.parametrize(
    ("author", "is_found"),
    [
        ("root <root@localhost>", True), ("root <root@ip-10-0-0-1.ec2.internal>", True), ("Ann <>", True),
        ("Ann <ann@ann-laptop.local>", True), ("Ann <ann@ubuntu.(none)>", True), ("Your Name <you@example.com>", True),
        ("unknown <unknown>", True), ("Ann <ann@localhost.localdomain>", True), ("ann <ann>", True),
        ("vagrant <vagrant@vagrant.vm>", True), ("Ann <ann@127.0.0.1>", True), ("Ann <ann@host.invalid>", True),
        ("Ann <none@none>", True), ("user <user@DESKTOP-1AB2C3>", True),
        ("Ann <12+ann@users.noreply.github.com>", False), ("Bo <5-bo@users.noreply.gitlab.com>", False),
        ("renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>", False), ("安 <an@shop.co.jp>", False),
        ("Ann <ann+git@mail.shop.co.uk>", False), ("ann <ann@shop.dev>", False), ("Root Beer <root@beer.org>", False),
        ("Local Hero <me@localhost.run>", False), ("GitHub <noreply@github.com>", False),
    ],
)  # fmt: skip
def test_identities_of_authors(made: PlantedRepository, author: str, is_found: bool) -> None:
    made.commit({"a.py": "1\n"})
    broken = made.commit({"a.py": "2\n"}, "Count", author)
    assert [one.commit for one in looked_at(made, "GIT05").findings] == ([broken] if is_found else [])


@pytest.mark.parametrize(
    ("paths", "wanted"),
    [
        ("node_modules/a/index.js", ["node_modules"]),
        ("web/app/node_modules/a/index.js web/app/node_modules/b/index.js", ["web/app/node_modules"]),
        (".venv/lib/site.py", [".venv"]),
        ("services/api/.venv/pyvenv.cfg", ["services/api/.venv"]),
        ("venv/pyvenv.cfg venv/bin/python", ["venv"]),
        ("src/a/__pycache__/b.cpython-312.pyc", ["src/a/__pycache__"]),
        (".env services/api/.env", [".env", "services/api/.env"]),
        (".env.production.local", [".env.production.local"]),
        ("{{cookiecutter.name}}/.env .env.test .env.development", []),
        ("tests/__pycache__/a.pyc", ["tests/__pycache__"]),
        (".env.example .env.sample .env.template .env.dist config/.env.defaults .envrc", []),
        ("src/env/a.py src/venv.py docs/node_modules.md src/environment/.environment", []),
        ("tests/fixtures/app/node_modules/x/index.js tests/fixtures/.env", []),
        ("src/shop/venv/__init__.py", []),
        ("packages/node_modules_tool/index.js", []),
    ],
)
def test_what_should_have_been_ignored(made: PlantedRepository, paths: str, wanted: list[str]) -> None:
    made.commit({"a.py": "1\n", ".gitignore": "*.log\n", **dict.fromkeys(paths.split(), "x\n")})
    outcome = looked_at(made, "GIT10")
    assert tells(outcome, wanted), told_words(outcome)


def test_what_was_added_against_the_list_is_found_and_what_is_ignored_is_not(made: PlantedRepository) -> None:
    made.commit({".gitignore": "node_modules/\n.env\n", "node_modules/a/index.js": "x\n", ".env": "A=1\n"})
    assert tells(looked_at(made, "GIT10"), [])
    made.git("add", "-f", ".env")
    made.commit({}, "Add settings")
    assert tells(looked_at(made, "GIT10"), [".env"])
