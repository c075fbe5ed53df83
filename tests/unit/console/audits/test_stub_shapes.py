"""What is empty by its nature is no stub: fakes, hooks, other systems, examples. Proves G1.2, G1.11 (INT03)."""

from pathlib import Path

from tests.fakes.planted_repository import judged, marked, told_words

_FILES = {
    "shop/plug.py": '''class Plugin:
    """A plugin."""
    def activate(self):
        """Called once when it is switched on."""
    def prepare(self, order):
        pass

class Job:
    def run(self):
        self.prepare()
        self.execute()
    def prepare(self):
        pass
    def execute(self):
        raise NotImplementedError

class MetricsNoop:
    def count(self, name): pass

class DevNull:
    def write(self, text): pass

class NopTracer:
    def span(self, name): pass

class DisabledCache:
    def put(self, k, v): pass

class Sink:
    def write(self, x):
        """Discard x."""

class Order:
    def price(self):  # PLANT-INT03
        pass
''',
    "shop/service.py": """class Orders:
    def place(self, order):
        self.store[order.key] = order

    def refund(self, key):  # PLANT-INT03
        raise NotImplementedError("refunds are not implemented yet")

    def export(self, key):
        raise NotImplementedError


def not_implemented(*_):
    raise NotImplementedError


@app.on_event("startup")
async def begin():
    pass
""",
    "web/never.ts": """export function assertNever(x: never): never {
  throw new Error(`not implemented: ${x}`);
}
function notImplemented() {
  throw new Error("not implemented");
}
""",
    "tests/test_plug.py": """from shop.plug import Plugin
class Mine(Plugin):
    def activate(self): self.on = True
def test_a():
    m = Mine(); m.activate(); assert m.on
""",
    "shop/fallback.py": """import signal
try:
    from memory_profiler import profile
except ImportError:
    def profile(function):
        pass

try:
    import sentry
except ModuleNotFoundError:
    class sentry:
        @staticmethod
        def capture(error):
            pass

def quiet(signum, frame):
    pass
signal.signal(signal.SIGINT, quiet)

def handler(event, context):  # PLANT-INT03
    pass
""",
    "tasks.py": '''from invoke import task
@task
def lint(c):
    c.run("ruff check")
@task(pre=[lint])
def all(c):
    """Run everything."""
''',
    "examples/skeleton.py": """def run(order):
    pass
""",
    "docs/snippets/a.py": """def run(order):
    raise NotImplementedError
""",
    "templates/plugin/plugin.py": """def run(order):
    pass
""",
    "web/ctx.tsx": """import { createContext } from "react";
export const UserContext = createContext<Ctx>({
  user: null,
  setUser: () => {
    throw new Error("not implemented");
  },
});
export const Other = React.createContext({ set: () => { throw new Error("setUser is not implemented"); } });
export class FakeStore implements Store { save() { throw new Error("not implemented"); } }
export function pay() { throw new Error("Not implemented"); } // PLANT-INT03
""",
    "web/mocks/store.ts": """export function load() { throw new Error("not implemented"); }
""",
    "web/__mocks__/store.ts": """export function load() { throw new Error("not implemented"); }
""",
    "web/examples/store.ts": """export function load() { throw new Error("not implemented"); }
""",
    "web/src/button.stories.tsx": """export const A = { click: () => { throw new Error("not implemented"); } };
""",
    "go/a_other.go": """//go:build !linux

package a

import "errors"

func Mount(path string) error {
	return errors.New("not implemented")
}
""",
    "go/a_windows.go": """package a

import "errors"

func Mount2(path string) error {
	return errors.New("not implemented")
}
""",
    "go/fakes.go": """package a

type FakeStore struct{}

func (f *FakeStore) Save() error {
	panic("not implemented")
}

type UnimplementedStore struct{}

func (UnimplementedStore) Save() error {
	return errors.New("not implemented")
}

type NopStore struct{}

func (NopStore) Save() error {
	panic("not implemented")
}

type Store struct{}

func (s *Store) Save() error {
	panic("not implemented") // PLANT-INT03
}

func Sum() (int, error) {
	return 0, errors.New("unimplemented") // PLANT-INT03
}
""",
    "go/mocks/store.go": """package mocks

func Save() error {
	panic("not implemented")
}
""",
    "rs/src/plat.rs": """#[cfg(target_os = "linux")]
pub fn mount() -> u8 { 1 }
#[cfg(not(target_os = "linux"))]
pub fn mount() -> u8 {
    unimplemented!("linux only")
}
#[cfg(test)]
impl Port for Fake {
    fn send(&self) { unimplemented!() }
}
#[cfg(test)]
fn helper() { todo!() }
pub struct MockPort;
impl Port for MockPort {
    fn send(&self) {
        unimplemented!()
    }
}
pub fn pay() -> u8 {
    todo!("pay") // PLANT-INT03
}
""",
    "rs/examples/a.rs": """fn main() {
    todo!()
}
""",
    "j/src/main/java/Port.java": """public interface Port {
    default void send() {
        throw new UnsupportedOperationException("not implemented");
    }
}
""",
    "j/src/main/java/Ops.java": """public enum Ops {
    ADD { int run() { return 1; } };
    int run() {
        throw new UnsupportedOperationException("not implemented");
    }
}
class FakeOps {
    int run() {
        throw new UnsupportedOperationException("not implemented");
    }
}
""",
    "src/later.ts": """export function later(): void {
  // TODO: implement PLANT-INT03
}
export const x = (): number[] => {
  // TODO: implement this PLANT-INT03
  // soon
  return [];
};
export class A {
  ngOnInit(): void {
    // TODO
  }
  save(): void {
    // nothing to do
  }
  load(): string | null {
    // FIXME implement me PLANT-INT03
    return null;
  }
  real(): number {
    // TODO: implement caching
    return this.compute();
  }
}
if (x) {
  // TODO: implement the else
}
""",
    "j/src/main/java/A.java": """public class A implements W {
  public int total() {
    // TODO Auto-generated method stub PLANT-INT03
    return 0;
  }
  @Override
  public void afterTextChanged(Editable s) {
    // TODO Auto-generated method stub
  }
  @Override
  public String name() {
    // TODO Auto-generated method stub PLANT-INT03
    return null;
  }
  void save() {
    /* TODO: implement PLANT-INT03 */
  }
  void ok() { }
}
""",
    "go/later.go": """package a

func Empty(order int) {
	// TODO: implement PLANT-INT03
}

func Save(a int) error {
	// TODO(ann): implement PLANT-INT03
	return nil
}

func Real(a int) error {
	// TODO: implement retries
	return save(a)
}

func (s *S) Close() error { return nil }
""",
    "shop/note.py": """class Notifier:
    def price(self, order):  # PLANT-INT03
        pass
""",
}


def test_what_stands_in_for_something_else_is_no_stub_and_what_only_promises_is_one(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _FILES, "INT03")
    assert {one.place for one in outcome.findings} == marked(_FILES, "INT03")


_PRODUCT = {
    "shop/names.py": """class VoidInvoice:
    def apply(self, order):  # PLANT-INT03
        pass

class Nullify:
    def run(self, order):  # PLANT-INT03
        pass

class KnowledgeBase:
    def ask(self, order):  # PLANT-INT03
        pass

class NullGateway:
    def charge(self, order):
        pass

class ClientBase:
    def charge(self, order):
        pass
""",
    "shop/stories/feed.py": """def newest(order):  # PLANT-INT03
    pass
""",
    "rs/src/lib.rs": """#[cfg(not(test))]
pub fn pay() -> u8 {
    todo!() // PLANT-INT03
}

#[cfg(not(windows))]
pub fn ask() -> u8 {
    todo!()
}

impl VoidTransaction {
    pub fn run(&self) -> u8 {
        unimplemented!() // PLANT-INT03
    }
}
""",
}


def test_a_name_or_a_place_of_the_product_is_none_of_a_stand_in(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _PRODUCT, "INT03")
    assert {one.place for one in outcome.findings} == marked(_PRODUCT, "INT03")


_FILLED = """export class Service {
  async pay(order: Order): Promise<void> {
    throw new Error(`${this.name}: not implemented`) // PLANT-INT03
  }
  get(kind: string): Order {
    if (kind === 'a') return this.a
    throw new Error(`${kind}: not implemented`)
  }
  check(): void {
    throw new Error('the order: it was implemented')
  }
}
"""


def test_a_stub_may_say_its_name_in_a_text_that_is_filled_in(tmp_path: Path) -> None:
    files = {"src/service.ts": _FILLED}
    outcome = judged(tmp_path, files, "INT03")
    assert {one.place for one in outcome.findings} == marked(files, "INT03"), told_words(outcome)
