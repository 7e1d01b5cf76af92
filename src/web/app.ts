/**
 * The page that `serve` shows: the curves of runs as they grow, and a sheet to draw a digit on.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { argmax } from "../arrays/argmax.ts";
import { digitImage, type GreyImage, isBlank } from "../dataset/digit_image.ts";
import { decodePng, pngSize } from "../dataset/png.ts";
import {
  type ImagesPreprocessing,
  pixelsFor,
  type Preprocessing,
} from "../dataset/preprocessing.ts";
import { readBeside } from "../files/beside.ts";
import { curves } from "../report/html.ts";
import { isUnsure } from "../report/prediction.ts";
import { outputNamesOf } from "../dataset/task_of.ts";
import { findPreprocessing } from "../run/find_preprocessing.ts";
import { changesOf } from "./changes.ts";
import { findModel, listRuns, readEpochs, type Run, type SavedModel } from "./runs.ts";

/** What the page is made of. */
export interface AppOptions {
  /** A folder of runs, or one run's own folder. */
  readonly runs: string;
  /**
   * Shows a picture to a saved model.
   *
   * @param model The model.
   * @param pixels The picture as the model reads it. Shape: `[28, 28]`.
   * @returns The probability of every class.
   */
  classify(model: SavedModel, pixels: Float32Array): Promise<readonly number[]>;
}

/** An answer that is no success: what was asked cannot be had. */
class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(readonly status: number, message: string) {
    super(message);
  }
}

const PAGE: Readonly<Record<string, readonly [file: URL, type: string]>> = {
  "/": [new URL("./page.html", import.meta.url), "text/html; charset=utf-8"],
  "/page.css": [new URL("./page.css", import.meta.url), "text/css; charset=utf-8"],
  "/page.js": [new URL("./page.js", import.meta.url), "text/javascript; charset=utf-8"],
};

/** Nothing but the page's own files; the charts carry their style as attributes. */
const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'none'; connect-src 'self'; script-src 'self'; " +
    "style-src 'self'; style-src-attr 'unsafe-inline'; img-src data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** A drawing takes a few kilobytes. */
const MOST_BYTES = 1 << 20;
const MOST_PIXELS = 1 << 22;
/** Names of this machine: under any other, another site's page has been led here. */
const HOSTS = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Makes the page's server.
 *
 * @param options What the page is made of.
 * @returns Answers a request, as `Deno.serve` takes it:
 * - `GET /`, and the files that the page names
 * - `GET /runs`: the runs' names as JSON, the newest first
 * - `GET /data?run=NAME`: JSON with the `classNames` of its data, and whether they are `drawable`: handwritten digits
 * - `GET /curves?run=NAME`: its charts as HTML
 * - `GET /events`: server-sent events, `changed` when there is something new
 * - `POST /classify?run=NAME`, a PNG picture: JSON with the `class`, the `probabilities` of all classes, whether the
 *   answer is `unsure`, and the `pixels`, 28 x 28 from 0 to 1, that the model was shown; of a blank picture no class
 */
export function createApp(options: AppOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const response = await answer(request, options);
      for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
      return response;
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      const message = error instanceof Error ? error.message : String(error);
      return Response.json({ error: message }, { status, headers: HEADERS });
    }
  };
}

async function answer(request: Request, options: AppOptions): Promise<Response> {
  const url = new URL(request.url);
  if (!HOSTS.includes(url.hostname)) {
    throw new Refusal(421, `Cannot answer as "${url.hostname}": expected ${HOSTS.join(", ")}`);
  }
  const route = `${request.method === "HEAD" ? "GET" : request.method} ${url.pathname}`;
  const file = Object.hasOwn(PAGE, url.pathname) ? PAGE[url.pathname] : undefined;
  if (file && route.startsWith("GET ")) {
    return new Response(await readBeside(file[0]), { headers: { "content-type": file[1] } });
  }
  switch (route) {
    case "GET /runs":
      return Response.json((await listRuns(options.runs)).map(({ name }) => name));
    case "GET /data":
      return Response.json(await dataOf(await runOf(url, options)));
    case "GET /curves": {
      const run = await runOf(url, options);
      const { classNames } = await dataOf(run);
      const html = await curves(await readEpochs(run), classNames);
      return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
    }
    case "GET /events":
      return new Response(changesOf(options.runs), {
        headers: { "content-type": "text/event-stream" },
      });
    case "POST /classify": {
      const run = await runOf(url, options);
      const preprocessing = await requireDrawable(run);
      return Response.json(await classify(request, run, preprocessing, options));
    }
    default:
      throw new Refusal(404, `Cannot find "${url.pathname}"`);
  }
}

async function runOf(url: URL, { runs }: AppOptions): Promise<Run> {
  const name = url.searchParams.get("run") ?? "";
  const run = (await listRuns(runs)).find((run) => run.name === name);
  if (!run) throw new Refusal(404, `Cannot find run "${name}": expected one of the names in /runs`);
  return run;
}

/** What the page is to know of a run's data. */
async function dataOf(run: Run): Promise<Pick<ImagesPreprocessing, "classNames" | "drawable">> {
  const preprocessing = await preprocessingOfRun(run);
  switch (preprocessing?.kind) {
    case "images":
      return { classNames: preprocessing.classNames, drawable: preprocessing.drawable };
    case "table":
    case "arrays":
      return { classNames: outputNamesOf(preprocessing.task), drawable: false };
    case undefined:
      return { classNames: [], drawable: false };
  }
}

async function preprocessingOfRun(run: Run): Promise<Preprocessing | undefined> {
  const model = await findModel(run);
  return await findPreprocessing({ folder: model?.folder, run: run.folder });
}

/** What the drawings that the run's model knows went through. */
async function requireDrawable(run: Run): Promise<ImagesPreprocessing> {
  const preprocessing = await preprocessingOfRun(run);
  if (preprocessing?.kind === "images" && preprocessing.drawable) return preprocessing;
  throw new Refusal(
    409,
    `Cannot show a drawing to run "${run.name}": its data are not known to be handwritten digits`,
  );
}

/** What the model says of a drawing. */
interface Answer {
  /** The likeliest class; none of a blank drawing. */
  readonly class: number | null;
  /** The answer is better not relied on. */
  readonly unsure: boolean;
  readonly probabilities: readonly number[];
  readonly pixels: readonly number[];
}

async function classify(
  request: Request,
  run: Run,
  preprocessing: ImagesPreprocessing,
  options: AppOptions,
): Promise<Answer> {
  const digit = await drawingOf(request);
  const pixels = [...digit.pixels];
  if (isBlank(digit)) return { class: null, unsure: true, probabilities: [], pixels };
  const model = await findModel(run);
  if (!model) {
    throw new Refusal(409, `Cannot classify with run "${run.name}": it has no model yet`);
  }
  try {
    const probabilities = await options.classify(model, pixelsFor(preprocessing, digit.pixels));
    const best = argmax(probabilities);
    return { class: best, unsure: isUnsure(probabilities), probabilities, pixels };
  } catch (error) {
    // The model takes no pictures of this size.
    if (error instanceof TypeError) throw new Refusal(409, error.message);
    throw error;
  }
}

async function drawingOf(request: Request): Promise<GreyImage> {
  // Of this type, a browser sends nothing from another site's page without asking first.
  if (request.headers.get("content-type") !== "image/png") {
    throw new Refusal(415, "Cannot read the picture: expected content-type image/png");
  }
  const bytes = await bodyOf(request);
  try {
    const { width, height } = pngSize(bytes, "the picture");
    if (width * height > MOST_PIXELS) {
      throw new Refusal(413, `Cannot read a picture of ${width} x ${height}: it is too large`);
    }
    return digitImage(decodePng(bytes, "the picture"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(400, error.message);
    throw error;
  }
}

async function bodyOf(request: Request): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    // A client hears no answer while it sends: the rest is read, and let go.
    if (size <= MOST_BYTES) parts.push(part);
  }
  if (size > MOST_BYTES) {
    throw new Refusal(413, `Cannot read the picture: expected at most ${MOST_BYTES} bytes`);
  }
  return Buffer.concat(parts);
}
