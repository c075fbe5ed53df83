"""A front end in TypeScript."""

from tests.fakes.planted.common import at, readme, well_kept
from tests.fakes.planted.project import PlantedProject

_OLD: dict[str, str | bytes] = {
    **well_kept("npm", "npm ci && npm test"),
    "README.md": readme("Front", "npm install", "npm run start\nnpm run deploy", "npm test").replace(
        "npm run deploy", "npm run deploy PLANT-INT10"
    ),
    "package.json": '{"name": "front", "license": "Apache-2.0", "scripts": {"start": "vite", "test": "vitest"}}\n',
    "src/cart.ts": """/** The price of a cart. */
export function total(prices: number[]): number {
  return prices.reduce((sum, one) => sum + one, 0);
}

/** Sends a cart. */
export async function send(url: string): Promise<void> {
  try {
    await fetch(url);
  } catch (error) {}
  try {
    await fetch(url);
  } catch (error) {
    console.error(error);
  }
  fetch(url).catch(() => {}); /* later */
}

/** Ships a cart. */
export function ship(): void {
  throw new Error("Method not implemented."); // PLANT-INT03
}

/** What renders. */
export abstract class View {
  /** Renders. */
  abstract render(): string;
  /** Is for others to fill. */
  title(): string {
    throw new Error("not implemented");
  }
}
""",
    "src/page.tsx": """/** A page. */
export function Page({ html, name }: { html: string; name: string }) {
  document.title = name;
  return <div dangerouslySetInnerHTML={{ __html: html }} />; // PLANT-STR03
}
/** A safe page. */
export function Safe({ text }: { text: string }) {
  return <p>{text} isn't "quoted" &amp; {"{"} fine</p>;
}
""",
    "src/login.ts": """export const config = {
  apiKey: process.env.API_KEY,
  clientSecret: "b7c1-44de-9a0f-zz", // PLANT-INT02
  labels: { password: "Password", hint: "your password" },
};
""",
    "src/query.js": """/** Finds. */
export function find(db, name) {
  return db.query(`SELECT * FROM users WHERE name = '${name}'`); // PLANT-STR03
}
/** Finds safely. */
export function findSafely(db, sql, name) {
  return [db.query("SELECT * FROM users WHERE name = ?", [name]), sql`SELECT * FROM users WHERE name = ${name}`];
}
""",
    "src/cart.test.ts": """import { total, send } from "./cart";

describe("cart", () => {
  it("should add prices", () => {
    expect(total([1, 2])).toBe(3);
  });
  it("should send", async () => { // PLANT-INT05
    await send("https://shop.example");
  });
  it("is always true", () => {
    expect(true).toBe(true); // PLANT-INT06
  });
  it.only("alone", () => { // PLANT-INT08
    expect(total([])).toBe(0);
  });
  it.skip("off until #12 is done", () => {
    expect(total([])).toBe(0);
  });
  xit("off", () => {
    expect(total([])).toBe(0);
  });
  it("waits", async () => {
    await new Promise((resolve) => setTimeout(resolve, 400)); // PLANT-TDD09
    expect(total([])).toBe(0);
  });
  it("uses a helper", () => {
    expectTotal([1], 1);
  });
});

function expectTotal(prices: number[], wanted: number) {
  expect(total(prices)).toBe(wanted);
}
""",
    "src/query.test.js": """import { find, findSafely } from "./query";
vi.mock("./query", () => ({ find: vi.fn(), findSafely: vi.fn() })); // PLANT-INT07
vi.mock("./database");
test("finds", () => {
  expect(find({}, "x")).toBeUndefined();
});
""",
    "node_modules/left/index.js": "eval(x)\n",
    "src/api.generated.ts": "export function all() {\n  throw new Error('not implemented');\n}\n",
    "public/bundle.min.js": "eval(a);try{b()}catch(e){}\n",
    "docs/flow.md": "# Flow\n\nSee [the cart](../src/cart.ts), [gone](basket.md). PLANT-SAG09\n",
}
_NEW: dict[str, str | bytes] = {
    "src/partner.ts": "/** Takes. */\nexport function take(a: number): number { // PLANT-TDD08\n"
    "  // FIXME: too slow PLANT-INT09\n  const url = 'https://x.example/TODO';\n  return url.length + a;\n}\n"
    "export function give(a: number): number { // PLANT-SAG08\n  return a;\n}\n"
    "/** Routes. */\nexport function route(n: number): number { // PLANT-STR04\n"
    + "".join(f"  if (n === {n}) {{\n    return {n};\n  }}\n" for n in range(17))
    + "  return 0;\n}\n",
    "src/partner.test.ts": 'import { give, route } from "./partner";\n\n'
    'test("gives", () => {\n  expect(give(1)).toBe(route(1));\n});\n',
    "src/open.ts": "/** Opens. */\nexport const open = (a: number): number => {\n  if (a) {\n    return 1;\n};\n",
    ".github/workflows/pages.yml": """name: pages
on:
  issue_comment:
jobs: # PLANT-SRV02x
  say:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: write-all # PLANT-SRV02
    steps:
      - run: |
          echo "${{ github.event.comment.body }}" # PLANT-SRV01
""".replace(" # PLANT-SRV02x", ""),
}
SCRIPT_FRONT = PlantedProject(
    "script-front",
    _OLD,
    _NEW,
    {
        "INT04": frozenset({at(_OLD, "src/cart.ts", "catch (error) {}")}),
        "INT08": frozenset({at(_OLD, "src/cart.test.ts", "xit(")}),
        "SAG02": frozenset({"package.json:1"}),
        "GIT10": frozenset({"node_modules"}),
        "STR01": frozenset({"src/open.ts:1"}),
        "TDD08": frozenset({"src/open.ts:2"}),
    },
)
