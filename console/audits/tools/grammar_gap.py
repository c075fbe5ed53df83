"""Code that is right and that the parser does not know yet: rewritten into older words, it must parse as a whole."""

from __future__ import annotations

import re
import shutil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from console.audits.repository.file_book import file_book
from console.audits.repository.path_class import Language, language_of
from console.audits.tools.ast_grep_run import matches_by_file, rule_of
from console.audits.tools.tool_run import run_tool

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.audits.repository.checkout import Checkout

_MOST_FILES = 2000
_WORDS = (
    "break|case|catch|class|const|continue|debugger|delete|do|else|enum|export|extends|false|finally|for|function|if"
    "|import|in|instanceof|new|null|return|super|switch|this|throw|true|try|typeof|var|void|while|with"
)
_PART = re.compile(  # a text without an end goes to that of its line, so that nothing is read twice
    r"\"(?:\\.|[^\"\\\n])*+\"?|'(?:\\.|[^'\\\n])*+'?|(?<![:\\])//[^\n]*|/\*"
)
_SCRIPT = (
    (re.compile(rf"\bas\s+({_WORDS})(?=\s*[,}}])"), r"as \1_"),
    (re.compile(r"\baccessor\s+(?=[#\w$\[\"'])"), ""),
    (re.compile(r"\bimport\s+(?:defer|source)\s+(?!from\b)(?=[\w$*{])"), "import "),
    (re.compile(r"\bString\.raw`[^`$]*`"), "String.raw``"),
    (re.compile(r"^([^\S\n]*\})([^\S\n]*\n\s*)(?=[\[(])", re.M), r"\1;\2"),  # an arrow function ends there by itself
    (re.compile(r"&"), "|"),  # a text of JSX may hold one that begins no entity, and "or" stands wherever "and" does
)
_TYPED = (
    (re.compile(r"([\w\])}]|(?<!=)>)([^\S\n]*\n\s*)(?=<[A-Za-z_$\s])"), r"\1;\2"),
    (re.compile(r"\((?:any|unknown|never|object|string|number|boolean|symbol|bigint)\)(?=\s*=>)"), "(named)"),
    (re.compile(r"([{,]\s*)type(?=\s+as\s+\w+\s*[,}])"), r"\1named"),
    (re.compile(r"([(,]\s*)using(?=\??:)"), r"\1named"),
    (re.compile(r"^([^\S\n]*)global(?=[^\S\n]*\{)", re.M), r"\1namespace named"),
    (
        re.compile(r"([<,]\s*(?:const\s+)?)(?:in\s+out|in|out)\s+(?=[A-Za-z_$][\w$]*\s*(?:[,>=]|extends\b))"),
        r"\1",
    ),
    (re.compile(r"\bexport\s+type\s+(?=\*)"), "export "),
    (re.compile(r"\bexport\s+default\s+(?=(?:async\s+)?function\s*[(<])"), "export declare "),
    (re.compile(r"(\bexport declare (?:async\s+)?function)\s*(?=[(<])"), r"\1 named"),
    (re.compile(r"<<(?=[A-Za-z_$][\w$]*\s*(?:>\s*\(|extends\b|,[^<>()\n]*>\s*\())"), "< <"),
    (re.compile(r"(?<!typeof )\bimport\(\s*([\"'])[^\"'\n]*\1\s*\)(?=\.\w)"), "imported"),
)
_GAPS = {
    Language.JAVASCRIPT: _SCRIPT,
    Language.TYPESCRIPT: (*_SCRIPT, *_TYPED),
    Language.GO: ((re.compile(r"\bnew\((?=[-+!\d\"'`]|[\w.]+\()"), "new_("),),
    Language.JAVA: (
        (re.compile(r"^[^\S\n]*import[^\S\n]+module[^\S\n]+", re.M), "import "),
        (re.compile(r"(?<![.\w])(super|this)\s*\("), r"\1_("),
    ),
    Language.RUST: ((re.compile(r"\bsafe\s+(?=(?:fn|static)\b)"), ""),),
}
_IDS = ("js", "ts", "tsx", "go", "java", "rust")


def newer_files(checkout: Checkout, paths: Sequence[str]) -> frozenset[str]:
    """Return those of the files that hold nothing wrong but newer words; raise ``ConnectorError`` if none can tell."""
    rewritten = {one: text for one in paths if (text := _rewritten(one, checkout.text(one)))}
    book = file_book(checkout, "grammar-gaps", list(rewritten)[:_MOST_FILES], bool)
    wrong = _wrong(checkout, {one: rewritten[one] for one in book.missing}) if book.missing else frozenset()
    parsed = book.whole({one: one not in wrong for one in book.missing}, nothing=False)
    return frozenset(path for path, is_right in parsed.items() if is_right)


def _rewritten(path: str, text: str) -> str:
    """Return a text without what the parser does not know; empty when there is nothing of that."""
    language = language_of(path)
    found = bare = _without_comments(text)
    for pattern, words in _GAPS.get(language, ()) if language is not None else ():
        found = pattern.sub(words, found)
    return found if found != bare else ""


def _without_comments(text: str) -> str:
    """Return a text with blanks for its comments, read once from its beginning to its end, whatever it holds."""
    parts, at = [], 0
    while part := _PART.search(text, at):
        start, end = part.span()
        if part[0] == "/*":
            end = text.find("*/", end) + 2
            if end == 1:
                break
        is_text = part[0][0] != "/"
        parts += [text[at:start], part[0] if is_text else " " + "\n" * text.count("\n", start, end)]
        at = end
    return "".join(parts) + text[at:]


def _wrong(checkout: Checkout, texts: Mapping[str, str]) -> frozenset[str]:
    """Return the paths whose texts do not parse."""
    tree = checkout.folder_with(texts)
    folder = tree.with_name(f"{tree.name}-newer")
    folder.mkdir(exist_ok=True)
    names = {f"{number}{PurePosixPath(path).suffix}": path for number, path in enumerate(texts)}
    rules = "\n---\n".join(rule_of(f"{one}-broken") for one in _IDS)
    try:
        for name, path in names.items():
            (folder / name).write_bytes(texts[path].encode("utf-8", "surrogateescape"))
        answer = run_tool("ast-grep", ["scan", "--inline-rules", rules, "--json=stream", "--threads=1", "."], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return frozenset(names[one] for one in matches_by_file(answer))
