"""Idioms of well-kept repositories that only look like faults, and faults they let slip. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, told_words

_BASE = {"README.md": "# Shop\n", "src/shop/cart.py": '"""Cart."""\n\nTOTAL = 3\n'}
_DEMO = "on: {events}\njobs:\n  t:\n    runs-on: x\n    steps:\n      - run: {run}\n"
_CALL = "on: [push, pull_request]\njobs:\n  a:\n    uses: shop/team/.github/workflows/all.yml@main\n"
_KEY = "0a3fb1c7d2e94c58b6a1f0e2d3c4b5a6"


def _workflow(run: str = "pytest", events: str = "[push, pull_request]", top: str = "") -> str:
    return top + _DEMO.format(events=events, run=run)


def _told(tmp_path: Path, rule: str, files: dict[str, str]) -> list[str]:
    return [one.place or one.evidence for one in judged(tmp_path, {**_BASE, **files}, rule).findings]


@pytest.mark.parametrize(
    ("rule", "files", "wanted"),
    [
        # An expression alone raises what the test waits for; a check that is not called checks nothing.
        ("STR02", {"tests/test_a.py": "def test_a(raises, a):\n    with raises(KeyError):\n        a.total\n"}, []),
        ("STR02", {"tests/test_a.py": "def test_a(run):\n    def fail():\n        1 / 0\n\n    run(fail)\n"}, []),
        ("STR02", {"tests/test_a.py": "def test_a(mock):\n    mock.assert_called_once\n"}, ["tests/test_a.py:2"]),
        ("STR02", {"src/shop/a.py": "def a(cart):\n    cart.total\n"}, ["src/shop/a.py:2"]),
        # Vulture's list, and the settings of Jupyter, are read by programs that know the names.
        ("STR02", {".config/vulture_whitelist.py": "_.total\ntotal\n"}, []),
        ("STR02", {"etc/jupyter_server_config.py": "c = get_config()\nc.ServerApp.port = 1\n"}, []),
        ("STR02", {"etc/jupyter_lab_config.py": "c.ServerApp.port = prot\n"}, ["etc/jupyter_lab_config.py:1"]),
        ("STR02", {"src/shop/b.py": "get_ipython().run_line_magic('matplotlib', 'inline')\n"}, []),
        ("STR02", {"src/shop/b.py": "c.ServerApp.port = 1\n"}, ["src/shop/b.py:1"]),
        # A page about passwords is none.
        ("INT02", {"src/shop/a.py": 'PASSWORD_LOCK = """\n- user:\n    password: wow\n"""\n'}, []),
        ("INT02", {"src/shop/a.py": 'PASSWORD = "hunter2!x"\n'}, ["src/shop/a.py:1"]),
        # Signs that YAML reserves are part of a quoted value.
        ("INT02", {"api/appsettings.json": '{\n  "JwtSecret": "q8Zk3!xP0vLm92Rt"\n}\n'}, ["api/appsettings.json:2"]),
        ("INT02", {"infra/prod.tfvars": 'db_password = "Sup3r&S3cret!42"\n'}, ["infra/prod.tfvars:1"]),
        ("INT02", {"gradle/keystore.properties": "storePassword=Tr0ub4dor&3xyz\n"}, ["gradle/keystore.properties:1"]),
        ("INT02", {"wrangler.jsonc": '{\n  "API_SECRET": "sk9f83jf83jf8sd0f9s8"\n}\n'}, ["wrangler.jsonc:2"]),
        ("INT02", {"web/words.json": '{\n  "wrongPassword": "Incorrect!",\n  "newPassword": "Sure?"\n}\n'}, []),
        ("INT02", {"conf/app.yaml": "password: &secret1 x\ntoken_password: !vault1234\n"}, []),
        # A measurement that is named like a test is no stub of the product.
        ("INT03", {"bench/many.py": "def test_it(foo):\n    pass\n"}, []),
        ("INT03", {"bench/many.py": "def price(foo):\n    pass\n"}, ["bench/many.py:1"]),
        # What fails a test is a check, whatever it is called.
        ("INT05", {"tests/test_a.py": "def test_a(run):\n    run().assertoutcome(passed=2)\n"}, []),
        ("INT05", {"tests/test_a.py": "def test_a(self):\n    if bad():\n        raise self.failureException()\n"}, []),
        ("INT05", {"tests/test_a.py": "def test_a(wait):\n    wait.until(visible)\n"}, []),
        ("INT05", {"tests/test_a.py": "def test_a(run):\n    run()\n"}, ["tests/test_a.py:1"]),
        ("INT05", {"a_test.go": "package a\n\nfunc TestScripts(t *testing.T) {\n\ttestscript.Run(t, p)\n}\n"}, []),
        ("INT05", {"tests/ui.rs": '#[test]\nfn ui() {\n    let t = TestCases::new();\n    t.compile_fail("a");\n}\n'},
         []),
        # One weak hash is one finding, also in a chain of calls.
        ("STR03", {"src/A.java": 'class A {\n  byte[] a(byte[] b) throws Exception {\n'
                   '    return MessageDigest.getInstance("MD5").digest(b);\n  }\n}\n'}, ["src/A.java:3"]),
        ("STR03", {"a.go": "package a\n\nfunc a() []byte {\n\treturn md5.New().Sum(nil)\n}\n"}, ["a.go:4"]),
        # Settings of tools, written as code, need no tests.
        ("TDD05", {"src/shop/cart.py": "", "commitlint.config.js": "module.exports = {};\n"},
         ["no tests beside 1 file of source"]),
        # Keys and states that carry secrets.
        ("GIT10", {"config/master.key": _KEY}, ["config/master.key"]),
        ("GIT10", {"config/credentials/production.key": _KEY}, ["config/credentials/production.key"]),
        ("GIT10", {"infra/terraform.tfstate": "{}\n"}, ["infra/terraform.tfstate"]),
        ("GIT10", {".github/workflows/check/master.key": _KEY, "examples/a.tfstate": "{}\n"}, []),
        # Links by the names that other lines, other pages or other programs give.
        ("SAG09", {"docs/a.rst": "See `ghpro <ghpro_>`_ and :external:doc:`checks <topics/checks>`.\n\n"
                   ".. _ghpro: https://x.example\n"}, []),
        ("SAG09", {"docs/a.rst": "See :external+python:doc:`tutorial/index`, :external+a:std:doc:`B <c>`.\n"}, []),
        ("SAG09", {"docs/a.rst": "See :external+python:doc:`a` and\n:std:doc:`gone`.\n"}, ["docs/a.rst:2"]),
        ("SAG09", {"docs/a.rst": "See `setup <with-setup>`_.\n"}, ["docs/a.rst:1"]),
        ("SAG09", {"docs/a.rst": "See :doc:`lesson`.\n", "docs/lesson.ipynb": "{}\n"}, []),
        ("SAG09", {"docs/conf.py": "extensions = ['myst_parser']\n", "docs/b.md": "(filtering)=\n# B\n",
                   "docs/a.md": "[a](filtering) [b](shop.cart.Cart)\n"}, []),
        ("SAG09", {"docs/a.md": "[a](filtering)\n"}, ["docs/a.md:1"]),
        ("SAG09", {"docs/conf.py": "extensions = ['myst_parser']\n", "docs/a.md": "[a](gone.png)\n[b](run.py)\n"},
         ["docs/a.md:1", "docs/a.md:2"]),
        ("SAG09", {"docs/conf.py": "extensions = ['myst_parser']\n", "docs/a.md": "[a](gone.md)\n"}, ["docs/a.md:1"]),
    ],
)  # fmt: skip
def test_what_is_meant_and_what_is_not(tmp_path: Path, rule: str, files: dict[str, str], wanted: list[str]) -> None:
    assert _told(tmp_path, rule, files) == wanted


def test_settings_of_tools_alone_are_no_product(tmp_path: Path) -> None:
    files = {"README.md": "# Charts\n", "commitlint.config.js": "module.exports = {};\n", "sidebars.js": "let a = 1;\n"}
    for rule in ("TDD05", "FLO05"):
        assert judged(tmp_path / rule, files, rule).state == "not-applicable"


def test_the_name_of_a_hard_coded_password_is_shown_and_its_value_is_not(tmp_path: Path) -> None:
    text = 'DATABASES = {\n    "PASSWORD": "cart-s3cret-1",\n}\nSECRET = "ab\'c1\\"2345"\n'
    told = told_words(judged(tmp_path, {"src/shop/settings.py": text}, "INT02"))
    assert sorted(told) == ['src/shop/settings.py:2 "PASSWORD": "…",', 'src/shop/settings.py:4 SECRET = "…"'], told


@pytest.mark.parametrize(
    ("run", "severity"),
    [
        ('echo "${{ inputs.version }}"', "high"),
        ('echo "${{ github.event.inputs.version }} ${{ github.sha }}"', "high"),
        ('echo "${{ inputs.version }} ${{ github.event.issue.title }}"', "critical"),
        ('echo "${{ github.event.issue.title }}"', "critical"),
        ('echo "${{ inputs.version || github.head_ref }}"', "critical"),
    ],
)
def test_inputs_are_written_by_callers_and_titles_by_strangers(tmp_path: Path, run: str, severity: str) -> None:
    events = "{workflow_dispatch: {inputs: {version: {type: string}}}, issues: {}}"
    outcome = judged(tmp_path, {".github/workflows/a.yml": _workflow(f"'{run}'", events)}, "SRV01")
    assert {one.severity for one in outcome.findings} == {severity}


def test_what_an_action_writes_of_its_inputs_into_the_environment_is_not_critical(tmp_path: Path) -> None:
    action = (
        "name: a\ndescription: a\ninputs: {ref: {description: a}}\nruns:\n  using: composite\n  steps:\n"
        "    - shell: bash\n      env: {REF: '${{ inputs.ref }}'}\n      run: echo \"R=$REF\" >> $GITHUB_ENV\n"
    )
    outcome = judged(tmp_path, {"action.yml": action}, "SRV01")
    assert [one.severity for one in outcome.findings] == ["high"]


def test_a_token_that_may_only_read_changes_nothing(tmp_path: Path) -> None:
    jobs = "  u:\n    runs-on: x\n    steps: [{run: make}]\n"
    for top, count in (("permissions: read-all\n", 0), ("permissions: write-all\n", 1)):
        files = {".github/workflows/a.yml": _workflow(top=top) + jobs}
        assert len(judged(tmp_path / str(count), files, "SRV02").findings) == count


@pytest.mark.parametrize(
    ("workflows", "wanted"),
    [
        ({"ci.yml": _workflow(events="[pull_request, merge_group]")}, 0),  # a queue tests what it merges
        ({"ci.yml": _workflow(events="[pull_request]")}, 1),
        ({"release.yml": _workflow("tox -e pkg", "{release: {}}"),
          "a.yml": _CALL.replace("all", "tox")}, 0),
        ({"release.yml": _workflow("tox -e pkg", "{release: {}}"),
          "a.yml": _CALL}, 0),
        ({"release.yml": _workflow("tox -e pkg", "{release: {}}")}, 2),
    ],
)  # fmt: skip
def test_where_the_tests_run(tmp_path: Path, workflows: dict[str, str], wanted: int) -> None:
    files = {f".github/workflows/{name}": text for name, text in workflows.items()}
    outcome = judged(tmp_path, {**_BASE, "tests/test_a.py": "def test_a():\n    assert a() == 1\n", **files}, "FLO05")
    assert len(outcome.findings) == wanted, told_words(outcome)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Documentation, including installation, is at https://x.example.\n", {"use", "test", "licence"}),
        ("See the [Getting Started tutorial](https://x.example/start).\n", {"install", "test", "licence"}),
        ("Installation is easy.\n", {"install", "use", "test", "licence"}),
        ("It has a [permissive one](https://github.com/shop/shop/blob/main/LICENSE).\n", {"install", "use", "test"}),
        ("- Run it:\n\n    ```sh\n    $ rails server\n    ```\n", {"install", "test", "licence"}),
    ],
)
def test_what_a_readme_tells_in_a_sentence(tmp_path: Path, text: str, missing: set[str]) -> None:
    outcome = judged(tmp_path, {"README.md": f"# Shop\n\n{text}"}, "SAG01")
    assert {one.evidence.rpartition(" ")[2] for one in outcome.findings} == missing
