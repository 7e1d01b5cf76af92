import { assertEquals } from "@std/assert";
import {
  buildNetwork,
  CNN,
  imageShapeOf,
  nameOf,
  perceptron,
  pythonFlags,
} from "../../bench/_network.ts";
import { testOn } from "../training/_models.ts";

const NETWORKS = [perceptron([500, 250]), CNN];

Deno.test("nameOf() gives the widths of a perceptron, and the filters of a convolutional network", () => {
  assertEquals(NETWORKS.map(nameOf), ["784-500-250-10", "CNN 32x3x3-64x3x3-10"]);
});

Deno.test("pythonFlags() gives every choice a flag, empty where there is none of a kind", () => {
  assertEquals(NETWORKS.map(pythonFlags), [
    ["--filters=", "--kernel-size=0", "--hidden=500,250", "--dropout=0"],
    ["--filters=32,64", "--kernel-size=3", "--hidden=", "--dropout=0.5"],
  ]);
});

testOn(
  "cpu",
  "buildNetwork() convolves without padding, pools, and leaves out values",
  async () => {
    const shapes = NETWORKS.map((network) => {
      const model = buildNetwork(network);
      assertEquals(model.inputs[0]?.shape.slice(1), imageShapeOf(network));
      return [model.layers.map(({ outputShape }) => outputShape.slice(1)), model.countParams()];
    });
    assertEquals(shapes, [
      // 784 * 500 + 500 + 500 * 250 + 250 + 250 * 10 + 10
      [[[500], [250], [10]], 520_260],
      // 3 * 3 * 32 + 32 + 3 * 3 * 32 * 64 + 64 + 1600 * 10 + 10
      [[[26, 26, 32], [13, 13, 32], [11, 11, 64], [5, 5, 64], [1600], [1600], [10]], 34_826],
    ]);
    await Promise.resolve();
  },
);
