import { assertEquals } from "@std/assert";
import { formatPrediction, isUnsure, rankClasses } from "../../src/report/prediction.ts";

Deno.test("rankClasses() and formatPrediction() name the likeliest classes first", () => {
  const ranked = rankClasses([0.08, 0.9132, 0.0068], ["Bag", "Shirt"]);
  assertEquals(ranked[0], { class: 1, name: "Shirt", probability: 0.9132 });
  assertEquals(
    formatPrediction("shirt.png", ranked, false),
    "shirt.png: Shirt (0.9132), Bag (0.0800), 2 (0.0068)",
  );
});

Deno.test("an answer of less than one half is unsure, and one about a blank picture none", () => {
  assertEquals([[0.5, 0.5], [0.4, 0.3, 0.3], [NaN, NaN]].map(isUnsure), [false, true, true]);
  const ranked = rankClasses([0.1, 0.4, 0.3, 0.2]).slice(0, 2);
  assertEquals(formatPrediction("a.png", ranked, true), "a.png: 1 (0.4000), 2 (0.3000), unsure");
  assertEquals(formatPrediction("a.png", [], true), "a.png: blank");
});
