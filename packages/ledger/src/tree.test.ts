import { describe, expect, test } from "vitest";
import { emptyRoot, entryHash } from "./hash.ts";
import { consistencyPath, extendsTree, includes, inclusionPath } from "./proof.ts";
import { rootOfLeaves, splitOf } from "./tree.ts";

// the leaves and roots that implementations of RFC 6962 test themselves with (google/certificate-transparency)
const leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map(
  (hex) => entryHash(Buffer.from(hex, "hex").toString("latin1")),
);
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/** The definition of RFC 9162 section 2.1.1, word for word: what the tree that grows is compared with. */
const over =
  (hashes: readonly string[]) =>
  async (start: number, end: number): Promise<string> =>
    rootOfLeaves(hashes.slice(start, end));

describe("known trees", () => {
  test.each(roots.map((root, size) => [size, root] as const))("of %i leaves", (size, root) => {
    expect(rootOfLeaves(leaves.slice(0, size))).toBe(root);
  });

  test("the empty one", () => {
    expect(emptyRoot).toBe(roots[0]);
  });

  test.each([
    [0, 1, []],
    [
      0,
      8,
      [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ],
    ],
    [
      5,
      8,
      [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ],
    ],
    [2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]],
    [
      1,
      5,
      [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ],
    ],
  ])("path of leaf %i in %i", async (index, size, wanted) => {
    expect(await inclusionPath(index, size, over(leaves))).toEqual(wanted);
  });

  test.each([
    [1, 1, []],
    [
      6,
      8,
      [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ],
    ],
    [
      2,
      5,
      [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ],
    ],
  ])("from %i leaves to %i", async (older, size, wanted) => {
    expect(await consistencyPath(older, size, over(leaves))).toEqual(wanted);
  });
});

const many = Array.from({ length: 40 }, (_, index) => entryHash(`leaf ${index}`));
const rootAt = (size: number): string => rootOfLeaves(many.slice(0, size));
const swapped = (path: readonly string[], at: number): string[] =>
  path.map((hash, index) => (index === at ? rootAt(39) : hash));

test("every leaf of every tree up to 40 is included, with its own path and no other", async () => {
  for (let size = 1; size <= many.length; size += 1) {
    for (let index = 0; index < size; index += 1) {
      const leaf = many[index] as string;
      const path = await inclusionPath(index, size, over(many));
      const root = rootAt(size);
      expect(includes(root, size, { index, leaf, path })).toBe(true);
      expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
      expect(includes(root, size, { index, leaf: entryHash("another"), path })).toBe(false);
      expect(includes(root, size, { index: index + 1, leaf, path })).toBe(false);
      expect(includes(root, size, { index, leaf, path: [...path, root] })).toBe(false);
      if (path.length > 0) expect(includes(root, size, { index, leaf, path: path.slice(1) })).toBe(false);
      for (const at of path.keys()) expect(includes(root, size, { index, leaf, path: swapped(path, at) })).toBe(false);
    }
  }
});

test("every tree up to 40 is the beginning of every later one, and of no other", async () => {
  for (let size = 1; size <= many.length; size += 1) {
    for (let older = 0; older <= size; older += 1) {
      const path = await consistencyPath(older, size, over(many));
      const [from, to] = [
        { size: older, root: rootAt(older) },
        { size, root: rootAt(size) },
      ];
      expect(extendsTree(from, to, path)).toBe(true);
      expect(extendsTree({ ...from, root: entryHash("another") }, to, path)).toBe(false);
      if (older > 0) expect(extendsTree(from, { ...to, root: entryHash("another") }, path)).toBe(false);
      expect(extendsTree(from, to, [...path, from.root])).toBe(false);
      for (const at of path.keys()) expect(extendsTree(from, to, swapped(path, at))).toBe(false);
    }
  }
});

test.each([
  ["an index beyond the tree", 3, 3, []],
  ["half an index", 0.5, 3, []],
  ["a negative index", -1, 3, []],
  ["a path of what is no hash", 0, 2, ["00"]],
  ["an endless path", 0, 2, Array.from({ length: 65 }, () => entryHash(""))],
])("refuses %s", (_, index, size, path) => {
  expect(includes(entryHash(""), size, { index, leaf: entryHash(""), path })).toBe(false);
});

test("sizes beyond 2^31 split as they should", () => {
  expect(splitOf(2)).toBe(1);
  expect(splitOf(2 ** 33)).toBe(2 ** 32);
  expect(splitOf(2 ** 33 + 1)).toBe(2 ** 33);
});
