import { assertEquals } from "@std/assert";
import { launch, type Page } from "puppeteer-core";
import { needs } from "../_permissions.ts";
import { endEpoch, saveConstantModel } from "./_runs.ts";
import { startServer } from "./_server.ts";

const may = needs("read", "write", "run", "net") && Deno.build.os === "linux";
const CHROMIUM = "/usr/bin/chromium";
const installed = may && await Deno.stat(CHROMIUM).then(() => true, () => false);
if (may && !installed) console.log(`tests in a browser are ignored: there is no ${CHROMIUM}`);

const POINTS = `document.querySelectorAll('[aria-roledescription="point"]').length`;
const NAMED = "document.querySelector('#class').value";
const CHOSEN = "document.querySelector('#run').value";

/** Waits until an expression has a value in the page. */
async function untilEqual(page: Page, expression: string, value: unknown): Promise<void> {
  await page.waitForFunction(`${expression} === ${JSON.stringify(value)}`);
}

/** Opens a page in a real browser, and fails if anything in it does. */
async function opened(url: string, use: (page: Page) => Promise<void>): Promise<void> {
  const browser = await launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage();
    const failures: string[] = [];
    page.on("pageerror", (error) => failures.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") failures.push(message.text());
    });
    await page.goto(url);
    await use(page);
    assertEquals(failures, []);
  } finally {
    await browser.close();
  }
}

Deno.test({
  name: "in a browser, curves grow while a run trains, and a drawing is named by its model",
  ignore: !installed,
  fn: async () => {
    const runs = await Deno.makeTempDir();
    try {
      await endEpoch(`${runs}/first`, 0);
      await saveConstantModel(`${runs}/first/best`, 7);
      await using server = await startServer(runs);
      await opened(server.url, async (page) => {
        await untilEqual(page, POINTS, 2);
        await endEpoch(`${runs}/first`, 1);
        await untilEqual(page, POINTS, 4);

        const sheet = await (await page.$("#sheet"))?.boundingBox();
        if (!sheet) throw new Error("The page has no sheet");
        await page.mouse.move(sheet.x + 100, sheet.y + 60);
        await page.mouse.down();
        await page.mouse.move(sheet.x + 140, sheet.y + 220, { steps: 5 });
        await page.mouse.up();
        await untilEqual(page, NAMED, "7");
        await untilEqual(page, "document.querySelectorAll('#probabilities li').length", 10);
        await untilEqual(
          page,
          "document.querySelector('#probabilities li:nth-child(8)').textContent",
          "71.0000",
        );
        // A newer model is asked about the same drawing.
        await saveConstantModel(`${runs}/first/best`, 4);
        await untilEqual(page, NAMED, "4");
        await page.click("#clear");
        assertEquals(await page.evaluate(NAMED), "");

        // A newer run comes to the front, unless one was chosen.
        await endEpoch(`${runs}/second`, 0);
        await untilEqual(page, CHOSEN, "second");
        await page.select("#run", "first");
        await untilEqual(page, POINTS, 4);
        await endEpoch(`${runs}/second`, 1);
        await endEpoch(`${runs}/first`, 2);
        await untilEqual(page, POINTS, 6);
        assertEquals(await page.evaluate(CHOSEN), "first");
      });
    } finally {
      await Deno.remove(runs, { recursive: true });
    }
  },
});

Deno.test({
  name: "in a browser, only runs on handwritten digits have a sheet to draw on",
  ignore: !installed,
  fn: async () => {
    const runs = await Deno.makeTempDir();
    try {
      await endEpoch(`${runs}/digits`, 0);
      await endEpoch(`${runs}/clothes`, 0, "fashion-mnist");
      await using server = await startServer(runs);
      await opened(server.url, async (page) => {
        await page.waitForSelector("figure");
        for (const [run, hidden] of [["clothes", true], ["digits", false], ["clothes", true]]) {
          await page.select("#run", `${run}`);
          await untilEqual(page, CHOSEN, run);
          await page.waitForSelector("#draw", { hidden: hidden === true, visible: !hidden });
        }
      });
    } finally {
      await Deno.remove(runs, { recursive: true });
    }
  },
});

Deno.test({
  name: "on a narrow screen, the page is no wider than it",
  ignore: !installed,
  fn: async () => {
    const runs = await Deno.makeTempDir();
    try {
      await endEpoch(`${runs}/only`, 0);
      await using server = await startServer(runs);
      await opened(server.url, async (page) => {
        await page.setViewport({ width: 375, height: 700 });
        await page.waitForSelector("figure");
        assertEquals(await page.evaluate("document.documentElement.scrollWidth"), 375);
      });
    } finally {
      await Deno.remove(runs, { recursive: true });
    }
  },
});
