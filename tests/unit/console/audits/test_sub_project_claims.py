"""What the pages of sub-projects promise, from their own folder or from the root. Proves G1.2, G1.11 (INT10)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, marked, tells, told_words

_FILES = {
    "README.md": """# Shop

```
make build
```

[api](packages/api/README.md)
""",
    "Makefile": """build:
	echo
lint:
	echo
""",
    "package.json": """{"name":"root","scripts":{"build":"x"},"workspaces":["packages/*"]}""",
    "packages/api/package.json": """{"name":"api","scripts":{"test":"jest"}}""",
    "packages/api/src/index.ts": """export const a=1;
""",
    "packages/api/README.md": """# api

![CI](https://github.com/acme/shop/actions/workflows/gone.yml/badge.svg) PLANT-INT10

See [guide](docs/guide.md), [gone](docs/gone.md). PLANT-INT10
See [root](../../README.md), [abs](/packages/api/docs/guide.md), [web](https://x.example/a).
See [sibling gone](../web/GONE.md) PLANT-INT10

```sh
npm test
npm run lint # PLANT-INT10
npm run build
make build
make lint
make gone # PLANT-INT10
./scripts/go.sh
./scripts/gone.sh # PLANT-INT10
cd ../.. && make build
cd packages/api && npm test
```

Look at `src/index.ts`, or `src/gone.ts` PLANT-INT10
""",
    "packages/api/docs/guide.md": """# g
""",
    "packages/api/scripts/go.sh": """echo
""",
    ".github/workflows/ci.yml": """on: push
""",
    "py/tool/pyproject.toml": """[project]
name = "tool"
version="1"
[project.scripts]
tool = "tool.cli:main"
""",
    "py/tool/src/tool/__init__.py": """def run():
    return 1
""",
    "py/tool/src/tool/cli.py": """def main():
    return 1
""",
    "py/tool/coverage.xml": """<coverage line-rate="0.61"></coverage>""",
    "py/tool/README.md": """# tool

Coverage: 100 % PLANT-INT10

```
pip install -r requirements.txt # PLANT-INT10
pip install .
tool run
tool-gone run # PLANT-INT10
python -m tool.cli
python -m tool.gone # PLANT-INT10
```

```python
from tool import run
from tool import walk  # PLANT-INT10
```
""",
    "services/go/go.mod": """module x
""",
    "services/go/cmd/srv/main.go": """package main
""",
    "services/go/Makefile": """run:
	go run ./cmd/srv
""",
    "services/go/README.md": """# srv

    go run ./cmd/srv
    go run ./cmd/gone PLANT-INT10

```
make run
make deploy  # PLANT-INT10
docker build -f Dockerfile .  # PLANT-INT10
```
""",
    "examples/x/README.md": """[gone](gone.md)
""",
    "templates/app/README.md": """```
make nothing
```
""",
    "vendor/lib/README.md": """[gone](gone.md)
""",
    "packages/api/node_modules/a/README.md": """[gone](gone.md)
""",
    "tests/fixtures/README.md": """[gone](gone.md)
""",
    "crates/core/Cargo.toml": """[package]
name="core"
""",
    "crates/core/src/lib.rs": """pub fn a() {}
""",
    "crates/core/README.md": """# core

See [lib](src/lib.rs).

```
cargo test
```
""",
    "infra/README.md": """# infra

Run `make build` or `make plan` PLANT-INT10

```
kubectl apply -f k8s/app.yaml
kubectl apply -f k8s/gone.yaml # PLANT-INT10
```
""",
    "infra/k8s/app.yaml": """a: 1
""",
}


def test_the_pages_of_sub_projects_are_held_to_their_words(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _FILES, "INT10")
    assert {one.place for one in outcome.findings} == marked(_FILES, "INT10"), told_words(outcome)


@pytest.mark.parametrize(
    ("files", "lacks"),
    [
        ({"README.md": "x\n", "api/README.md": "`make run`\n"}, ["there is no Makefile"]),
        ({"api/README.md": "`make run`\n", "api/Makefile": "go:\n"}, ["make has no target run"]),
        ({"api/README.md": "`make run`\n", "Makefile": "go:\n"}, ["make has no target run"]),
        ({"api/README.md": "`make run`\n", "api/Makefile": "go:\n", "Makefile": "run:\n"}, []),
        ({"api/README.md": "`make run`\n", "api/Makefile": "run:\n", "Makefile": "go:\n"}, []),
        ({"api/README.md": "`npm run x`\n", "api/package.json": "{}"}, ["package.json has no script x"]),
        (  # of a folder inside a sub-project: its own settings lie between that and the root
            {"a/src/README.md": "`npm run gen`\n", "a/package.json": '{"scripts":{"gen":"x"}}', "package.json": "{}"},
            [],
        ),
        ({"a/docs/README.md": "`make api`\n", "a/Makefile": "api:\n", "Makefile": "go:\n"}, []),
        ({"a/docs/README.md": "`make api`\n", "a/Makefile": "go:\n", "Makefile": "do:\n"}, ["no target api"]),
        (  # from the folders above, this leads nowhere: it is not meant from there
            {"a/b/README.md": "```\ncd web\nnpm run gone\n```\n", "a/b/web/package.json": "{}"},
            ["package.json has no script gone"],
        ),
        ({"a/b/README.md": "```\ncd there\nnpm run gone\n```\n", "a/b/package.json": "{}"}, []),
        ({"README.md": "x\n", "a/README.md": "[a](/guide/) [b](/conf.html) [c](./d/e.html) [d](/gone.md)\n",
          "a/guide/README.md": "", "a/conf.md": "", "a/d/e.md": ""}, ["/gone.md"]),
        ({"README.md": "`shop` is one, as `shop-ui` is.\n```\nshop-api up\nshop-web up\n```\n",
          "pyproject.toml": "[project]\nname='shop'\n", "lib/shop-api/pyproject.toml": ""}, ["shop-web"]),
        ({"README.md": "```python\nfrom shop import Any\n```\n", "shop/__init__.py": "def __getattr__(a): ...\n"}, []),
        ({"api/README.md": "[page](page), [src](src/), [up](../../issues)\n", "api/page.md": "", "api/src/a": ""}, []),
    ],
)  # fmt: skip
def test_a_command_is_meant_from_there_or_from_the_root(
    tmp_path: Path, files: dict[str, str], lacks: list[str]
) -> None:
    outcome = judged(tmp_path, files, "INT10")
    assert tells(outcome, lacks), told_words(outcome)
