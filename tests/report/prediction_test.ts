import { assertEquals } from "@std/assert";
import { formatPrediction, rankClasses } from "../../src/report/prediction.ts";

Deno.test("rankClasses() and formatPrediction() name the likeliest classes first", () => {
  const ranked = rankClasses([0.08, 0.9132, 0.0068], ["Bag", "Shirt"]);
  assertEquals(ranked[0], { class: 1, name: "Shirt", probability: 0.9132 });
  assertEquals(
    formatPrediction("shirt.png", ranked),
    "shirt.png: Shirt (0.9132), Bag (0.0800), 2 (0.0068)",
  );
});
