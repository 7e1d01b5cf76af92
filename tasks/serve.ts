/**
 * `deno task serve`: the curves of runs as they grow, and a sheet to draw digits on, in a browser.
 *
 * @module
 */
import { exists } from "@std/fs/exists";
import * as tf from "@tensorflow/tfjs";
import { parseWhole } from "../src/config/parse.ts";
import { useBackend } from "../src/engine/backend.ts";
import { probabilitiesOf } from "../src/model/classify.ts";
import { modelFolder } from "../src/model/file_io.ts";
import type { LayersModel } from "../src/model/topology.ts";
import { createApp } from "../src/web/app.ts";
import type { SavedModel } from "../src/web/runs.ts";
import { EXIT, type FlagTable, main, printHelp, readFlags, usage, UsageError } from "./_command.ts";

const FLAGS: FlagTable = {
  values: {
    runs: "folder of runs, or one run's own (default runs)",
    port: "port of this machine to listen on, 0 for any that is free (default 8000)",
  },
  switches: {},
};

const MOST_PORT = 65535;

/**
 * Serves the page until it is interrupted.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export async function serve(args: string[]): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.has("help")) {
    printHelp("serve [flags]: runs in a browser, as they train", FLAGS);
    return EXIT.done;
  }
  const runs = flags.value("runs") ?? "runs";
  const port = usage(() => parseWhole("--port", flags.value("port") ?? "8000", 0));
  if (port > MOST_PORT) {
    throw new UsageError(`Cannot use --port "${port}": expected at most ${MOST_PORT}`);
  }
  await requireFolder(runs);
  await useBackend("wasm");
  const app = createApp({ runs, classify: classifier() });
  const server = listen(port, app);
  await server.finished;
  return EXIT.done;
}

async function requireFolder(runs: string): Promise<void> {
  if (await exists(runs, { isDirectory: true })) return;
  throw new UsageError(
    `Cannot serve "${runs}": expected a folder of runs; the command "train" makes one`,
  );
}

function listen(port: number, app: (request: Request) => Promise<Response>): Deno.HttpServer {
  const onListen = ({ port }: Deno.NetAddr): void => console.log(`http://127.0.0.1:${port}/`);
  try {
    return Deno.serve({ hostname: "127.0.0.1", port, onListen }, app);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new Error(`Cannot listen on port ${port}: another program does; --port names another`);
  }
}

/** Keeps the model that was asked last, until another one or a newer one is. */
function classifier(): (model: SavedModel, pixels: Float32Array) => Promise<readonly number[]> {
  let key = "";
  let loaded: Promise<LayersModel> | undefined;
  return async ({ folder, changed }, pixels) => {
    const wanted = `${folder} ${changed}`;
    if (!loaded || key !== wanted) {
      loaded?.then((model) => model.dispose()).catch(() => {});
      key = wanted;
      loaded = tf.loadLayersModel(modelFolder(folder));
    }
    const [probabilities = []] = probabilitiesOf(await loaded, [pixels]);
    return probabilities;
  };
}

if (import.meta.main) await main(serve);
