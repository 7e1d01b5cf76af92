import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertThrows } from "@std/assert";
import { useBackend } from "tandem";
import { watchFallback } from "../../../src/engine/kernels/cpu_fallback.ts";
import { needs } from "../../_permissions.ts";
import { assertRepeats, type Compute } from "../plan/_plan.ts";

const ignore = !needs("read");

/** What is computed, and by which kernels of the cpu backend. */
interface Case {
  readonly compute: () => tf.Tensor | tf.Tensor[];
  readonly kernels: readonly string[];
}

const numbers = (): tf.Tensor2D => tf.tensor2d([[3, -1, 0], [0.5, NaN, -0]]);
const words = (): tf.Tensor1D => tf.tensor1d(["a", "b", "c"]);

const CASES: Readonly<Record<string, Case>> = {
  "a kernel that it lacks": {
    compute: () => tf.string.staticRegexReplace(words(), "[ab]", "z"),
    kernels: ["StaticRegexReplace"],
  },
  "a kernel that takes a list, and gives one": {
    compute: () => {
      const { outputNestedSplits, outputDenseValues } = tf.raggedGather(
        [tf.tensor1d([0, 2, 2, 5], "int32")],
        tf.tensor1d([1, 2, 3, 4, 5]),
        tf.tensor1d([2, 0], "int32"),
        1,
      );
      return [...outputNestedSplits, outputDenseValues];
    },
    kernels: ["RaggedGather"],
  },
  "inputs that it refuses": {
    compute: () => tf.cumsum(tf.tensor1d([true, true, false], "bool")),
    kernels: ["Cumsum"],
  },
  "truth values of numbers": {
    compute: () => tf.cast(numbers().slice([0, 0], [1, 3]), "bool"),
    kernels: ["Cast"],
  },
  "numbers of another shape than it takes": {
    compute: () => {
      const counted: tf.Tensor = tf.tensor2d([[1, 0], [1, 3]], [2, 2], "int32");
      return tf.bincount(counted as tf.Tensor1D, [], 4);
    },
    kernels: ["Bincount"],
  },
  "words": {
    compute: () => [tf.tile(words(), [2]), tf.equal(words(), words()), tf.fill([2], "x")],
    kernels: ["Tile", "Equal", "Fill"],
  },
  "words in another shape": {
    compute: () => tf.reshape(words(), [3, 1]),
    kernels: [],
  },
  "complex numbers": {
    compute: () => tf.abs(tf.complex([3, 0], [4, -2])),
    kernels: ["Complex", "ComplexAbs"],
  },
};

/** Shapes, types and values of what is computed. */
function look(compute: Case["compute"]): unknown[] {
  return [tf.tidy(compute)].flat().map((tensor) => {
    const { shape, dtype } = tensor;
    const values = [...tensor.dataSync()];
    tensor.dispose();
    return { shape, dtype, values };
  });
}

for (const [name, { compute, kernels }] of Object.entries(CASES)) {
  Deno.test({
    name: `the wasm backend leaves to the cpu backend's kernels: ${name}`,
    ignore,
    fn: async () => {
      await useBackend("cpu");
      const expected = look(compute);
      await useBackend("wasm");
      const cpu = tf.engine().findBackend("cpu");
      const heldBefore = [tf.memory().numDataBuffers, tf.backend().numDataIds(), cpu.numDataIds()];
      const computed = watchFallback();
      assertEquals(look(compute), expected);
      assertEquals(new Set(computed()), new Set(kernels));
      const held = [tf.memory().numDataBuffers, tf.backend().numDataIds(), cpu.numDataIds()];
      assertEquals(held, heldBefore);
    },
  });
}

Deno.test({
  name: "watchFallback() names a kernel once",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const [first, second] = [watchFallback(), watchFallback()];
    look(() => tf.cast(numbers(), "bool"));
    assertEquals(first(), ["Cast"]);
    look(() => [tf.cast(numbers(), "bool"), tf.tile(words(), [2])]);
    assertEquals(first(), ["Tile"]);
    assertEquals(first(), undefined);
    assertEquals(second(), ["Cast", "Tile"]);
  },
});

Deno.test({
  name:
    "what the cpu backend's kernel refuses, too, fails as it does there, and leaves nothing behind",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const x = numbers();
    const cpu = tf.engine().findBackend("cpu");
    const held = [tf.backend().numDataIds(), cpu.numDataIds()];
    assertThrows(() => tf.slice(x, [1, 1], [2, 1]), Error, "begin[0] + size[0]");
    assertEquals([tf.backend().numDataIds(), cpu.numDataIds()], held);
    x.dispose();
  },
});

const PLANS: Readonly<Record<string, Compute>> = {
  "inputs that the backend refuses": (x) => x ? [tf.cumsum(tf.cast(tf.step(x), "bool"), 1)] : [],
  "complex numbers, in several shapes": (x, y) => {
    if (!x || !y) return [];
    const z = tf.mul(tf.complex(x, y), tf.complex(y, tf.ones([3, 4])));
    const turned = tf.reshape(z, [4, 3]);
    return [tf.real(turned), tf.imag(tf.fft(turned)), tf.abs(z)];
  },
  "complex constants": (x) => {
    if (!x) return [];
    const z = tf.add(tf.complex(x, x), tf.complex(tf.ones([4]), tf.zeros([4])));
    return [tf.imag(tf.ifft(z))];
  },
};

for (const [name, compute] of Object.entries(PLANS)) {
  Deno.test({
    name: `a plan replays the cpu backend's kernels: ${name}`,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const toFloats: Compute = (...given) =>
        compute(...given).map((result) => result && tf.cast(result, "float32"));
      assertRepeats([[3, 4], [3, 4]], toFloats);
    },
  });
}
