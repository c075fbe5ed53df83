"""Links of pages and documentation of public code in many shapes, and what only looks wrong. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import PlantedRepository, looked_at, marked


def _told(made: PlantedRepository, rule: str, files: dict[str, str], baseline: str = "") -> tuple[set[str], set[str]]:
    made.commit(files)
    outcome = looked_at(made, rule, baseline=baseline)
    assert outcome.state == "measured", outcome.note
    found = {one.place for one in outcome.findings}
    return found, marked(files, rule)


@pytest.fixture
def made(tmp_path: Path) -> PlantedRepository:
    return PlantedRepository(tmp_path / "shop")


_LINKED = {
    "README.md": """# Shop & Co.

[gone](gone.md) PLANT-SAG09
![gone](docs/img/gone.png "A title") PLANT-SAG09
[not here](docs/guide.md#nothing) PLANT-SAG09
[no anchor](#nothing) PLANT-SAG09
<a href="docs/gone.html">there</a> PLANT-SAG09
<img src="docs/gone.svg" width="10"> PLANT-SAG09
[angles](<docs/gone page.md>) PLANT-SAG09
[spaces](docs/gone%20page.md) PLANT-SAG09
[from the root](/docs/gone.md) PLANT-SAG09
[other case](docs/GUIDE.md) PLANT-SAG09
[by name][name]
[folder](docs/gone/) PLANT-SAG09
[![badge](docs/badge.svg)](gone-too.md) PLANT-SAG09

[name]: docs/gone-name.md PLANT-SAG09

[Guide](docs/guide.md), [part](docs/guide.md#set-up), [folder](docs/), [me](#shop--co), [top](#),
[title](docs/guide.md "The guide"), [spaces](docs/my%20page.md), [angles](<docs/my page.md>),
[raw](docs/guide.md?raw=true),
[second](docs/guide.md#set-up-1), [code](docs/guide.md#run-made), [named](docs/guide.md#by-hand),
[own](docs/guide.md#own),
[line](src/a.py#L1-L2), [user](docs/guide.md#user-content-set-up), [rocket](docs/guide.md#-fly),
[Japanese](docs/guide.md#使い方), [issues](../../issues), [releases](../../releases/latest), [ours](../../wiki/Home),
[web](https://example.com/gone.md), [mail](mailto:ann@shop.example), [tel](tel:+4912), [proto](//cdn.example/x.js),
[data](data:text/plain,x), [ssh](ssh://git@x/y), [page](http://localhost:8080/x), [parens](docs/page_(old).md),
[link in heading](docs/guide.md#see-the-page), [under](docs/guide.md#snake_case-name), [dots](docs/guide.md#v120)

`[code](nothing.md)` and ``[more `code`](nothing.md)`` \\[not a link](nothing.md)

    [indented](nothing.md)

<!-- [comment](nothing.md)
<a href="nothing.html">x</a> -->

```md
[fence](nothing.md)
```

~~~
[fence](nothing.md)
~~~

Footnote[^1]. A list [x](y) is not `a[0](b)`. PLANT-SAG09
- [ ] task
[^1]: Not a link: nothing.md
Template [x]({{ site.url }}/nothing.md), [y](${BASE}/nothing.md), [z](<%= url %>).
""",
    "docs/guide.md": """---
title: Guide
see: [x](nothing.md)
---
# Guide

## Set up
## Set up
## Run `made`
## 🚀 Fly
## 使い方
## See [the page](my%20page.md)
## snake_case name
## v1.2.0
<a name="by-hand"></a>
## Something else {#own}

[out](../../beside/page.md) PLANT-SAG09, [theirs](../../../blob/main/page.md)
[up](../README.md), [beside](my%20page.md), [gone](../gone.md) PLANT-SAG09
[same](./guide.md#set-up), [wrong](./guide.md#setting-up) PLANT-SAG09
""",
    "docs/my page.md": "# My page\n",
    "docs/page_(old).md": "# Old\n",
    "docs/badge.svg": "<svg/>\n",
    "docs/index.rst": """Shop
====

.. image:: img/gone.png PLANT-SAG09
.. include:: gone.rst PLANT-SAG09
.. figure:: badge.svg
.. image:: https://img.example/x.png

`The page <gone.rst>`_ PLANT-SAG09
`The guide <guide.md>`_ and `web <https://example.com>`_ and ``literal <gone.rst>``

::

    .. image:: nothing.png
""",
    "docs/book.adoc": """= Shop

link:gone.adoc[gone] PLANT-SAG09
image::gone.png[] PLANT-SAG09
xref:guide.md[guide] link:https://example.com[web] image::badge.svg[]
""",
    "src/a.py": "a = 1\n",
    "vendor/lib/README.md": "[gone](gone.md)\n",
    "node_modules/lib/README.md": "[gone](gone.md)\n",
    "tests/fixtures/page.md": "[gone](gone.md)\n",
}


def test_links_that_lead_nowhere(made: PlantedRepository) -> None:
    found, wanted = _told(made, "SAG09", _LINKED)
    assert found == wanted, (sorted(found - wanted), sorted(wanted - found))


def test_links_of_a_site_whose_pages_have_addresses(made: PlantedRepository) -> None:
    files = {
        "mkdocs.yml": "site_name: Shop\n",
        "docs/index.md": "# Shop\n\n[a](guide/), [b](guide.md), [c](/guide/), [d](gone.md) PLANT-SAG09\n",
        "docs/guide.md": "# Guide\n",
        "website/docusaurus.config.js": "module.exports = {};\n",
        "website/docs/intro.md": "# Intro\n\n[next](./next), [page](/docs/next), [part](next#why), [home](/)\n",
        "website/docs/next.md": "# Next\n\n## Why\n",
        "api/conf.py": "extensions = []\n",
        "api/index.rst": "`built <guide.html>`_\n",
        "api/guide.rst": "Guide\n=====\n",
    }
    found, wanted = _told(made, "SAG09", files)
    assert found == wanted, (sorted(found - wanted), sorted(wanted - found))


_SPOKEN = {
    "src/shop/api.py": '''"""What the shop offers."""

from typing import overload, override, Protocol


def bare(a):  # PLANT-SAG08
    # a comment is no docstring
    return a


async def later():  # PLANT-SAG08
    return 1


class Cart:  # PLANT-SAG08
    """""" if False else None

    size = 1

    @property
    def total(self):  # PLANT-SAG08
        return 1

    @total.setter
    def total(self, value):
        self.size = value

    @staticmethod
    def make():  # PLANT-SAG08
        return Cart()

    def _own(self):
        return 1

    def __len__(self):
        return 1

    def __init__(self, size):
        self.size = size


class Said:
    r"""Raw."""

    def one(self):
        'Short.'
        def inner():
            return 1
        return inner

    class Inner:
        """Said."""

    @override
    def two(self):
        return 2


class _Own:
    def seen(self):
        return 1


@overload
def typed(a: int) -> int: ...
@overload
def typed(a: str) -> str: ...
def typed(a):
    """Typed."""
    return a


def outer():
    """Outer."""
    def helper():
        return 1
    class Local:
        def x(self):
            return 1
    return helper, Local
''',
    "src/shop/_private.py": '"""Own."""\n\n\ndef looks_public():\n    return 1\n',
    "src/shop/orders_pb2.py": "# Generated by the protocol buffer compiler.  DO NOT EDIT!\ndef x():\n    return 1\n",
    "src/shop/api.pyi": "def bare(a: int) -> int: ...\n",
    "tests/test_api.py": "def test_a():\n    assert 1\n\n\ndef make_shop():\n    return 1\n",
    "conftest.py": "def pytest_configure(config):\n    config.x = 1\n",
    "setup.py": "def read(path):\n    return open(path).read()\n",
    "migrations/versions/0001_a.py": "def upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n",
    "vendor/lib/a.py": "def x():\n    return 1\n",
    "pkg/shop/shop.go": """// Package shop sells.
package shop

func Bare() int { return 1 } // PLANT-SAG08

type Cart struct{} // PLANT-SAG08

func (c *Cart) Total() int { return 1 } // PLANT-SAG08

type own struct{}

func (o own) Seen() int { return 1 }

// Said says.
func Said() {}

/* Block says. */
func Block() {}

// Kinds of carts.
type (
	Small struct{}
)

//go:noinline
func Marked() {} // PLANT-SAG08

// Deprecated: use Said.
func Old() {}

func main() {}
""",
    "pkg/shop/shop_test.go": "package shop\n\nfunc TestCart(t *testing.T) {}\n\nfunc Helper() {}\n",
    "pkg/shop/mock.go": "// Code generated by mockgen. DO NOT EDIT.\npackage shop\n\nfunc Mocked() {}\n",
    "web/src/cart.ts": """import { x } from "./x";

export function bare(): number { return 1; } // PLANT-SAG08

export class Cart { // PLANT-SAG08
  total(): number { return 1; } // PLANT-SAG08
  private own(): number { return 1; }
  #hidden(): number { return 1; }
  constructor(public size: number) {}
}

export const arrow = (a: number) => a; // PLANT-SAG08

export default function started() {} // PLANT-SAG08

/** Says. */
export function said(): void {}

/**
 * Says more.
 */
@Injectable()
export class Told {
  /** Says. */
  say(): void {}
}

function own() {}

export { own as shown } from "./own";
export * from "./all";
""",
    "web/src/cart.test.ts": "export function made() {}\n",
    "web/src/types.d.ts": "export function typed(): void;\n",
    "web/dist/bundle.js": "export function built() {}\n",
    "java/src/main/java/shop/Cart.java": """package shop;

public class Cart { // PLANT-SAG08
  public int total() { // PLANT-SAG08
    return 1;
  }

  public int sum() { return 1; /* PLANT-SAG08 */ }

  public final int most = sum();

  @Override
  public String toString() {
    return "";
  }

  int own() {
    return 1;
  }

  private int hidden() {
    return 1;
  }

  /** Says. */
  @Deprecated
  public int said() {
    return 1;
  }
}
""",
    "java/src/test/java/shop/CartTest.java": "public class CartTest {\n  public void adds() {}\n}\n",
    "rust/src/near.rs": "//! What it offers.\npub fn near() -> u8 { 1 } // PLANT-SAG08\n",
    "rust/src/lib.rs": """//! What it offers.

pub fn bare() -> u8 { 1 } // PLANT-SAG08

pub struct Cart; // PLANT-SAG08

impl Cart {
    pub fn total(&self) -> u8 { 1 } // PLANT-SAG08
    fn own(&self) -> u8 { 1 }
}

/// Says.
#[derive(Debug)]
pub struct Said;

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { Ok(()) }
}

pub(crate) fn inside() {}

#[doc = "Says."]
pub fn marked() {}

#[doc(hidden)]
pub fn hidden() {}

#[cfg(test)]
mod tests {
    pub fn made() {}
}
""",
}


def test_public_code_that_nobody_explained(made: PlantedRepository) -> None:
    found, wanted = _told(made, "SAG08", _SPOKEN)
    assert found == wanted, (sorted(found - wanted), sorted(wanted - found))


def test_what_was_silent_before_is_no_news(made: PlantedRepository) -> None:
    before = made.commit({"src/a.py": '"""A."""\n\n\ndef old():\n    return 1\n'})
    files = {
        "src/a.py": '"""A."""\n\n\ndef added():  # PLANT-SAG08\n    return 2\n\n\ndef old():\n    return 1\n',
        "src/b.go": "package b\n\nfunc Added() {} // PLANT-SAG08\n",
    }
    made.commit(files)
    outcome = looked_at(made, "SAG08", baseline=before)
    assert {one.place for one in outcome.findings if one.baseline != "unchanged"} == marked(files, "SAG08")


def test_pages_without_links_and_code_without_public_names_are_not_accused(made: PlantedRepository) -> None:
    made.commit({"src/a.py": "_x = 1\n", "README.md": "# Shop\n\nNo links.\n"})
    assert looked_at(made, "SAG08").findings == ()
    assert looked_at(made, "SAG09").findings == ()
