import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { writePin } from "../keys/host-folder.ts";
import { createPerson } from "../keys/person-folder.ts";
import { day, makeShop, must, read } from "../testing/shop.ts";
import { setValue } from "./edit.ts";
import { mergeAsPerson } from "./personal-merge.ts";
import { type Pin, pinOf } from "./pin.ts";

/** Ben, who merges two branches of one file with what he has pinned. */
async function merged(
  pinFrom: (pin: Pin) => Partial<Pin>,
): Promise<{ readonly outcome: unknown; readonly same: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-merge-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const home = join(folder, "home");
  must(await createPerson(home, "ben"));
  const shop = makeShop({ A: "1" });
  writeFileSync(join(home, "signer.pem"), shop.ben.secretKey.export({ format: "pem", type: "pkcs8" }));
  const byBen = { by: "ben", signer: shop.ben, at: day };
  const base = read(shop.bytes);
  const [ours, theirs] = [must(setValue(base, "B", "2", byBen)), must(setValue(base, "C", "3", byBen))];
  const paths = { base: join(folder, "base"), ours: join(folder, "ours"), theirs: join(folder, "theirs") };
  writeFileSync(paths.base, shop.bytes);
  writeFileSync(paths.ours, ours);
  writeFileSync(paths.theirs, theirs);
  const pin = pinOf(read(theirs));
  must(await writePin(home, { ...pin, ...pinFrom(pin) }));
  const outcome = await mergeAsPerson({ home, ...paths, at: day });
  return { outcome, same: readFileSync(paths.ours).equals(ours) };
}

it("what comes out of two branches is as new as the newest that was seen, whichever side that was", async () => {
  expect(await merged(() => ({}))).toEqual({ outcome: { ok: true, value: [] }, same: false });
});

it.each([
  ["older than what was seen elsewhere", (pin: Pin) => ({ sequence: pin.sequence + 2 }), "older"],
  ["of an older header", (pin: Pin) => ({ headerVersion: pin.headerVersion + 1 }), "older"],
  ["of another owner", () => ({ owner: "A".repeat(43) }), "not-the-owners"],
])("what would be %s is not written (attack 4)", async (_, pinFrom, reason) => {
  expect(await merged(pinFrom)).toMatchObject({ outcome: { ok: false, reason }, same: true });
});
