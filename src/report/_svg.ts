/**
 * Drawing without a browser.
 *
 * @module
 */
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

/** What all charts have in common. */
const COMMON = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  width: 420,
  height: 260,
  background: "white",
} as const;

/**
 * Draws a chart.
 *
 * @param spec What is drawn, as vega-lite describes it, but for what all charts have in common.
 * @returns The SVG's text.
 */
export async function svgOf(spec: TopLevelSpec): Promise<string> {
  const whole: TopLevelSpec = { ...COMMON, ...spec };
  const view = new vega.View(vega.parse(compile(whole).spec), { renderer: "none" });
  return await view.toSVG();
}
