import { assertEquals, assertThrows } from "@std/assert";
import { parseArgs } from "@std/cli/parse-args";

Deno.test("parseArgs() reads numbers as numbers and names without a value as true", () => {
  assertEquals(parseArgs(["--rate", "1e-3", "--size=0x10", "--fast", "-n5", "7", "mnist"]), {
    _: [7, "mnist"],
    rate: 0.001,
    size: 16,
    fast: true,
    n: 5,
  });
});

Deno.test("parseArgs() keeps string options as text, empty without a value", () => {
  const args = parseArgs(["--seed", "007", "--name", "-x"], { string: ["seed", "name"] });
  const seed: string | undefined = args.seed;
  assertEquals(seed, "007");
  assertEquals(args, { _: [], seed: "007", name: "", x: true });
});

Deno.test("parseArgs() leaves absent strings out and sets absent booleans to false", () => {
  const args = parseArgs([], { string: ["name"], boolean: ["fast"] });
  const fast: boolean = args.fast;
  assertEquals(fast, false);
  assertEquals(args, { _: [], fast: false });
});

Deno.test("parseArgs() does not take the next word as the value of a boolean", () => {
  assertEquals(parseArgs(["--fast", "mnist", "-v", "false"], { boolean: ["fast", "v"] }), {
    _: ["mnist"],
    fast: true,
    v: false,
  });
});

Deno.test("parseArgs() keeps the last of repeated values unless they are collected", () => {
  const args = parseArgs(["--a=1", "--a=2", "--b=1", "--b=2"], {
    string: ["b", "c"],
    collect: ["b", "c"],
  });
  const b: string[] = args.b;
  assertEquals(b, ["1", "2"]);
  assertEquals(args, { _: [], a: 2, b: ["1", "2"], c: [] });
});

Deno.test("parseArgs() negates only negatable names", () => {
  assertEquals(
    parseArgs(["--no-color", "--no-cache"], {
      boolean: ["color"],
      negatable: ["color"],
      default: { color: true },
    }),
    { _: [], color: false, "no-cache": true },
  );
});

Deno.test("parseArgs() gives every alias the value, typed alike", () => {
  const args = parseArgs(["-w", "4"], { string: ["workers"], alias: { workers: ["w", "jobs"] } });
  const jobs: string | undefined = args.jobs;
  assertEquals(jobs, "4");
  assertEquals(args, { _: [], w: "4", workers: "4", jobs: "4" });
});

Deno.test("parseArgs() fills in defaults, for aliases too, and types them as present", () => {
  const args = parseArgs([], {
    string: ["data"],
    default: { data: "mnist", epochs: 3 },
    alias: { data: "d" },
  });
  const data: string = args.data;
  assertEquals(data, "mnist");
  assertEquals(args, { _: [], data: "mnist", d: "mnist", epochs: 3 });
});

Deno.test("parseArgs() nests dotted names", () => {
  assertEquals(parseArgs(["--model.units=8", "--model.name", "mlp"]), {
    _: [],
    model: { units: 8, name: "mlp" },
  });
});

Deno.test("parseArgs() does not read what follows --", () => {
  assertEquals(parseArgs(["a", "--", "--b", "1"]), { _: ["a", "--b", "1"] });

  const args = parseArgs(["a", "--", "--b", "1"], { "--": true });
  const rest: string[] = args["--"];
  assertEquals(rest, ["--b", "1"]);
  assertEquals(args._, ["a"]);
});

Deno.test("parseArgs() with stopEarly reads no option after the first positional argument", () => {
  assertEquals(parseArgs(["--a", "--", "b"], { stopEarly: true }), { _: ["b"], a: true });
  assertEquals(parseArgs(["-a", "-c", "b", "--d", "5"], { boolean: ["c"], stopEarly: true }), {
    _: ["b", "--d", "5"],
    a: true,
    c: true,
  });
});

Deno.test("parseArgs() reports undeclared arguments to unknown and drops those it refuses", () => {
  const seen: unknown[][] = [];
  const args = parseArgs(["--epoch=3", "--fast", "mnist"], {
    boolean: ["fast"],
    unknown: (...call) => {
      seen.push(call);
      return false;
    },
  });
  assertEquals(args, { _: [], fast: true });
  assertEquals(seen, [["--epoch=3", "epoch", "3"], ["mnist"]]);
});

Deno.test("parseArgs() reads a group of letters and the value at its end", () => {
  assertEquals(parseArgs(["-vxn", "5", "-a=b", "-o./out"]), {
    _: [],
    v: true,
    x: true,
    n: 5,
    a: "b",
    o: "./out",
  });
});

Deno.test("parseArgs() does not let arguments reach prototypes", () => {
  assertEquals(parseArgs(["--__proto__.polluted=1", "--constructor.polluted=1"]), { _: [] });
  assertEquals("polluted" in {}, false);
});

Deno.test("parseArgs() throws when a dotted name goes through a plain value", () => {
  assertThrows(() => parseArgs(["--a=1", "--a.b=2"]), TypeError);
});
