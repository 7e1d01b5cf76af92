/**
 * What a command tells of cells that were not there to be learnt from.
 *
 * @module
 */
import type { TablePreprocessing } from "../src/dataset/preprocessing.ts";
import type { CellCounts } from "../src/dataset/table/encode_cells.ts";
import { MOST_CATEGORIES } from "../src/dataset/table/learn_column.ts";
import { warn } from "./_command.ts";

/**
 * Warns of names that a model does not know.
 *
 * @param preprocessing What the columns go through.
 * @param counts What was met of each.
 */
export function warnOfUnknown({ columns }: TablePreprocessing, { unknown }: CellCounts): void {
  columns.forEach((rule, i) => {
    const count = unknown[i] ?? 0;
    if (count === 0) return;
    const taken = rule.kind === "category" ? "other" : "missing";
    const values = count === 1 ? "1 value was" : `${count} values were`;
    // Of very many names, nobody knows which of the others there were.
    const known = rule.kind === "category" && rule.categories.length === MOST_CATEGORIES
      ? `not among the ${MOST_CATEGORIES} most frequent in training`
      : "not there in training";
    warn(`column "${rule.name}": ${values} ${known}, taken as ${taken}`);
  });
}
