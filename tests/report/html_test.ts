import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { escapeHtml, reportPage } from "../../src/report/html.ts";
import { parseMetrics } from "../../src/run/metrics_file.ts";

Deno.test("reportPage() has a curve for each value, with a point an epoch, and the numbers as a table", async () => {
  const epochs = [0, 1, 2].map((epoch) => ({
    epoch,
    loss: 1 / (epoch + 1),
    accuracy: epoch / 4,
    val_loss: 2 / (epoch + 1),
    val_accuracy: epoch / 5,
    seconds: 1,
    samplesPerSecond: 9,
  }));
  const title = '<script>alert("&")</script>';
  const page = await reportPage({ title, config: { hidden: [5], model: "<mlp>" }, epochs });
  assertEquals(page.match(/<figure>/g)?.length, 2);
  for (const svg of page.match(/<svg .*?<\/svg>/gs) ?? []) {
    assertEquals(svg.match(/aria-roledescription="point"/g)?.length, 6);
    assertMatch(svg, /role="img" aria-label="(loss|accuracy) over the epochs"/);
  }
  assertStringIncludes(page, "<tr><td>3</td><td>0.3333</td><td>0.5000</td><td>0.6667</td>");
  assertStringIncludes(page, "<td>model</td><td>&lt;mlp&gt;</td>");
  assertEquals(page.includes("<script"), false);
  assertStringIncludes(page, `<title>${escapeHtml(title)}</title>`);
});

Deno.test("reportPage() has names and numbers for people", async () => {
  const epochs = [{
    epoch: 0,
    loss: 1.25e-7,
    left_top5: 0.5,
    precision_1: 0.25,
    val_loss: 12_345.6,
    seconds: 2.4096,
    samplesPerSecond: 31_029.4467,
  }];
  const config = { hidden: [], optimizer: { name: "adam", learningRate: 0.001 }, limitTest: null };
  const page = await reportPage({ title: "run", config, epochs, classNames: ["Bag", "Coat"] });
  const rows = page.match(/<tr>.*<\/tr>/g)?.map((row) => [...row.matchAll(/<t[hd]>(.*?)<\//g)]);
  assertEquals(rows?.map((cells) => cells.map(([, text]) => text)), [
    [
      "epoch",
      "loss",
      "left top 5 accuracy",
      "precision of Coat",
      "validation loss",
      "seconds",
      "samples/s",
    ],
    ["1", "1.25e-7", "0.5000", "0.2500", "12345.6", "2.41", "31,029"],
    ["choice", "value"],
    ["hidden", "none"],
    ["optimizer", "adam, learning rate 0.001"],
    ["limit test", "none"],
  ]);
  for (const name of ["loss", "left top 5 accuracy", "precision of Coat"]) {
    assertStringIncludes(page, `aria-label="${name} over the epochs"`);
  }
  // The title of a chart, and of its axis.
  assertEquals(page.match(/>left top 5 accuracy<\/text>/g)?.length, 2);
});

Deno.test("reportPage() says of a value that JSON cannot hold that it is not finite", async () => {
  const epochs = parseMetrics('{"epoch":0,"loss":1,"r2":null}\n{"epoch":1,"loss":1}\n', "m");
  const page = await reportPage({ title: "run", config: {}, epochs });
  assertStringIncludes(page, "<tr><td>1</td><td>1.0000</td><td>not finite</td></tr>");
  assertStringIncludes(page, "<tr><td>2</td><td>1.0000</td><td></td></tr>");
});

Deno.test("escapeHtml() leaves nothing that is markup", () => {
  assertEquals(escapeHtml(`<a b="c" d='e'>&`), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
});
