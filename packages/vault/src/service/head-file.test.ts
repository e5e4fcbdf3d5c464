import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { must } from "../testing/shop.ts";
import { headFile, readHead } from "./head-file.ts";
import { withParts } from "./testing/kept-key.ts";
import { ownFolders } from "./testing/own-folder.ts";

const fresh = ownFolders();

it("a newer head that another process kept stays, and one that nobody signed is not read", async () => {
  await withParts(fresh(), async ({ ledger, folder }) => {
    const { secretKey } = folder.signer;
    const lines: string[] = [];
    const parts = {
      path: folder.head,
      secretKey,
      publicKey: folder.publicKey,
      failed: (code: string) => void lines.push(code),
    };
    const size = async (): Promise<number | undefined> => must(await readHead(folder.head, folder.publicKey))?.size;
    await ledger.append({ type: "a" });
    const older = await ledger.sign(secretKey);
    await ledger.append({ type: "a" });
    must(await headFile({ ...parts, ledger }).keep());
    expect(await size()).toBe(2);
    must(await headFile({ ...parts, ledger: { sign: async () => await Promise.resolve(older) } }).keep());
    expect(await size()).toBe(2);
    await ledger.append({ type: "a" });
    const file = headFile({ ...parts, ledger });
    file.changed();
    await file.settle();
    expect(await size()).toBe(3);

    writeFileSync(folder.head, "{}");
    expect(await readHead(folder.head, folder.publicKey)).toMatchObject({ ok: false, reason: "bad-head" });
    const nowhere = headFile({ ...parts, ledger, path: `${dirname(folder.head)}/nowhere/head` });
    nowhere.changed();
    await nowhere.settle();
    expect(lines).toEqual(["ENOENT"]);
  });
});
