import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { pinOf } from "../file/pin.ts";
import { signHeader, signWrap, writeFile } from "../file/write-file.ts";
import { putWraps } from "../hosts/add-wraps.ts";
import { writePin } from "../keys/host-folder.ts";
import { generateSigner } from "../keys/signing.ts";
import { day, makeShop, must, read, type Shop } from "../testing/shop.ts";
import { readNamedKeys } from "./named-key.ts";

const root = mkdtempSync(join(tmpdir(), "secondlock-named-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The shop's owner took its only host out, and remembers the file as it is since. */
async function removed(shop: Shop): Promise<string> {
  const home = mkdtempSync(join(root, "home-"));
  const next = putWraps(read(shop.bytes), "app-1", [], { by: "ada", signer: shop.owner, at: day });
  must(await writePin(home, pinOf(read(next))));
  return home;
}

const lines = (shop: Shop): string[] => String(shop.bytes).split("\n");
const file = (shop: Shop, more: Partial<Parameters<typeof writeFile>[0]>, signer = shop.owner): Buffer =>
  writeFile({ ...read(shop.bytes), ...more }, [], { by: "ada", signer, at: day });

it.each<readonly [string, (shop: Shop) => Buffer | string, object]>([
  ["from before a host was removed tells its keys", (shop) => shop.bytes, { ok: true, value: { doubt: "older" } }],
  [
    "whose last line is nobody's tells them too",
    (shop) => file(shop, {}, generateSigner()),
    { ok: true, value: { doubt: "not-the-editors" } },
  ],
  [
    "whose values were changed as well",
    (shop) => lines(shop).toSpliced(3, 1).join("\n"),
    { ok: true, value: { doubt: "changed" } },
  ],
  [
    "with a wrap that the owner did not sign tells nothing",
    (shop) => file(shop, { wraps: [signWrap(shop.wrap, shop.ben)] }),
    { ok: false, reason: "not-the-owners-wrap", detail: "app-1" },
  ],
  [
    "with another's header tells nothing",
    (shop) => file(shop, { header: signHeader(shop.header, shop.ben) }),
    { ok: false, reason: "not-the-owners" },
  ],
  ["that nobody has pinned tells nothing", () => makeShop({}).bytes, { ok: false, reason: "not-pinned" }],
])("a file %s", async (_, make, told) => {
  const shop = makeShop({ A: "1" });
  const home = await removed(shop);
  const path = join(mkdtempSync(join(root, "file-")), "older.sealed");
  writeFileSync(path, make(shop));
  const keys = await readNamedKeys(home, path);
  expect(keys).toMatchObject(told);
  const [{ confirmer, origin, key, kid } = shop.wrap.confirmers[0]!] = shop.wrap.confirmers;
  if (keys.ok) expect(keys.value.keys).toEqual([{ host: "app-1", kid, confirmer: { confirmer, origin, key } }]);
});
