/**
 * Changes of the runs, as events that a browser listens to.
 *
 * @module
 */
import { isShown } from "./runs.ts";

/** How often to say that there is nothing, for a connection that is gone shows only then. */
const QUIET_SECONDS = 15;
/** A write shows as several changes: those that come this soon after the first are one. */
const TOGETHER_MS = 100;

/**
 * Watches a folder.
 *
 * @param folder The folder of the runs.
 * @returns Server-sent events, without data but for their name: `changed` when an epoch ended or a model was saved. It
 * ends when its reader cancels it.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function changesOf(folder: string): ReadableStream<Uint8Array> {
  const watcher = Deno.watchFs(folder);
  const encoder = new TextEncoder();
  let together: ReturnType<typeof setTimeout> | undefined;
  let quiet: ReturnType<typeof setInterval> | undefined;
  const close = (): void => {
    clearTimeout(together);
    clearInterval(quiet);
    watcher.close();
  };
  return new ReadableStream({
    start(controller): void {
      const send = (text: string): void => controller.enqueue(encoder.encode(text));
      const watch = async (): Promise<void> => {
        for await (const { kind, paths } of watcher) {
          if (kind === "access") continue;
          // What is written into a folder that has just been made may come before it is watched.
          if (kind !== "create" && !paths.some(isShown)) continue;
          together ??= setTimeout(() => {
            together = undefined;
            send("event: changed\ndata:\n\n");
          }, TOGETHER_MS);
        }
      };
      send(": watching\n\n");
      quiet = setInterval(() => send(":\n\n"), QUIET_SECONDS * 1000);
      watch().catch((error) => {
        close();
        controller.error(error);
      });
    },
    cancel: close,
  });
}
