import { assertEquals } from "@std/assert";
import type { Task } from "tandem";
import { answerCells, answerColumns, answerObject, answerOf } from "../../src/report/answer.ts";

const SPECIES: Task = { kind: "classification", classNames: ["setosa", "virginica", "versicolor"] };
const BINARY: Task = { kind: "binary", classNames: ["no", "yes"] };
const LABELS: Task = { kind: "multi-label", labels: ["sea", "sun"] };
const MPG: Task = { kind: "regression", outputs: ["mpg"] };

Deno.test("a class is answered by names and probabilities, the likeliest first", () => {
  const answer = answerOf(SPECIES, Float32Array.of(0.25, 0.625, 0.125));
  assertEquals(answerColumns(SPECIES, ["species"], 2), [
    "species",
    "probability",
    "species 2",
    "probability 2",
  ]);
  assertEquals(answerCells(answer, 2), ["virginica", "0.625", "setosa", "0.25"]);
  assertEquals(answerObject(answer, 1), {
    class: 1,
    name: "virginica",
    probability: 0.625,
    unsure: false,
  });
});

Deno.test("one output of a binary task says how likely both classes are", () => {
  assertEquals(answerCells(answerOf(BINARY, Float32Array.of(0.25)), 2), [
    "no",
    "0.75",
    "yes",
    "0.25",
  ]);
  assertEquals(answerColumns(BINARY, ["won"], 5).length, 4);
});

Deno.test("labels are answered each on its own, numbers by their names", () => {
  const labels = answerOf(LABELS, Float32Array.of(0.5, 0.25));
  assertEquals(answerColumns(LABELS, [], 1), ["sea", "sea probability", "sun", "sun probability"]);
  assertEquals(answerCells(labels, 1), ["1", "0.5", "0", "0.25"]);
  assertEquals(answerObject(labels, 1), {
    labels: ["sea"],
    probabilities: { sea: 0.5, sun: 0.25 },
  });
  const number = answerOf(MPG, Float32Array.of(18.1));
  assertEquals([answerColumns(MPG, ["mpg"], 1), answerCells(number, 1)], [["mpg"], ["18.1"]]);
  assertEquals(answerObject(answerOf(MPG, Float32Array.of(18)), 1), { values: { mpg: 18 } });
});

Deno.test("answers stay below their columns where these are called by numbers", () => {
  const years: Task = { kind: "regression", outputs: ["2021", "next", "2020"] };
  assertEquals(answerColumns(years, years.outputs, 1), ["2021", "next", "2020"]);
  assertEquals(answerCells(answerOf(years, Float32Array.of(1, 2, 3)), 1), ["1", "2", "3"]);
  const digits: Task = { kind: "multi-label", labels: ["b", "1"] };
  const cells = answerCells(answerOf(digits, Float32Array.of(0.75, 0.25)), 1);
  assertEquals(cells, ["1", "0.75", "0", "0.25"]);
});
