"""Source files of the lab's repositories, made of functions that commits add and change."""

from collections.abc import Mapping

SUFFIXES = {"Python": "py", "TypeScript": "ts", "Go": "go"}
_FLAWS = {
    "bare-except": "def load(path):\n    try:\n        return open(path).read()\n    except:\n        pass\n",
    "shell-injection": 'import os\n\n\ndef archive(name):\n    os.system("tar czf /tmp/" + name)\n',
    "eval": "export function formula(text: string): unknown {\n  return eval(text);\n}\n",
    "ignored-error": 'package main\n\nimport "os"\n\nfunc Forget(path string) {\n\t_ = os.Remove(path)\n}\n',
    "large-function": "export function route(kind: string): number {\n"
    + "".join(f'  if (kind === "k{n}") {{\n    return {n};\n  }}\n' for n in range(40))
    + "  return -1;\n}\n",
}


_GITHUB_CI = """name: CI
on: [push, workflow_dispatch]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: make test
"""


_BITBUCKET_CI = """pipelines:
  default:
    - step:
        script: [make test]
  custom:
    audit:
      - step:
          script: [make audit]
"""


def module_path(language: str, name: str) -> str:
    """Return where a module lies."""
    return f"{'src/' if language != 'Go' else 'internal/'}{name}.{SUFFIXES[language]}"


def check_path(language: str, name: str) -> str:
    """Return where the tests of a module lie."""
    return {
        "Python": f"tests/test_{name}.py",
        "TypeScript": f"tests/{name}.test.ts",
        "Go": f"internal/{name}_test.go",
    }[language]


def module_text(language: str, name: str, functions: Mapping[str, int]) -> str:
    """Return a module; ``functions`` maps names to how often each was changed."""
    if language == "Python":
        parts = [f'"""Part {name} of the service."""\n']
        parts += [
            f'def {one}(values: list[float]) -> float:\n    """Return the {one} of what was measured."""\n'
            f"    return sum(values) * {1 + change} / max(1, len(values))\n"
            for one, change in functions.items()
        ]
        return "\n\n".join(parts)
    if language == "TypeScript":
        return "\n".join(
            f"/** Returns the {one} of what was measured. */\nexport function {one}(values: number[]): number {{\n"
            f"  return values.reduce((sum, value) => sum + value, 0) * {1 + change};\n}}\n"
            for one, change in functions.items()
        )
    return "package internal\n\n" + "\n".join(
        f"// {one.title()} returns the {one} of what was measured.\nfunc {one.title()}(values []float64) float64 {{\n"
        f"\tsum := 0.0\n\tfor _, value := range values {{\n\t\tsum += value\n\t}}\n\treturn sum * {1 + change}\n}}\n"
        for one, change in functions.items()
    )


def check_text(language: str, name: str, functions: Mapping[str, int]) -> str:
    """Return the tests of a module."""
    if language == "Python":
        head = f"from src.{name} import {', '.join(functions)}\n\n\n"
        return head + "\n\n".join(
            f"def test_{one}_of_nothing_is_nothing() -> None:\n    assert {one}([]) == 0\n" for one in functions
        )
    if language == "TypeScript":
        head = f'import {{ {", ".join(functions)} }} from "../src/{name}";\n\n'
        return head + "".join(f'test("{one}", () => expect({one}([])).toBe(0));\n' for one in functions)
    return 'package internal\n\nimport "testing"\n\n' + "".join(
        f"func Test{one.title()}(t *testing.T) {{\n\tif {one.title()}(nil) != 0 {{\n\t\tt.Fail()\n\t}}\n}}\n"
        for one in functions
    )


def flaw_file(language: str, flaw: str) -> tuple[str, str] | None:
    """Return path and text of the file with the flaw that the audits should find, where a file shows it."""
    text = _FLAWS.get(flaw)
    return None if text is None else (module_path(language, "legacy"), text)


def base_files(name: str, language: str, description: str, *, latest_image: bool) -> dict[str, str]:
    """Return what every repository begins with: readme, licence, manifest, image, deployment, CI of its forge."""
    image = f"registry.example.org/{name}:{'latest' if latest_image else '1.0.0'}"
    manifests = {
        "Python": ("pyproject.toml", f'[project]\nname = "{name}"\nversion = "1.0.0"\nrequires-python = ">=3.11"\n'),
        "TypeScript": ("package.json", f'{{\n  "name": "{name}",\n  "version": "1.0.0",\n  "private": true\n}}\n'),
        "Go": ("go.mod", f"module example.org/{name}\n\ngo 1.22\n"),
    }
    manifest, text = manifests[language]
    return {
        "README.md": f"# {name}\n\n{description}. A repository of the lab: everything in it is made up.\n",
        ".gitignore": "build/\nnode_modules/\n__pycache__/\n",
        manifest: text,
        "Dockerfile": "FROM scratch\nCOPY build/ /\nUSER 1000\n",
        "deploy/deployment.yaml": (
            f"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\nspec:\n  template:\n    spec:\n"
            f"      containers:\n        - name: {name}\n          image: {image}\n"
        ),
    }


def pipeline_file(forge: str) -> tuple[str, str]:
    """Return path and text of the CI definition that a forge reads."""
    return {
        "github": (
            ".github/workflows/ci.yml",
            _GITHUB_CI,
        ),
        "gitlab": (".gitlab-ci.yml", "test:\n  script:\n    - make test\n"),
        "bitbucket": ("bitbucket-pipelines.yml", _BITBUCKET_CI),
        "azure_devops": ("azure-pipelines.yml", "trigger: [main]\nsteps:\n  - script: make test\n"),
    }[forge]
