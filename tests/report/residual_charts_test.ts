import { assertAlmostEquals, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { reportPage } from "../../src/report/html.ts";
import { predictionChart, residualChart } from "../../src/report/residual_charts.ts";

const POINT = /<path transform="translate\(([-\d.e]+),([-\d.e]+)\)" d="M2,0A/g;

/** The places of the points of a chart, y downwards. */
function pointsOf(svg: string): (readonly [x: number, y: number])[] {
  return [...svg.matchAll(POINT)].map(([, x, y]) => [Number(x), Number(y)]);
}

for (const samples of [1, 7, 500]) {
  Deno.test(`charts of ${samples} predictions have a point each`, async () => {
    const targets = Array.from({ length: samples }, (_, i) => 20 + 10 * Math.sin(i));
    const predictions = targets.map((target, i) => target + Math.cos(i));
    const residuals = { name: "price", targets, predictions };
    assertEquals(pointsOf(await predictionChart(residuals)).length, samples);
    assertEquals(pointsOf(await residualChart(residuals)).length, samples);
  });
}

Deno.test("predictions lie above the targets that they are larger than, residuals below zero then", async () => {
  const residuals = { name: "price", targets: [0, 10, 10], predictions: [0, 10, 20] };
  const [low, met, over] = pointsOf(await predictionChart(residuals));
  // True values go to the right, predictions up.
  assertEquals([over?.[0], (met?.[0] ?? 0) > (low?.[0] ?? 0)], [met?.[0], true]);
  assertEquals((over?.[1] ?? 0) < (met?.[1] ?? 0), true);
  const [first, second, third] = pointsOf(await residualChart(residuals));
  assertAlmostEquals(first?.[1] ?? NaN, second?.[1] ?? NaN, 1e-9);
  assertEquals((third?.[1] ?? 0) > (second?.[1] ?? 0), true);
  assertEquals((third?.[0] ?? 0) > (second?.[0] ?? 0), true);
});

Deno.test("reportPage() has two charts for each output of a regression, with their names as text", async () => {
  const epochs = [{ epoch: 0, loss: 1 }];
  const residuals = ["price <$&>", "area"].map((name) => ({
    name,
    targets: [1, 2, 3],
    predictions: [1.5, 2, 2],
  }));
  const empty = { name: "none", targets: [], predictions: [] };
  const page = await reportPage({
    title: "r",
    config: {},
    epochs,
    residuals: [...residuals, empty],
  });
  assertEquals(page.match(/<figure>/g)?.length, 1 + 2 * 2);
  assertStringIncludes(page, 'aria-label="predicted against true price &lt;$&amp;&gt;"');
  assertStringIncludes(page, 'aria-label="residuals of area"');
  assertMatch(page, />predicted price &lt;\$&amp;&gt;<\/text>/);
  assertEquals(pointsOf(page).length, 2 * 2 * 3);
});
