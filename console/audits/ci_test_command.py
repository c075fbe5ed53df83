"""Whether commands run tests: programs for tests, and tasks of other programs that are called so."""

from __future__ import annotations

import re

_MOST_BETWEEN = 300

# Programs that are asked for a task by its name.
_RUNNER = (
    r"\b(?:go|cargo|dotnet|swift|mix|deno|bun|npm|pnpm|yarn|hatch|zig|flutter|dart|sbt|lein|stack|cabal|bazel|"
    r"bazelisk|buck2?|mage|pixi run|dagger call|scala-cli|mill|run-[sp]|npm-run-all2?|"
    r"composer|rake|rails|ant|just|task|invoke|inv|make|ninja|meson|nx|turbo|gradle|\./gradlew|gradlew|mvn|"
    r"\./mvnw|mvnw|poe|"
    r"pdm run|poetry run|rye|moon|earthly|xcodebuild|scons)(?:\s+[-\w./=:+@\"'$*]+){0,6}?\s+[\w:./@+-]*"
    r"(?:tests?|check|verify|ci|integration|unit|e2e|coverage)(?![a-z])"
)
# Programs with many other tasks, and arguments that may be called so: the task itself has to be “test”.
_SUBCOMMAND = (
    r"\b(?:(?:manage|setup)\.py|django(?:-admin)?|artisan|ng|terraform|tofu|forge|hardhat|anchor|molecule|dune|gleam|"
    r"crystal|nimble|spago|luarocks|conan|fastlane|cross|wasm-pack|doit)(?:[ \t]+-[-\w=./:]+){0,4}[ \t]+"
    r"(?:run|unit)?tests?(?![\w/])"
)
_PROGRAM = (
    r"\b(?:py\.?test|tox|nox|unittest|ctest|jest|vitest|mocha|karma|ava|playwright|cypress|rspec|phpunit|pest|"
    r"gotestsum|nextest|shellspec|busted|godog|elm-test|ansible-test|web-test-runner|wtr|"
    r"nosetests|nose2|stestr|pabot|trial|bats|ginkgo|behave|lerna run test)\b"
)
_OTHERS = (
    rf"\bmvnw?(?:\.\w+)?[ \t][^\n]{{0,{_MOST_BETWEEN}}}?\b(?:package|install|verify|deploy)\b"
    rf"|\bgradlew?(?:\.\w+)?[ \t][^\n]{{0,{_MOST_BETWEEN}}}?\bbuild\b"
    r"|\bnpm (?:t|tst)\b|\bcargo[ \t]+(?:llvm-cov|tarpaulin)\b|\b(?:rake|crystal)[ \t]+spec\b|\brake[ \t]*$"
    rf"|\b(?:node|tsx)\b[^\n;&|]{{0,{_MOST_BETWEEN}}}?[ \t]--test\b|\b(?:npx tap|tap run|codecept run|ct install)\b"
    r"|\brebar3 (?:eunit|ct)\b|\bprove -\w|\b(?:nix flake|R CMD) check\b|\b(?:devtools::|Pkg\.|testthat::)test"
    r"|--target[ =][\w-]*\btests?\b|\bbuildx bake[ \t]+[\w-]*\btests?\b|--exit-code-from\b"
    r"|\bdocker[ -]compose(?:[ \t]+[-\w./:=@]+){0,8}?[ \t]+(?:run|exec|up)(?:[ \t]+[-\w./:=@]+){0,8}?"
    r"[ \t]+(?:[\w-]+[-_])?tests?(?![\w./-])"
    r"|(?:^|[\s/.\"'])(?:run[-_]?)?tests?\.(?:sh|py|bash|ps1)\b|\./run[-_]?tests?\b|^[^\S\n]*\./tests?(?![\w./-])"
    r"|\b(?:scripts?|bin|ci|hack|dev|tools)/(?:[\w-]+[-_])?tests?\b(?![/.])"
    r"|(?:^|[;&|]|\brun|[ \t]-m)[ \t]*robot[ \t]+[-\w./]"
    r"|\btask:\s*(?:VSTest|PublishTestResults)\b|\bInvoke-Pester\b"
)
_TESTING = re.compile(f"{_PROGRAM}|{_RUNNER}|{_SUBCOMMAND}|{_OTHERS}", re.I | re.M)
_STYLE = (
    r"(?:lint|formats?|formatting|fmt|types?|style|prettier|spotless|licen[sc]es?|spell(?:ing)?|links?|svelte|astro"
    r"|docs?|dependency|pmd|spotbugs|animal-sniffer)"
)
_REST = rf"[^\n&;|]{{0,{_MOST_BETWEEN}}}"
_NO_TESTS = (  # what tox and nox are asked for beside tests
    r"(?:lint(?:ers?|ing)?|style|formats?|formatting|fmt|types?|typing|type-?check|mypy|pyright|flake8|ruff|black"
    r"|isort|pylint|pre-commit|docs?|build|dist|package|release|publish|clean|safety|audit|security|bandit|manifest)"
)
_CHOSEN = r"(?:-\w{0,9}[es]|--sessions?)"
_TOLD = (  # they are asked what they are, what there would be to run, or to get ready
    rf"\b(?:tox|nox)[ \t]+(?:-la?|--list(?:envs)?|devenv|config|list)(?![\w-]){_REST}"
    rf"|\b(?:tox|nox)(?:[ \t]+run)?(?:[ \t]+{_CHOSEN}[ =]{_NO_TESTS}(?:[, ]{_NO_TESTS})*)+"
    rf"(?![\w,.:-]|[ \t]+\w|{_REST}[ \t]{_CHOSEN}[ =]){_REST}"
    r"|\b(?:py\.?test|jest|vitest|mocha|playwright|cypress|ctest|cargo|tox|nox|phpunit|rspec|ginkgo)\b"
    rf"{_REST}?[ \t](?:--version|--help|-h|--collect-only|--co|--listTests|--no-run)(?![\w=-]){_REST}"
    rf"|\bctest -N\b|\bgo test{_REST}? -c(?![\w=-]){_REST}"
    rf"|\b(?:playwright|cypress)(?:@[\w.^~-]+)? (?:install(?:-deps)?|verify|cache|open|codegen|show-report)\b{_REST}"
    rf"|\bdocker(?: image| buildx)? (?:build|pull|push|tag)\b(?!{_REST}--target){_REST}"
    rf"|\b(?:npm|pnpm|yarn|bun)(?: run)? (?![\w:-]*(?:test|spec|e2e|unit))(?:lint|format|fmt|style|build|compile)"
    rf"(?:[:_-][\w:-]+)?(?![\w:-]){_REST}"
    rf"|\b(?:fmt|biome) (?:--)?check\b{_REST}"
)
_BESIDE = re.compile(
    rf"{_TOLD}|"
    r"\b(?:pip3?|uv|pipx|poetry|pdm|npm|yarn|pnpm|bun|apt|apt-get|dnf|conda|brew|gem|go|cargo|choco)(?: pip| tool)? "
    r"(?:install|add|i|ci|get|sync|clean-install)\b(?!:)[^\n&;|]*|\b(?:cargo|deno) check\b|\becho [^\n&;|]*"
    r"|^[^\S\n]*(?:#|//)[^\n]*|\bgo mod verify\b"
    r"|\bcargo (?:\+\S{1,40} )?(?:clippy|fmt|build|doc|deny|audit)\b[^\n&;|]*|\bdotnet format\b[^\n&;|]*"
    r"|\b(?:run|npx|uvx|exec|dlx|yarn|pnpm) (?:ruff|black|isort|prettier|eslint|biome|mypy|pyright|flake8)\b[^\n&;|]*"
    rf"|(?i:(?:check)?{_STYLE}[:_-]?check(?::check)?\b|\bcheck[:_-]{_STYLE}\b)"
    rf"|\b(?:mvnw?|gradlew?)\b[^\n&;|]{{0,{_MOST_BETWEEN}}}?[ \t]"
    r"(?:-DskipTests(?!=false)|-Dmaven\.test\.skip(?!=false)|(?:-x|--exclude-task) test\b)[^\n&;|]*",
    re.M,
)


def run_tests(commands: str) -> bool:
    """Return whether some commands do; installing a program for tests, looking at the style or ``echo`` do not."""
    return _TESTING.search(_BESIDE.sub(" ", commands)) is not None
