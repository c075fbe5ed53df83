"""Finding the user-visible texts of the product and what is wrong with their translations."""

import ast
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

from tests.architecture.source_tree import SourceFile

# Declarations (``PageKind(title=...)``) carry English texts which are translated when they are shown.
DECLARED = ("title", "question", "label", "summary", "group", "injects", "diagnosis")
_DECLARING = ("Kind", "Action")
Fields = dict[str, list[str]]


def placeholders(text: str) -> set[str]:
    """Return the names between braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def calls_of_t(file: SourceFile) -> Iterator[ast.Call]:
    """Every call of ``t`` in a file that imports it from the kernel."""
    imports = [node for node in ast.walk(file.tree) if isinstance(node, ast.ImportFrom)]
    if not any(node.module == "console.kernel.i18n" and any(n.name == "t" for n in node.names) for node in imports):
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t":
            yield node


def texts(file: SourceFile, fields: Fields) -> set[str]:
    """Every literal text of ``t`` and of declarations in a file; ``fields`` come from ``fields_of_declarations``."""
    found = {call.args[0].value for call in calls_of_t(file) if call.args and _is_text(call.args[0])}
    constants_of_module = _module_constants(file)
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and (name := ast.unparse(node.func).rpartition(".")[2]).endswith(_DECLARING):
            for value in _declared_values(node, fields.get(name, [])):
                found.add(value.value if _is_text(value) else constants_of_module.get(ast.unparse(value), ""))
    found |= _declared_by_properties(file)
    return {text for text in found if isinstance(text, str) and text}


def _declared_by_properties(file: SourceFile) -> set[str]:
    """Return the literals of properties such as ``title`` (the lab's scenarios declare themselves so)."""
    return {
        line.value.value
        for function in file.functions()
        if function.name in DECLARED and any(ast.unparse(one) == "property" for one in function.decorator_list)
        for line in ast.walk(function)
        if isinstance(line, ast.Return) and line.value is not None and _is_text(line.value)
    }


def fields_of_declarations(files: Iterable[SourceFile]) -> Fields:
    """Return the fields, in order, of every class that declares something."""
    return {
        node.name: [
            one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        ]
        for file in files
        for node in file.classes()
        if node.name.endswith(_DECLARING)
    }


def _declared_values(call: ast.Call, order: list[str]) -> list[ast.expr]:
    given = dict(zip(order, call.args, strict=False)) | {one.arg: one.value for one in call.keywords if one.arg}
    return [given[name] for name in DECLARED if name in given]


def _module_constants(file: SourceFile) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in file.tree.body
        if isinstance(node, ast.Assign) and _is_text(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def faulty_calls(file: SourceFile) -> list[str]:
    """Calls of ``t`` whose text cannot be collected or whose values do not fit its placeholders."""
    found = []
    for call in calls_of_t(file):
        first = call.args[0] if call.args else None
        if first is None or not _is_text(first):
            if not (isinstance(first, ast.Attribute) and first.attr in DECLARED):
                found.append(f"{file.name}:{call.lineno} the text is not a literal")
            continue
        given = {one.arg for one in call.keywords}
        if None not in given and placeholders(first.value) != given:
            found.append(f"{file.name}:{call.lineno} {sorted(placeholders(first.value))} but given {sorted(given)}")
    return found


def constants(file: SourceFile) -> set[str]:
    """Every string constant of a file."""
    return {
        node.value for node in ast.walk(file.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def catalogue(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return all translations of a language, and the texts that two files translate differently."""
    all_texts: dict[str, str] = {}
    clashes = []
    for file in sorted(folder.glob("*.json")):
        for english, translated in json.loads(file.read_text(encoding="utf-8")).items():
            if all_texts.setdefault(english, translated) != translated:
                clashes.append(f"{file.name}: {english}")
    return all_texts, clashes


def unfitting(translations: dict[str, str]) -> list[str]:
    """Translations that are empty or name other placeholders than the English text."""
    return [
        english
        for english, translated in translations.items()
        if not translated.strip() or placeholders(english) != placeholders(translated)
    ]
