"""Files that are there as links, or within a submodule. Proves G1.2 and G1.11 (SAG01, SAG02, SAG09, INT10)."""

from pathlib import Path

import pytest

from console.audits.repository.link_target import file_behind
from tests.fakes.planted_repository import PlantedRepository, looked_at, tells, told_words

_README = """# Shop

## Installation

pip install shop

## Usage

See [the guide](docs/guide.md), [the part](lib/part/README.md#more) and [the page](documentation/index.md#usage),
not [that](documentation/index.md#gone).

```sh
./docs/run.sh
python lib/part/run.py
go run ./lib/part/cmd
./gone.sh
```

## Tests

pytest

## License

MIT
"""
_MIT = "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\n"


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [("SAG01", []), ("SAG02", []), ("SAG09", ["index.md#gone"]), ("INT10", ["gone.sh"])],
)
def test_what_is_a_link_or_below_one_is_there(tmp_path: Path, rule: str, wanted: list[str]) -> None:
    part = PlantedRepository(tmp_path / "part")
    part.commit({"README.md": "# Part\n"})
    made = PlantedRepository(tmp_path / "shop")
    made.commit(
        {"documentation/guide.md": "# Guide\n", "documentation/README.md": _README.replace("documentation/", ""),
         "legal/MIT.txt": _MIT, "package.json": '{"license": "MIT"}', "go.mod": "module shop\n"}
    )  # fmt: skip
    made.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(part.folder), "lib/part")
    for name, target in (("docs", "documentation"), ("LICENSE", "legal/MIT.txt")):
        (made.folder / name).symlink_to(target)
    if rule in {"SAG01", "SAG02"}:
        (made.folder / "README.md").symlink_to("documentation/README.md")
    else:
        made.write({"README.md": _README, "documentation/README.md": "# Pages\n"})
        (made.folder / "documentation/index.md").symlink_to("../README.md")
    made.commit({})
    outcome = looked_at(made, rule)
    assert tells(outcome, wanted), told_words(outcome)


def test_a_link_that_no_system_follows_is_not_read(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.write({"a.md": "# A\n", "long.txt": "./" * 2046 + "a.md", "longer.txt": "./" * 1_000_000 + "a.md"})
    for name in ("long", "longer"):
        content = made.git("hash-object", "-w", f"{name}.txt")
        made.git("update-index", "--add", "--cacheinfo", f"120000,{content},{name}.md")
    made.git("add", "a.md")
    made.git("commit", "-q", "-m", "Add links")
    checkout = made.checkout()
    assert [file_behind(checkout, f"{name}.md") for name in ("long", "longer")] == ["a.md", "longer.md"]
