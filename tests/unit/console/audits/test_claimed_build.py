"""Modules, packages, features and wrappers that a README builds with. Proves G1.2 and G1.11 (INT10)."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, tells, told_words

_JAVA = {"pom.xml": "<project/>\n", "core/pom.xml": "<project><artifactId>shop-core</artifactId></project>\n"}
_RUST = {
    "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n[package]\nname = "tool"\n[features]\njson = []\n',
    "crates/core/Cargo.toml": '[package]\nname = "tool-core"\n[[bench]]\nname = "named"\n',
    "benches/parse.rs": "fn main() {}\n",
    "tests/all.rs": "fn main() {}\n",
    "Cargo.lock": '[[package]]\nname = "serde"\n',
}
_NPM = {"package.json": '{"name": "shop", "scripts": {"build": "tsc"}}\n'}


@pytest.mark.parametrize(
    ("files", "command"),
    [
        (_JAVA, "mvn -pl web test"),
        (_JAVA, "mvn --projects core,web verify"),
        (_JAVA, "mvn -pl :shop-web test"),
        (_JAVA, "./mvnw test"),
        ({"build.gradle.kts": ""}, "./gradlew build"),
        (_RUST, "cargo test -p tool-net"),
        (_RUST, "cargo run --features json,tls"),
        (_RUST, "cargo bench --bench gone"),
        (_RUST, "cargo test --test gone"),
        (_NPM, "npm start"),
    ],
)
def test_a_part_that_is_not_there_is_told(tmp_path: Path, files: Mapping[str, str], command: str) -> None:
    outcome = judged(tmp_path, {**files, "README.md": f"# Shop\n\n```sh\n{command}\n```\n"}, "INT10")
    assert tells(outcome, ["README.md:4"]), told_words(outcome)


@pytest.mark.parametrize(
    ("files", "command"),
    [
        (_JAVA, "mvn -pl core,:shop-core -am verify"),
        (_JAVA, "mvn clean install"),
        ({**_JAVA, "mvnw": "#!/bin/sh\n"}, "./mvnw -pl core spring-boot:run"),
        ({"src/a.py": "a = 1\n"}, "./gradlew build"),
        (_RUST, "cargo test -p tool-core --features json"),
        (_RUST, "cargo test -p serde"),
        (_RUST, 'cargo build --features "json serde/derive"'),
        (_RUST, "cargo bench --bench parse"),
        (_RUST, "cargo bench --bench named"),
        (_RUST, "cargo test --test all -- --test gone"),
        (_RUST, "cargo add tool --features tls"),
        (_RUST, "cargo test -p CRATE_NAME"),
        (_RUST, "cargo test --test name_of_test"),
        ({**_NPM, "server.js": "1\n"}, "npm start"),
        ({**_NPM, "server.js": "1\n"}, "pnpm start"),
        ({"a.py": "a = 1\n"}, "helm create shop\nhelm install demo ./shop"),
        ({"package.json": '{"name": "shop", "scripts": {"start": "node a"}}\n'}, "npm start"),
    ],
)
def test_a_part_that_is_there_or_anothers_is_not(tmp_path: Path, files: Mapping[str, str], command: str) -> None:
    outcome = judged(tmp_path, {**files, "README.md": f"# Shop\n\n```sh\n{command}\n```\n"}, "INT10")
    assert tells(outcome, []), told_words(outcome)
