"""Bots that keep dependencies up to date: their settings, their words, and kinds of dependencies. Proves G1.11."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import PlantedRepository, judged, looked_at, tells, told_words

_PROJECT = {"pyproject.toml": "[project]\nname = 'x'\ndependencies = ['httpx']\n"}
_CONFIG = {".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: pip\n"}
_ANN = "Ann <ann@shop.example>"
_BOT = "renovate[bot] <r@x.example>"
_MISSING = ["no Dependabot"]
_WORKFLOW = ".github/workflows/w.yml"


def _told(tmp_path: Path, files: dict[str, str], subject: str, author: str) -> PlantedRepository:
    made = PlantedRepository(tmp_path / "updated")
    made.commit(_PROJECT | files)
    made.day = 20
    made.commit({"note.txt": "x"}, subject, author)
    return made


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ('{"enabled": false}', ["names nothing"]),
        ('{\n  // for now\n  "extends": ["x"],\n  enabled: false,\n}', ["names nothing"]),
        ('{\n  "packageRules": [\n    {\n      "matchPackageNames": ["x"],\n      "enabled": false\n    }\n  ]\n}', []),
        ('{\n  "docker": {\n    "enabled": false\n  }\n}', []),
        ('{"description": "{ \\"enabled\\": false }", "enabled": true}', []),
        ('{"labels": ["enabled", "false"]}', []),
    ],
)
def test_a_bot_is_off_when_all_of_it_is(tmp_path: Path, settings: str, wanted: list[str]) -> None:
    outcome = looked_at(_told(tmp_path, {"renovate.json": settings}, "Update x to v2", _BOT), "SRV05")
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(
    ("subject", "is_bot"),
    [
        ("build(deps): bump the python group across 1 directory with 4 updates (#12)", True),
        ("fix(deps): update all non-major dependencies (#9)", True), ("chore(deps): pin dependencies", True),
        ("chore(deps): lock file maintenance (#9)", True),
        ("chore(deps): update python:3.12 docker digest to 3f1c0d2 (#9)", True),
        ("Pin the basket to the top", False), ("Update all totals", False), ("Bump the limit of the group", False),
    ],
)  # fmt: skip
def test_what_a_bot_proposed_and_a_person_squashed(tmp_path: Path, subject: str, is_bot: bool) -> None:
    outcome = looked_at(_told(tmp_path, _CONFIG, subject, _ANN), "SRV05")
    assert tells(outcome, [] if is_bot else ["no commit of the bot"]), told_words(outcome)


@pytest.mark.parametrize(("path", "is_bot"), [("src/limit.py", False), ("setup.cfg", True)])
def test_a_number_in_the_code_is_no_dependency(tmp_path: Path, path: str, is_bot: bool) -> None:
    made = _told(tmp_path, _CONFIG, "Add a note", _ANN)
    made.commit({path: "limit = 20\n"}, "Bump the limit from 10 to 20", _ANN)
    outcome = looked_at(made, "SRV05")
    assert tells(outcome, [] if is_bot else ["no commit of the bot"]), told_words(outcome)


@pytest.mark.parametrize(
    ("inside", "is_off"), [('{"enabled": false}', True), ('{"docker": {"enabled": false}}', False)]
)
def test_a_bot_with_its_settings_in_another_file(tmp_path: Path, inside: str, is_off: bool) -> None:
    files = {"package.json": f'{{"dependencies": {{"a": "1"}}, "renovate": {inside}}}'}
    outcome = looked_at(_told(tmp_path, files, "Update x to v2", _BOT), "SRV05")
    assert tells(outcome, ["names nothing"] if is_off else []), told_words(outcome)


def _job(step: str) -> dict[str, str]:
    return {_WORKFLOW: f"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n{step}"}


_LOCK = "      - run: uv lock --upgrade\n"


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"main.tf": 'terraform {\n  required_providers {\n    a = { source = "b/a" }\n  }\n}\n'}, _MISSING),
        ({"main.tf": 'module "net" {\n  source = "./net"\n}\n'}, None),
        ({"Chart.yaml": "name: x\ndependencies:\n  - name: redis\n"}, _MISSING),
        ({"Chart.yaml": "name: x\nversion: 1.0.0\n"}, None),
        ({"src/Shop.csproj": '<ItemGroup><PackageReference Include="X" Version="1"/></ItemGroup>'}, _MISSING),
        ({"src/Shop.csproj": "<Project></Project>"}, None),
        ({"src/Shop.Api/Shop.Api.csproj": '<PackageReference Include="X" Version="1"/>'}, _MISSING),
        ({"src/Shop.Core.fsproj": '<PackageReference Include="X" Version="1"/>'}, _MISSING),
        ({"src/Shop.Core.fsproj": "<Project></Project>"}, None),
        ({"mix.exs": 'defp deps, do: [{:plug, "~> 1.0"}]\n'}, _MISSING),
        ({"pubspec.yaml": "name: x\ndependencies:\n  http: ^1.0.0\n"}, _MISSING),
        ({"Package.swift": '.package(url: "https://x.example", from: "1.0.0")\n'}, _MISSING),
        ({"Dockerfile.prod": "FROM python:3.12\n"}, _MISSING),
        ({"Dockerfile.prod": "FROM scratch\n"}, None),
        ({"requirements.in": "httpx\n"}, _MISSING),
        (_job("      - uses: actions/checkout@v4\n"), _MISSING),
        (_job("      - run: make\n"), None),
        (_job("      - uses: ./.github/actions/own\n"), None),
        ({"examples/shop/package.json": '{"dependencies": {"a": "1"}}'}, None),
        (_PROJECT | _job(f"{_LOCK}      - uses: peter-evans/create-pull-request@v7\n"), []),
        (_PROJECT | _job(_LOCK), _MISSING),  # nothing comes of it
    ],
)
def test_what_a_project_depends_on(tmp_path: Path, files: dict[str, str], wanted: list[str] | None) -> None:
    outcome = judged(tmp_path, files, "SRV05")
    assert tells(outcome, wanted), (outcome.state, told_words(outcome))


def test_the_proposed_settings_name_the_folders_of_the_manifests(tmp_path: Path) -> None:
    node = '{"dependencies": {"a": "1"}}'
    files = {"web/package.json": node, "admin/package.json": node, "api/go.mod": "module x\n\nrequire a.b/c v1.0.0\n"}
    (one,) = judged(tmp_path, files | _job("      - uses: actions/checkout@v4\n"), "SRV05").findings
    assert '+  - package-ecosystem: "npm"\n+    directories:\n+      - "/admin"\n+      - "/web"\n' in one.patch
    assert '+  - package-ecosystem: "gomod"\n+    directory: "/api"\n' in one.patch
    assert '+  - package-ecosystem: "github-actions"\n+    directory: "/"\n' in one.patch
