import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { escapeHtml, reportPage } from "../../src/report/html.ts";

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
  assertStringIncludes(page, "<td>model</td><td>&quot;&lt;mlp&gt;&quot;</td>");
  assertEquals(page.includes("<script"), false);
  assertStringIncludes(page, `<title>${escapeHtml(title)}</title>`);
});

Deno.test("escapeHtml() leaves nothing that is markup", () => {
  assertEquals(escapeHtml(`<a b="c" d='e'>&`), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
});
