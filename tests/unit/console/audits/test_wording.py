"""What paths, subjects, values and commands are taken for, by their words alone. Proves the precision of G1.11."""

import pytest

from console.audits.ci_test_command import run_tests
from console.audits.foreign_case import merely_runs
from console.audits.git.empty_subject import _trouble
from console.audits.integrity.hard_coded_password import _is_secret
from console.audits.repository.path_class import PathClass, path_class
from console.audits.source_commit import _FIX, _NO_FIX


@pytest.mark.parametrize(
    "subject",
    [
        "Fix crash when importing orders", "Fix import of CSV orders", "fix: handle empty carts",
        "fix(cart)!: rounding", "Bugfix: rounding of totals", "Fixes #12: wrong total", "hotfix login",
        "Resolves #45: total of returns", "Fix wrong version shown in the footer", "Crash on empty cart fixed",
        "Fix link between order and invoice", "Fix warning banner on checkout", "Correct rounding error in totals",
    ],
)  # fmt: skip
def test_subjects_that_mend_a_fault(subject: str) -> None:
    assert _FIX.search(subject)
    assert not _NO_FIX.search(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "Fix typo in comment", "Fix the tests", "Fix flaky test", "docs: fix the address", "ci: fix the cache",
        "Fix import order", "Fix mypy errors", "Prefix the names", "test: fix the clock", "Fix broken links",
        "Fix the build", "Fix comments", "Fix workflow file", 'Revert "Fix crash of carts"', "Debug output",
    ],
)  # fmt: skip
def test_subjects_that_mend_no_fault(subject: str) -> None:
    assert not _FIX.search(subject) or _NO_FIX.search(subject)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("shop/tests.py", PathClass.TEST), ("src/foo/tests.rs", PathClass.TEST), ("web/a.e2e-spec.ts", PathClass.TEST),
        ("web/cart_test.ts", PathClass.TEST), ("cc/foo_unittest.cc", PathClass.TEST),
        ("cc/FooTest.cpp", PathClass.TEST),
        ("src/main/java/TestCart.java", PathClass.TEST), ("x/CartIT.java", PathClass.TEST),
        ("src/attest.py", PathClass.SOURCE), ("shop/contest.py", PathClass.SOURCE), ("src/latest.js", PathClass.SOURCE),
        ("src/main/java/Latest.java", PathClass.SOURCE), ("src/main/java/AUDIT.java", PathClass.SOURCE),
        ("pkg/build/build.go", PathClass.SOURCE), ("tools/build/a.py", PathClass.SOURCE),
        ("packages/web/dist/a.js", PathClass.GENERATED), ("build/x.py", PathClass.GENERATED),
        ("vendor/a.py", PathClass.VENDORED),
    ],
)  # fmt: skip
def test_paths(path: str, kind: PathClass) -> None:
    assert path_class(path) is kind


@pytest.mark.parametrize(
    ("command", "runs_tests"),
    [
        ("python -m pytest", True), ("uv run pytest -q", True), ("npm ci && npm test", True),
        ("npm run test:unit", True),
        ("./mvnw -B verify", True), ("./gradlew build", True), ("cargo nextest run", True), ("make check", True),
        ("go test ./...", True), ("pip install -e . pytest\npytest", True),
        ("pip install pytest", False), ("npm ci", False), ("cargo check", False),
        ("cargo install cargo-nextest", False),
        ("echo run the tests: pytest", False), ("black --check .", False), ("docker build .", False),
        ("python manage.py test shop", True), ("./manage.py test", True), ("python -m django test", True),
        ("php artisan test --parallel", True), ("node --test", True), ("node --import tsx --test src/", True),
        ("npx ng test --watch=false", True), ("cargo llvm-cov --lcov", True), ("cargo +nightly miri test", True),
        ("cargo tarpaulin --out xml", True), ("terraform test", True), ("bundle exec rake", True),
        ("docker build --target test .", True), ("cmake --build build --target test", True),
        ("docker compose run --rm web tests", True), ("docker compose run app ./run-tests.sh", True),
        ("docker-compose -f a.yml up --exit-code-from sut", True), ("npx nx affected --target=test", True),
        ("sbt +test", True), ("nix flake check", True), ("script/test", True), ("./run_tests -v", True),
        ("npm run coverage", True), ("make unit", True), ("run-s lint test:*", True), ("pixi run test-py311", True),
        ("mage testUnit", True), ("forge test -vvv", True), ("prove -lr t", True), ("rebar3 eunit", True),
        ("mvn -B deploy", True), ("mvn package -DskipTests=false", True), ("npm run lint && npm test", True),
        ("mvn -B package -DskipTests", False), ("./mvnw install -Dmaven.test.skip=true", False),
        ("./gradlew build -x test", False), ("./gradlew spotlessCheck", False), ("npm run type-check", False),
        ("pnpm format:check", False), ("yarn check:types", False), ("go mod verify", False),
        ("dotnet format --verify-no-changes", False), ("cargo fmt --all -- --check", False),
        ("cargo clippy --all-targets --tests", False), ("poetry run ruff check src tests", False),
        ("poetry run black --check .", False), ("python manage.py check --deploy", False),
        ("python manage.py migrate test", False), ("terraform fmt -check", False), ("ng build -c test", False),
        ("docker compose -f docker-compose.test.yml up -d", False), ("docker push shop/test", False),
        ("tox -e lint,py", True), ("nox -s lint tests", True), ("tox -e py -- tests/unit", True), ("nose2 -v", True),
        ("stestr run", True), ("robot --outputdir out tests", True), ("yarn ci:test", True), ("pytest -l", True),
        ("nox -s lint -s tests-3.11", True), ("tox -e docs -e py311", True), ("python -m robot tests", True),
        ("nox --session lint --session tests", True), ("tox -e lint -e type -- -v", False),
        ('pnpm --filter "./packages/**" test', True), ("cargo test --no-run && cargo test", True),
        ("npx playwright install && npx playwright test", True), ("npm run build:test", True), ("tox", True),
        ("go test -count=1 ./...", True), ("ctest -V", True), ("make lint test", True), ("tox -p", True),
        ("tox -e lint", False), ("tox run -e docs,type", False), ("tox -e lint -- tests", False), ("tox -l", False),
        ("nox -s lint typing", False), ("nox --session docs", False), ("npm run lint:ci", False),
        ("npm run build:ci", False), ("npm run format -- --check", False), ("npm run lint -- src tests", False),
        ("deno fmt --check", False), ("bun biome check .", False), ("pytest --version", False), ("ctest -N", False),
        ("pytest --collect-only -q", False), ("npx jest --listTests", False), ("cargo test --no-run", False),
        ("cargo build --tests", False), ("cargo deny check", False), ("npx playwright install --with-deps", False),
        ("npx cypress verify", False), ("docker build -t pytest-image .", False), ("mvn checkstyle:check", False),
        ("mvn dependency-check:check", False), ("go test -c -o all", False), ("make docs-check", False),
        ("ls ./tests", False), ("cp -r dev/tests/x y", False), ("gradle/gradle-build-action@v3", False),
    ],
)  # fmt: skip
def test_commands(command: str, runs_tests: bool) -> None:
    assert run_tests(command) is runs_tests


@pytest.mark.parametrize(
    ("name", "value", "is_secret"),
    [
        ("password", "hunter2", True), ("password", "letmein", True), ("API_KEY", "9f86d0-81884c", True),
        ("clientSecret", "b7c1-44de-9a0f", True),
        ("password", "Passwort", False), ("INVALID_PASSWORD", "invalid_password", False), ("password", "", False),
        ("password", "${DB_PASSWORD}", False), ("secretName", "prod/db/main", False), ("passwordField", "pw-1", False),
        ("PASSWORD_PATTERN", "^(?=.*[0-9]).{8,}$", False), ("token_url", "https://x.example/1", False),
        ("api_key", "<your-api-key>", False), ("password", "changeme", False), ("secret", "vault:db/1", False),
    ],
)  # fmt: skip
def test_values(name: str, value: str, is_secret: bool) -> None:
    assert _is_secret(name, value) is is_secret


@pytest.mark.parametrize(
    ("subject", "is_empty"),
    [
        ("wip", True), ("WIP: carts", True), ("fix", True), ("Update.", True), ("chore: update", True), ("...", True),
        ("Say " + "y" * 97, True), ("small fixes", True),
        ("Fix the rounding of prices", False), ("Update the rates of May", False), ("Wipe the cache", False),
        ("Say " + "y" * 96, False),
    ],
)  # fmt: skip
def test_subjects(subject: str, is_empty: bool) -> None:
    assert bool(_trouble(subject, 100)) is is_empty


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("def test_it_does_not_raise(): ...", True), ("void doesNotThrow() {}", True), ("// must not panic", True),
        ("it('works', () => {})", False), ("def test_notes(): ...", False), ("func TestNothing() {}", False),
    ],
)  # fmt: skip
def test_tests_that_are_to_end_without_an_error(text: str, is_meant: bool) -> None:
    assert merely_runs(text) is is_meant
