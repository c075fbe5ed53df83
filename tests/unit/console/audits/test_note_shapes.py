"""Notes of what is left to do in whatever is written by hand. Proves G1.2, G1.11 (INT09)."""

from pathlib import Path

from tests.fakes.planted_repository import PlantedRepository, looked_at, marked, told_words

_FILES = {
    "lib/a.rb": "# TODO old\nputs 1\n# TODO: split this PLANT-INT09\n# TODO(#12): linked\n",
    "a.cs": "class A {\n  // FIXME: wrong PLANT-INT09\n  // TODO https://github.com/a/b/issues/3 later\n}\n",
    "a.php": "<?php\n// HACK until fixed PLANT-INT09\necho 'TODO list';\n/* TODO SHOP-12 x */\n",
    "run.sh": "#!/bin/sh\n# XXX breaks on mac PLANT-INT09\necho hi\n",
    "q.sql": "-- TODO: index PLANT-INT09\nselect 1;\n",
    "main.tf": "# TODO: pin PLANT-INT09\n",
    "Dockerfile": "FROM a\n# TODO: smaller PLANT-INT09\n",
    "a.kt": "// TODO: x PLANT-INT09\nval a = 1\n",
    "a.vue": "<script>\n// TODO: y PLANT-INT09\n</script>\n",
    "k8s.yaml": "a: 1 # TODO: limit PLANT-INT09\n",
    "a.ts": "// todo: lower case PLANT-INT09\nconst todo = 1;\nconst TODO_LIST = [];\n/** @todo later PLANT-INT09 */\n",
    "a.swift": "// FIXME: x PLANT-INT09\n",
    "a.py": "x = 'TODO: not a comment'\ny = 1  # TODO PLANT-INT09\nprint(todo)\n",
    "docs/a.md": "- TODO list of the app\n",
    "a.css": "/* TODO: dark PLANT-INT09 */\n",
    "a.rs": "// TODO(ann): x PLANT-INT09\nlet x = todo!();\n",
    "Makefile": "# TODO: y PLANT-INT09\n",
    "a.lua": "-- TODO: y PLANT-INT09\n",
    "b.scala": "// FIXME: z PLANT-INT09\n",
}


def test_notes_in_any_language_are_found_once_they_are_new_and_name_no_issue(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    begun = made.commit({"lib/a.rb": "# TODO old\nputs 1\n", "a.cs": "class A {}\n"}, "Begin")
    made.commit(_FILES)
    outcome = looked_at(made, "INT09", baseline=begun)
    assert {one.place for one in outcome.findings} == marked(_FILES, "INT09"), told_words(outcome)


_WITHIN = {
    "src/make.py": 'TEMPLATE = """\n# TODO: fill this in\n"""  # FIXME: PLANT-INT09\n'
    "COLOUR = '#123456'  # TODO: PLANT-INT09\n",
    "src/make.ts": "const text = `\n// TODO: implement ${name}\n`;\nconst tick = /[`]/;\n// TODO: PLANT-INT09\n"
    "const url = 'http://proxy.example'; // HACK: PLANT-INT09\nconst more = `\n// TODO ${`a`}\n`; // TODO https://a/1\n",
    "cmd/make.go": "package main\n\nconst text = `\n// TODO: implement\n`\n\n/*\nFIXME: PLANT-INT09\nTODO: see #3\n*/\n"
    "var path = `C:\\`\n\n// TODO: PLANT-INT09\nfunc main() {}\n",
    "src/Make.java": 'class Make {\n  String a = """\n    // TODO: write\n    """;\n  // FIXME: PLANT-INT09\n}\n',
}


def test_a_note_is_none_within_a_text_and_is_one_within_a_comment_of_several_lines(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    begun = made.commit({"README.md": "# Shop\n"}, "Begin")
    made.commit(_WITHIN)
    outcome = looked_at(made, "INT09", baseline=begun)
    assert {one.place for one in outcome.findings} == marked(_WITHIN, "INT09"), told_words(outcome)
