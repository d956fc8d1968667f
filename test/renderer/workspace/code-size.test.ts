import { expect, it } from "vitest";
import { toSizeLevel, utf8Length } from "../../../renderer/workspace/code-size.ts";

it.each(["", "abc", "é", "漢字", "😀", "a😀é漢", "\ud800", "\ud800a", "\udc00x", "\ud83d\ud83d\ude00"])(
  "measures %j as an encoder does",
  (text) => {
    expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
  },
);

it.each([
  [100, "fits"],
  [900, "near"],
  [1_000, "near"],
  [1_001, "over"],
])("%d of 1000 bytes: %s", (bytes, level) => {
  expect(toSizeLevel(bytes, 1_000)).toBe(level);
});
