"""Private keys in files named ``.key``, which the program that looks for secrets does not open. Proves G1.2."""

from pathlib import Path
from random import Random
from string import ascii_letters, digits

import pytest

from tests.fakes.planted_repository import PlantedRepository, looked_at

_RANDOM = Random(11)


def _pem(kind: str) -> str:
    """Return a key made while the test runs, so that no file of this repository looks as if it held one."""
    rows = "\n".join("".join(_RANDOM.choice(ascii_letters + digits) for _ in range(64)) for _ in range(12))
    return f"-----BEGIN {kind}-----\n{rows}\n-----END {kind}-----\n"


def _places(made: PlantedRepository) -> set[tuple[str, int]]:
    return {(one.path, one.line) for one in looked_at(made, "INT01").findings}


@pytest.mark.parametrize("kind", ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY"])
def test_a_key_of_a_server_is_found_in_the_file_of_its_usual_name(tmp_path: Path, kind: str) -> None:
    made = PlantedRepository(tmp_path / "keys")
    made.commit({"certs/server.key": f"# of the shop\n{_pem(kind)}", "deploy/tls.pem": _pem(kind)})
    assert _places(made) == {("certs/server.key", 2), ("deploy/tls.pem", 1)}


def test_slides_public_keys_and_keys_of_tests_are_none(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "none")
    files: dict[str, str | bytes] = {
        "talks/slides.key": b"PK\x03\x04" + bytes(400),
        "certs/public.key": _pem("PUBLIC KEY"),
        "docs/example.key": "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n",
        "certs/locked.key": _pem("ENCRYPTED PRIVATE KEY"),
        "tests/fixtures/localhost.key": _pem("PRIVATE KEY"),
        "tests/fixtures/localhost.pem": _pem("RSA PRIVATE KEY"),
        "node_modules/a/a.key": _pem("PRIVATE KEY"),
    }
    made.commit(files)
    assert _places(made) == set()


def test_a_key_that_was_taken_out_is_told_at_the_commit_that_brought_it(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "gone")
    made.commit({"a.py": "x = 1\n"})
    brought = made.commit({"certs/server.key": _pem("PRIVATE KEY"), "certs/moved.key": _pem("RSA PRIVATE KEY")})
    made.git("rm", "-q", "certs/server.key")
    made.git("mv", "certs/moved.key", "certs/kept.key")
    made.commit({"b.py": "y = 1\n"}, "Take the key out")
    found = {(one.path, one.line): one.commit for one in looked_at(made, "INT01").findings}
    assert found == {("certs/server.key", 0): brought, ("certs/kept.key", 1): ""}
