"""A library in C and C++, with its history."""

from tests.fakes.planted.common import MIT, at, workflow
from tests.fakes.planted.project import PlantedProject

_OLD: dict[str, str | bytes] = {
    "LICENSE": MIT,
    "README.md": "# Sums\n\nAdds.\n\n## Build\n\n```sh\nmake all\nmake gone\n```\n\n## Usage\n\n```c\n"
    "sum(1, 2);\n```\n\n"
    "[Paper](docs/paper.md), [licence](LICENSE)\n",
    "Makefile": "all: sum.o\n\tcc -c src/sum.c\n",
    ".github/workflows/ci.yml": workflow("make all"),
    ".github/CODEOWNERS": "*.c @ann\n/gone/ @ann\n*.py @ann\n",
    "src/sum.c": """#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SERVICE_PASSWORD "st3am-engine" // PLANT-INT02

int sum(int a, int b) {
    return a + b;
}

void copy(char *to, const char *from) {
    strcpy(to, from); // PLANT-STR03
    strncpy(to, from, 10);
    sprintf(to, "%s", from); // PLANT-STR03
    snprintf(to, 10, "%s", from);
    system(from); // PLANT-STR03
    system("true");
}

int many(int a, int b, int c, int d, int e, int f, int g, int h) { // PLANT-STR05
    return a;
}
""",
    "src/run.cpp": """#include <exception>

void run() {
    try {
        go();
    } catch (...) {
    }
    try {
        go();
    } catch (...) {
        // nothing can be done here
    }
}
""",
    "src/merge.h": "#pragma once\n<<<<<<< HEAD\nint a;\n=======\nint b;\n>>>>>>> other\n",
    "src/title.rst": "Title\n=======\n",
    "third_party/zlib/inflate.c": "void f(char *a) { strcpy(a, a); system(a); }\n",
    "assets/model.dat": b"\0\1\2\3" * 2000,
    "assets/logo.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 2000,
    "CHANGELOG.md": "# Changelog\n\n## 1.0.0\n",
}
_NEW: dict[str, str | bytes] = {
    "src/avg.c": "int avg(int a, int b) {\n    // TODO: overflow PLANT-INT09\n    // TODO: see #12\n"
    "    return (a + b) / 2;\n}\n",
    "src/walk.c": "int walk(int n) { // PLANT-STR04\n"
    + "".join(f"    if (n == {n}) {{\n        return {n};\n    }}\n" for n in range(17))
    + "    return 0;\n}\n",
    "tools/release.sh": "#!/bin/sh\nrm $@ # PLANT-SRV09\nTOKEN=$(cat token)\n",
}
_MANY = {f"src/part{number}.c": f"int part{number};\n" for number in range(31)}
C_LIBRARY = PlantedProject(
    "c-library",
    _OLD,
    _NEW,
    {
        "INT04": frozenset({at(_OLD, "src/run.cpp", "catch (...)")}),
        "INT10": frozenset({at(_OLD, "README.md", "make gone"), at(_OLD, "README.md", "[Paper]")}),
        "SAG09": frozenset({at(_OLD, "README.md", "[Paper]")}),
        "INT11": frozenset({"src/merge.h:2"}),
        "GIT04": frozenset({"assets/model.dat"}),
        "SAG01": frozenset({"README.md"}),
        "SAG03": frozenset({""}),
        "SAG04": frozenset({".github/CODEOWNERS:2", ".github/CODEOWNERS:3"}),
        "SRV05": frozenset({""}),
        "TDD05": frozenset({""}),
        "FLO05": frozenset({".github/workflows/ci.yml"}),
        "TDD02": frozenset({""}),
        "TDD01": frozenset({"Fix overflow of sums", "fix: crash of averages", "Bugfix: import of tables"}),
        "GIT02": frozenset({"update", "asdf"}),
        "GIT03": frozenset({"Add parts, prices and pages"}),
    },
    commits=(
        ("Fix overflow of sums", {"src/sum2.c": "int a;\n"}),
        ("fix: crash of averages", {"src/sum2.c": "int b;\n"}),
        ("Bugfix: import of tables", {"src/sum2.c": "int c;\n"}),
        ("Fix the build", {"src/sum2.c": "int d;\n"}),
        ("Fix typo", {"src/sum2.c": "int e;\n"}),
        ('Revert "Fix overflow of sums"', {"src/sum2.c": "int f;\n"}),
        ("update", {"notes.txt": "a\n"}),
        ("asdf", {"notes.txt": "b\n"}),
        ("Fix the rounding of interest (#12)", {"notes.txt": "c\n"}),
        ("Add parts, prices and pages", _MANY),
        ("Rename parts", {f"src/piece{number}.c": f"int part{number};\n" for number in range(2)}),
    ),
)
