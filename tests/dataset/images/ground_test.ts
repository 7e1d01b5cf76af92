import { assertEquals } from "@std/assert";
import { commonGround, groundOf } from "../../../src/dataset/images/ground.ts";

/** Pictures of 4 x 4 with a border of one tone each around a middle of another. */
function framed(borders: readonly number[], middle = 128, channels = 1): Uint8Array {
  return Uint8Array.from(
    borders.flatMap((border) =>
      Array.from({ length: 16 * channels }, (_, i) => {
        const [x, y] = [Math.floor(i / channels) % 4, Math.floor(i / channels / 4)];
        return x % 3 === 0 || y % 3 === 0 ? border : middle;
      })
    ),
  );
}

Deno.test("commonGround() is what 95 of 100 pictures have around them", () => {
  for (const channels of [1, 3]) {
    const ground = (...borders: number[]): string | undefined =>
      commonGround(framed(borders, 200, channels), [4, 4], channels);
    assertEquals(ground(...new Array(95).fill(10), ...new Array(5).fill(250)), "dark");
    assertEquals(ground(...new Array(94).fill(10), ...new Array(6).fill(250)), undefined);
    assertEquals(ground(255, 240, 230), "light");
    assertEquals(ground(120, 120), undefined);
  }
});

Deno.test("commonGround() of pictures with uneven edges, as photos have, is not known", () => {
  const photo = Uint8Array.from({ length: 16 }, (_, i) => i % 2 === 0 ? 0 : 100);
  assertEquals(commonGround(photo, [4, 4], 1), undefined);
});

Deno.test("groundOf() one picture is that of its edge alone", () => {
  assertEquals(groundOf(framed([200], 0), [4, 4]), "light");
  assertEquals(groundOf(framed([90], 255, 3), [4, 4]), "dark");
});
