"""Whether tests of other languages than Python check anything, by their text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.bare_code import bare_code
from console.audits.repository.path_class import Language, PathClass, language_of
from console.audits.script_check import script_checks
from console.audits.source_commit import inline_tested
from console.audits.tools.ast_grep_run import matches_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.audits.tools.ast_grep_run import StructureMatch

_SCRIPTS = frozenset({Language.JAVASCRIPT, Language.TYPESCRIPT})
_LANGUAGES = frozenset(Language) - {Language.PYTHON, Language.YAML, Language.SHELL}
_SURE = re.compile(
    r"\b_?(?:[Ee]xpect|[Aa]ssert|[Ss]hould|[Ff]ail|[Tt]oMatch|[Ss]napshot|fuzz_target|quick_?check|proptest|unreachable)"
    r"(?![a-z])\w*\s*[!(.<]|\.(?:should|and[Ee]xpect\w*|rejects|throws|statusCode|contains)\b|\brequire\.\w|\bpanic!"
    r"|\b(?:assert|expect)\w*!|\b(?:unwrap_err|expect_err|matches!)"
    r"|(?<![\w.])(?:(?:\w+\.)?(?:t|T\(\))|b|f|tb|tt|c|s)\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)\(|\bis\.\w+\(|\bgolden\.\w+\("
    r"|\bt\.(?:is|not|true|false|truthy|falsy|deepEqual|equal|same|like|pass|regex|ok|notOk)\w*\("
    r"|\b(?:find|get)(?:All)?By[A-Z]\w*\(|\bdone\b|\.until(?:Asserted|True|False|Atomic\w*)?\("
    r"|(?<![\w.])(?:Mockito\.|[iI]nOrder\.)?verify\((?:[^()]|\([^()]*\)){1,200}+\)\s*\.\w+\("
    r"|(?<![\w.])then\((?:[^()]|\([^()]*\)){1,200}+\)\s*\.(?:is|has|contains|does|starts|ends|matches|extracting)[A-Z(]"
    r"|\bf\.Fuzz\(|\bsuite\.Run\("
    r"|\btestscript\.Run\w*\(|\.compile_fail\(|\btrybuild::\w"  # scripts and sources that check themselves
)
_REFUSED = re.compile(
    r"(?i)\bthrow\s+(?:new\s+)?\w*Error\(\s*[\"'`][^\"'`\n]*\b(?:should|must|expect\w*|unexpected\w*|never|unreachable)\b"
)
_DECLARED = re.compile(r"\bexpected(?:Exceptions)?\s*=|-> *(?:\w+::)*(?:Result|anyhow|eyre|impl Termination)")
_LIKELY = re.compile(
    r"\b((?:[Vv]erif(?:y|ies)|[Cc]heck|[Ee]nsure|[Vv]alidate|[Mm]ust|[Cc]ompare|[Rr]equire)(?![a-z])\w*)\s*[!(<]"
)
_HANDED = re.compile(r"(?<![\w.])(?:\w+\.)?(?!New|Setup|Start)([a-zA-Z]\w*)\(\s*t\s*[,)]")
_CALLED = re.compile(r"\b([A-Za-z_$][\w$]*)\s*!?\(")
_DEFINED = re.compile(
    r"\b(?:function\*?|func(?:\s*+\([^()]*\))?|fn)\s+([A-Za-z_$][\w$]*)"
    r"|\b(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*=\s*(?:async\s*)?(?:\(|function|\w+\s*=>)"
    r"|\b(?:void|static|public|private|protected)\s[\w<>\[\], ]{0,200}?\b([a-z]\w*)\s*\("
)
_METHOD = re.compile(  # of a class of helpers: a page with what it shows, the steps of a story
    r"^[ \t]+(?:(?:public|private|protected|static|async|override) )*+(?!(?:if|for|while|switch|catch|with|function)\b)"
    r"([a-z$][\w$]*)\([^()\n]{0,300}\)(?::[^{};\n]{1,100})?[ \t]*\{[ \t]*$",
    re.M,
)
_MERELY_RUNS = re.compile(
    r"(?i)(not|never|n.t|without)(?:[ _](?:an|any|a))?[ _]?(throw|rais|crash|fail|panic|err)\w*"
    r"|no[ _]?(throw|exception|error|crash|panic)s?(?![a-z])|smoke"
)
_STARTS = re.compile(  # of Spring and its like: the framework builds the whole program before such a test
    r"@(?:(?:SpringBoot|DataJpa|WebMvc|WebFlux|Quarkus|Micronaut)Test|ContextConfiguration|SpringJUnit(?:Web)?Config)\b"
)
_SUITE = re.compile(  # of testify, where the suite is what checks
    r"(?<![\w.])(?:[a-z]{1,3}|suite|self|this|test)\.(?:(?:Require|Assert)\(\)\.)?(?:Not)?(?:Equal|EqualValues|Nil|True|False|NoError|Error\w*"
    r"|Contains|Len|Empty|Zero|Panics\w*|Eventually\w*|Never|Greater\w*|Less\w*|InDelta|InEpsilon|JSONEq|YAMLEq"
    r"|ElementsMatch|Subset|IsType|Implements|Regexp|Same|WithinDuration|Condition|FileExists|DirExists|Positive|Negative)f?\("
)
_RECEIVER = re.compile(r"func \((\w+) ")
_PANICS = re.compile(r"#\[should_panic")
_INLINE = re.compile(r"^[ \t]*#\[cfg\(test\)\]\s*(?:#\[[^\]\n]{0,200}\]\s*){0,9}+(?:pub )?mod \w+\s*\{", re.M)


def foreign_checks(checkout: Checkout) -> Iterator[tuple[StructureMatch, int]]:
    """Yield the tests with how often each checks something; that it ends without an error may be all it is to show."""
    for one in matches_of(checkout, "test"):
        yield one, _checks(checkout, one)


def merely_runs(text: str) -> bool:
    """Return whether a test says that it is only to show that nothing is raised."""
    return _MERELY_RUNS.search(text) is not None


def _checks(checkout: Checkout, one: StructureMatch) -> int:
    is_script = language_of(one.path) in _SCRIPTS
    whole = bare_code(one.text)
    head, _, code = ("", "", whole) if is_script else whole.partition("{")
    found = len(_SURE.findall(code)) + len(_DECLARED.findall(head if code else "")) + len(_REFUSED.findall(one.text))
    if is_script:
        found += script_checks(checkout, one.path, code)
    elif receiver := _RECEIVER.match(one.text):
        found += len(_SUITE.findall(re.sub(rf"(?<![\w.]){receiver[1]}\.", "suite.", code)))
    code = code or head
    likely = _LIKELY.findall(code)
    if likely:
        found += sum(name not in _product(checkout) for name in likely)
    if found:
        return found
    above = " ".join(checkout.lines(one.path)[max(0, one.line - 5) : one.line - 1])
    if _PANICS.search(above) or merely_runs(f"{above.rpartition('}')[2]} {one.text}"):
        return 1
    if "contextLoads" in one.text and _STARTS.search(checkout.text(one.path)):
        return 1
    own = _helpers(checkout)
    handed = sum(own.get(name, True) for name in _HANDED.findall(code) if name != "Run")
    return handed + sum(own.get(name, False) for name in _CALLED.findall(code))


def _product(checkout: Checkout) -> frozenset[str]:
    """Return the names of the functions of the sources: to call one that is named "validate" checks nothing."""

    def read() -> frozenset[str]:
        paths = checkout.of(PathClass.SOURCE, languages=_LANGUAGES)
        return frozenset(name for path in paths for name, _ in _defined(_parts(checkout.text(path))[0]))

    return checkout.once("foreign-functions", read)


def _helpers(checkout: Checkout) -> dict[str, bool]:
    """Return the functions of the tests, and whether each checks something, also through others (a few steps deep)."""

    def read() -> dict[str, bool]:
        bodies: dict[str, str] = {}
        refusing: set[str] = set()
        for text in _test_texts(checkout):
            code = bare_code(text)
            for name, start in (*_defined(code), *((one[1], one.end(1)) for one in _METHOD.finditer(code))):
                bodies[name] = _body(code, start)
                if _REFUSED.search(text, start, start + len(bodies[name])):
                    refusing.add(name)
        known = {
            name: name in refusing or bool(_SURE.search(body) or _LIKELY.search(body) or _SUITE.search(body))
            for name, body in bodies.items()
        }
        for _ in range(3):
            known |= {
                name: True
                for name, body in bodies.items()
                if not known[name] and any(known.get(each) for each in _CALLED.findall(body))
            }
        return known

    return checkout.once("foreign-helpers", read)


def _test_texts(checkout: Checkout) -> Iterator[str]:
    for path in checkout.of(PathClass.TEST, languages=_LANGUAGES):
        yield checkout.text(path)
    for path in sorted(inline_tested(checkout)):
        yield _parts(checkout.text(path))[1]


def _parts(text: str) -> tuple[str, str]:
    """Return what comes before the tests that a Rust source carries inside, and these."""
    mark = _INLINE.search(text)
    return (text, "") if mark is None else (text[: mark.start()], text[mark.start() :])


def _defined(text: str) -> Iterator[tuple[str, int]]:
    for one in _DEFINED.finditer(text):
        yield next(name for name in one.groups() if name), one.end()


def _body(code: str, start: int) -> str:
    """Return what is between the next braces; at most 4,000 characters are looked at."""
    part = code[start : start + 4000]
    depth = 0
    for place in re.finditer(r"[{}]", part):
        depth += 1 if place[0] == "{" else -1
        if depth == 0:
            return part[: place.end()]
    return part
