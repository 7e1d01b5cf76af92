/**
 * The error of a download that no source could serve.
 *
 * @module
 */

/** Why one source did not give a file. */
export interface SourceFailure {
  /** The URL or the npm package. */
  readonly source: string;
  /** What it answered instead. */
  readonly reason: string;
}

/** Thrown when no source gives a valid copy of a file. */
export class DownloadError extends Error {
  /** The name of this class. */
  override readonly name: string = "DownloadError";
  /** The file that is missing. */
  readonly file: string;
  /** What each source said, in the order tried. */
  readonly failures: readonly SourceFailure[];

  /**
   * Describes a failed download.
   *
   * @param file The file that is missing.
   * @param failures What each source said.
   */
  constructor(file: string, failures: readonly SourceFailure[]) {
    const tried = failures.map(({ source, reason }) => `"${source}" (${reason})`).join(", ");
    super(
      `Cannot download "${file}": tried ${
        tried === "" ? "nothing, for want of a source" : tried
      }; ` +
        "get the files another way and pass their folder with --data-dir",
    );
    this.file = file;
    this.failures = failures;
  }
}
