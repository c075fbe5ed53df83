"""Licences that Python projects name by their kind alone. Proves G1.2 and G1.11 (SAG02)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, tells, told_words

_MIT = (
    "MIT License\n\nCopyright (c) 2026 Ann\n\nPermission is hereby granted, free of charge, to any person obtaining\n"
)
_KINDS = "[metadata]\nname = shop\n{named}classifiers =\n    Programming Language :: Python\n    {kind}\n"
_SCRIPT = "from setuptools import setup\nsetup(\n    name='shop',\n    classifiers=[\n        '{kind}',\n    ],\n)\n"
_OF_MIT, _OF_BSD = "License :: OSI Approved :: MIT License", "License :: OSI Approved :: BSD License"


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        ("setup.cfg", _KINDS.format(named="", kind=_OF_BSD), ["setup.cfg:5"]),
        ("setup.cfg", _KINDS.format(named="license_files = LICENSE\n", kind=_OF_BSD), ["setup.cfg:6"]),
        ("setup.cfg", _KINDS.format(named="", kind=_OF_MIT), []),
        ("setup.cfg", _KINDS.format(named="license = MIT\n", kind=_OF_MIT), []),
        ("setup.cfg", _KINDS.format(named="", kind="Topic :: Software Development"), []),
        ("setup.py", _SCRIPT.format(kind=_OF_BSD), ["setup.py:5"]),
        ("setup.py", _SCRIPT.format(kind=_OF_MIT), []),
    ],
)
def test_the_kind_among_the_classifiers_is_that_of_the_file(
    tmp_path: Path, path: str, text: str, wanted: list[str]
) -> None:
    outcome = judged(tmp_path, {"LICENSE": _MIT, path: text}, "SAG02")
    assert tells(outcome, wanted), told_words(outcome)
