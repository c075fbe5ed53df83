"""Assertions that prove nothing, claims of READMEs and built files, in many shapes. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import PlantedRepository, looked_at, marked, tells, told_words

_TRUE = {
    "tests/test_a.py": """import unittest


def test_true():
    assert True  # PLANT-INT06


def test_numbers():
    assert 1 == 1  # PLANT-INT06


def test_text():
    assert "cart is fine"  # PLANT-INT06


def test_tuple():
    assert (total == 3, "wrong")  # PLANT-INT06


def test_itself():
    total = price()
    assert total == total  # PLANT-INT06


def test_or():
    assert total() or True  # PLANT-INT06


def test_not():
    assert not False  # PLANT-INT06


def test_is():
    assert None is None  # PLANT-INT06


class TestCart(unittest.TestCase):
    def test_a(self):
        self.assertTrue(True)  # PLANT-INT06
        self.assertEqual(1, 1)  # PLANT-INT06
        self.assertFalse(False)  # PLANT-INT06
        self.assertIsNone(None)  # PLANT-INT06

    def test_b(self):
        self.assertEqual(self.cart, self.cart)  # PLANT-INT06
        self.assertTrue(1 == 1)  # PLANT-INT06
""",
    "tests/test_b.py": '''import math


def test_ok(left, right):
    assert left == right
    assert make() == make()
    assert hash(key()) == hash(key())
    assert left != right, "assert True"
    assert next(left) == next(left)
    assert left is not None
    assert 1 < left
    assert left[0] == left[1]
    assert not left
    assert True is left
    assert left == True
    nan = float("nan")
    assert nan != nan
    # assert True
    text = """
    assert 1 == 1
    """
    assert math.isclose(0.1 + 0.2, 0.3)
    assert {1, 1} == {1}
    assert Cart.A == Cart.B


def test_never():
    try:
        sell()
    except ValueError:
        return
    assert False, "must refuse"
''',
    "web/a.test.ts": """test('a', () => {
  expect(true).toBe(true); // PLANT-INT06
  expect(1).toBe(1); // PLANT-INT06
  expect(total).toEqual(total); // PLANT-INT06
  expect('a').toStrictEqual('a'); // PLANT-INT06
  expect(true).toBeTruthy(); // PLANT-INT06
  expect(false).toBeFalsy(); // PLANT-INT06
  expect(1 + 1).toBe(2); // PLANT-INT06
  expect(total).toBe(other);
  expect(make()).toEqual(make());
  expect(true).toBe(isOpen);
  expect(isOpen).toBe(true);
  expect(true).toBe(false);
  expect.assertions(1);
  // expect(true).toBe(true);
  const text = "expect(true).toBe(true)";
  expect(text).toContain('expect(1).toBe(1)');
});
""",
    "web/b.spec.js": """const assert = require('assert');
describe('b', () => {
  it('c', () => {
    assert(true); // PLANT-INT06
    assert.ok(true); // PLANT-INT06
    assert.equal(1, 1); // PLANT-INT06
    assert.strictEqual(total, total); // PLANT-INT06
    expect(true).to.be.true; // PLANT-INT06
    expect(1).to.equal(1); // PLANT-INT06
    assert.deepEqual(make(), make());
    assert.ok(total);
    assert.equal(total, 1);
    expect(total).to.be.true;
    assert.fail();
  });
});
""",
    "cart/cart_test.go": """package cart

func TestA(t *testing.T) {
	assert.True(t, true) // PLANT-INT06
	assert.Equal(t, 1, 1) // PLANT-INT06
	require.True(t, true) // PLANT-INT06
	assert.Equal(t, total, total) // PLANT-INT06
	require.Nil(t, nil) // PLANT-INT06
	assert.Equal(t, total, 1)
	assert.True(t, open)
	assert.Equal(t, make1(), make1())
	if got != want {
		t.Errorf("assert.True(t, true)")
	}
}
""",
    "java/src/test/java/CartTest.java": """class CartTest {
  @Test void a() {
    assertTrue(true); // PLANT-INT06
    assertEquals(1, 1); // PLANT-INT06
    Assertions.assertFalse(false); // PLANT-INT06
    assertSame(cart, cart); // PLANT-INT06
    assertThat(true).isTrue(); // PLANT-INT06
    assertThat(1).isEqualTo(1); // PLANT-INT06
    assertNull(null); // PLANT-INT06
    assertEquals(1, cart.size());
    assertTrue(cart.isOpen());
    assertEquals(cart.next(), cart.next());
    assertThat(open).isTrue();
    String s = "assertTrue(true)";
  }
}
""",
    "rust/src/lib.rs": """pub fn a() -> u8 { 1 }

#[cfg(test)]
mod tests {
    #[test]
    fn a() {
        assert!(true); // PLANT-INT06
        assert_eq!(1, 1); // PLANT-INT06
        assert_eq!(total, total); // PLANT-INT06
        assert!(1 == 1); // PLANT-INT06
        assert_eq!(super::a(), 1);
        assert_eq!(make(), make());
        assert!(matches!(x, Some(true)));
        assert!(open);
        // assert!(true);
        println!("assert!(true)");
    }
}
""",
    "src/shop/a.py": '"""Not a test."""\n\n\ndef total(a):\n    """Say ``assert True``."""\n    assert a\n'
    "    return a\n",
    "tests/test_c.py": '''def test_equal_carts(cart):
    """A cart is like itself: __eq__ is what is tested."""
    assert cart == cart.copy()
    assert cart.total == cart.total_again
    assert cart.a() == cart.a()
''',
}


def test_assertions_that_are_always_true(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit(_TRUE)
    found, wanted = {one.place for one in looked_at(made, "INT06").findings}, marked(_TRUE, "INT06")
    assert found == wanted, (sorted(found - wanted), sorted(wanted - found))


_XML = '<?xml version="1.0"?>\n<coverage line-rate="{0}" branch-rate="0.5" version="7" timestamp="1"></coverage>\n'
_PROJECT = {
    "pyproject.toml": '[project]\nname = "shop"\n[project.scripts]\nshop = "shop.cli:main"\n'
    '[tool.poetry.scripts]\nshop-serve = "shop.web:main"\n',
    "src/shop/__init__.py": "from shop.cart import Cart\n\n__version__ = '1'\n",
    "src/shop/cart.py": "class Cart:\n    pass\n",
    "src/shop/cli.py": "def main():\n    pass\n",
    "src/shop/__main__.py": "x = 1\n",
    "package.json": '{"name": "shop", "repository": "github:a/shop", "scripts": {"build": "tsc", '
    '"test": "jest", "lint:fix": "eslint --fix"}, '
    '"bin": {"shop-js": "cli.js"}, "workspaces": ["packages/*"]}',
    "packages/a/package.json": '{"name": "a", "scripts": {"dev": "vite"}}',
    "Makefile": "include more.mk\n.PHONY: all\nall: build\nbuild test:\n\tgcc\n%.out: %.in\n\tcp\nout/x: y\n\tcp\n",
    "more.mk": "deploy:\n\tkubectl\n",
    "docs/Makefile": "html:\n\tsphinx-build\n",
    "scripts/run.sh": "#!/bin/sh\n",
    "tools/seed.py": "x = 1\n",
    "requirements/dev.txt": "pytest\n",
    "deploy/compose.yml": "services: {}\n",
    "cmd/shop/main.go": "package main\n",
    "tox.ini": "[tox]\nenvlist = py311\n[testenv]\n[testenv:lint]\n",
    "justfile": "build:\n  gcc\n",
    ".env.example": "A=1\n",
    ".github/workflows/ci.yml": "on: [push]\njobs: {}\n",
    "src/config/app.yaml": "a: 1\n",
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("![ci](https://github.com/a/shop/actions/workflows/gone.yml/badge.svg)", ["README.md:3"]),
        ("[![ci](https://img.shields.io/github/actions/workflow/status/a/shop/gone.yml)](#shop)", ["README.md:3"]),
        ("```sh\nnpm run gone\n```", ["README.md:4"]),
        ("```sh\nyarn gone:all\n```", ["README.md:4"]),
        ("```bash\n$ make gone\n```", ["README.md:4"]),
        ("```\npython tools/gone.py\n```", ["README.md:4"]),
        ("```sh\n./scripts/gone.sh --all\n```", ["README.md:4"]),
        ("Run `make gone` first.", ["README.md:3"]),
        ("```sh\npip install -r requirements/gone.txt\n```", ["README.md:4"]),
        ("```sh\ndocker compose -f deploy/gone.yml up\n```", ["README.md:4"]),
        ("```sh\ngo run ./cmd/gone\n```", ["README.md:4"]),
        ("```python\nfrom shop import Gone\n```", ["README.md:4"]),
        ("```python\nfrom shop.gone import Cart\n```", ["README.md:4"]),
        ("```python\nfrom shop import (\n    Cart,\n    Gone,\n)\n```", ["README.md:4"]),
        ("```console\n$ cd packages/a && npm run dev\n$ npm run gone\n```", ["README.md:5"]),
        ("    $ make gone", ["README.md:3"]),
        ("```sh\npython -m shop.gone\n```", ["README.md:4"]),
        ("```sh\ntox -e gone\n```", ["README.md:4"]),
        ("```sh\npoetry run shop-gone\n```", ["README.md:4"]),
        ("Settings are in `src/config/gone.yaml`.", ["README.md:3"]),
        ("It has 100 % coverage.", ["README.md:3"]),
        ("![cov](https://img.shields.io/badge/coverage-100%25-green)", ["README.md:3"]),
        ("Test coverage: 95%", ["README.md:3"]),
        ("![ci](https://github.com/a/shop/actions/workflows/ci.yml/badge.svg)", []),
        ("![theirs](https://github.com/other/thing/actions/workflows/gone.yml/badge.svg)", []),
        ("```sh\nnpm install && npm ci\nnpm test\nnpm run build\nnpm run lint:fix\nnpx create-x\nyarn add x\n```", []),
        ("```sh\ncd packages/a\nnpm run dev\n```", []),
        ("```sh\nnpm run dev --workspace packages/a\npnpm --filter a dev\nyarn workspace a dev\n```", []),
        ("```sh\nmake\nmake build\nmake deploy\nmake x.out\nmake -C docs html\nmake -j4 test\n```", []),
        ("```sh\ncp .env.example .env\nvi .env\nsource .venv/bin/activate\npython -m venv .venv\n```", []),
        ("```sh\npython -m shop\nshop --help\npoetry run shop-serve\nuv run pytest\npoetry run pytest\n```", []),
        ("```python\nfrom shop import Cart, cart\nimport numpy as np\nfrom flask import Flask\n```", []),
        ("```sh\npython my_app.py\npython path/to/file.py\n./your-script.sh\nvi <file>\n```", []),
        ("Built into `dist/` and `build/shop.js`; reports are in `coverage.xml` and `htmlcov/index.html`.", []),
        ("Put your settings into `~/.config/shop.toml` or `/etc/shop/app.conf`, see `https://x.example/a.md`.", []),
        ("```sh\ngo run ./cmd/shop\ngo build ./...\ntox -e lint\njust build\ncargo test\n```", []),
        ("```sh\ngit clone https://x.example/shop.git\ncd shop\n./scripts/run.sh\n```", []),
        ("We make sure that coverage of 100 % is a goal, not a claim of today: we want 100% coverage.", []),
        ("We have more than 60 % coverage.", []),
        ("<!-- run `make gone` -->", []),
        ("```sh\ntouch notes.txt\npython notes.txt\n```", []),
        ("```js\nimport { x } from 'shop';\nconst y = require('express');\n```", []),
        ("Make sure that npm run is installed. You can make anything.", []),
    ],
)  # fmt: skip
def test_claims_of_a_readme(tmp_path: Path, text: str, wanted: list[str]) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({**_PROJECT, "coverage.xml": _XML.format("0.73"), "README.md": f"# Shop\n\n{text}\n"})
    outcome = looked_at(made, "INT10")
    assert tells(outcome, wanted), told_words(outcome)


_ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 200
_BUILT: dict[str, str | bytes] = {
    "bin/tool": _ELF,
    "src/native/lib.so": _ELF,
    "src/native/renamed.txt": _ELF,
    "tools/setup.exe": b"MZ\x90\0" + b"\0" * 60 + b"PE\0\0" + b"\0" * 90,
    "lib/native.dll": b"MZ\x90\0" + b"\0" * 60 + b"PE\0\0" + b"\0" * 90,
    "mac/tool": b"\xcf\xfa\xed\xfe\x07\0\0\x01" + b"\0" * 90,
    "src/Main.class": b"\xca\xfe\xba\xbe\0\0\0\x34" + b"\0" * 90,
    "libs/shop.jar": b"PK\x03\x04\x14\0" + b"META-INF/MANIFEST.MF" + b"\0" * 90,
    "dist/shop-1.0-py3-none-any.whl": b"PK\x03\x04\x14\0" + b"\0" * 90,
    "src/shop/a.pyc": b"\xa7\r\r\n\0\0\0\0" + b"\0" * 90,
    "app/release.apk": b"PK\x03\x04\x14\0" + b"AndroidManifest.xml" + b"\0" * 90,
    "lib/a.a": b"!<arch>\nx.o/            " + b"\0" * 90,
    "web/engine.wasm": b"\0asm\x01\0\0\0" + b"\0" * 90,
    "pkg/shop.deb": b"!<arch>\ndebian-binary   " + b"\0" * 90,
}
_DATA: dict[str, str | bytes] = {
    "logo.png": b"\x89PNG\r\n\x1a\n\0\0" + b"\0" * 90,
    "docs/guide.pdf": b"%PDF-1.7\n\0\0" + b"\0" * 90,
    "fonts/a.woff2": b"wOF2\0\1\0\0" + b"\0" * 90,
    "favicon.ico": b"\0\0\1\0\1\0" + b"\0" * 90,
    "media/x.mp3": b"ID3\x04\0\0" + b"\0" * 90,
    "src/notes.exe": "MZ is how DOS programs begin, says this text.\n",
    "src/a.so": "just text\n",
    "src/button.class": ".a { color: red }\n",
    "src/words.bin": "価格".encode("utf-16"),
    "tests/fixtures/tool": _ELF,
    "pkg/testdata/a.out": _ELF,
    "gradle/wrapper/gradle-wrapper.jar": b"PK\x03\x04\x14\0" + b"\0" * 90,
    ".gitattributes": "*.dll filter=lfs diff=lfs merge=lfs -text\n",
    "lfs/x.dll": "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 9\n",
    "src/a.wat": "(module)\n",
    "src/elf.py": "MAGIC = b'\\x7fELF'\n",
    "empty.so": "",
}  # fmt: skip


def test_programs_that_were_built(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({**_BUILT, **_DATA, "src/a.py": "a = 1\n"})
    found = {one.place for one in looked_at(made, "INT12").findings}
    assert found == set(_BUILT), (sorted(found - set(_BUILT)), sorted(set(_BUILT) - found))
