"""Threads that are at once the first to decode a type do not crash the program. Proves issue 8 "Endurance"."""

import subprocess
import sys

CROWD = """
import sys, threading
import msgspec
from console.kernel.prepared import prepared
sys.setswitchinterval(1e-6)
SOURCE = '''from __future__ import annotations
import msgspec
class Leaf(msgspec.Struct):
    x: int | None = None
    y: list[str] | None = None
class Branch(msgspec.Struct):
    a: list[Leaf] = []
    b: dict[str, Leaf] = {}
class Tree(msgspec.Struct):
    name: str = ""
    branches: list[Branch] = []
    first: Branch | None = None
'''
FORM = {"name": "t", "branches": [{"a": [{"x": 1}]}], "first": {"b": {"k": {"y": ["s"]}}}}
read = []
for number in range(300):
    module = type(sys)(f"made{number}")
    sys.modules[module.__name__] = module
    exec(compile(SOURCE, module.__name__, "exec"), module.__dict__)
    all_there = threading.Barrier(4)
    def go(tree=module.Tree):
        all_there.wait()
        read.append(msgspec.convert(FORM, prepared(tree)).first.b["k"].y)
    threads = [threading.Thread(target=go) for _ in range(4)]
    for one in threads: one.start()
    for one in threads: one.join()
print(read.count(["s"]))
"""
"""Without ``prepared`` this died in each of four tries, with 1,500 types in place of 300."""


def test_threads_that_come_first_together_read_a_type_of_nested_ones() -> None:
    ended = subprocess.run([sys.executable, "-c", CROWD], capture_output=True, text=True, timeout=120, check=False)
    assert (ended.returncode, ended.stdout.strip()) == (0, "1200"), ended.stderr[-2000:]
