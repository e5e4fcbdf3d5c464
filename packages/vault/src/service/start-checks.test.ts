import { randomBytes } from "node:crypto";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toText } from "../bytes.ts";
import { changeKey } from "../confirmer/change-key.ts";
import { shred } from "../confirmer/key-orders.ts";
import { ownersOf } from "../confirmer/owners.ts";
import { generateEvaluationKey } from "../oprf/evaluate.ts";
import { accept } from "../outcome.ts";
import { must } from "../testing/shop.ts";
import { confirmerOf } from "./answering.ts";
import { readHead } from "./head-file.ts";
import type { ServiceParts } from "./service-parts.ts";
import { startChecks } from "./start-checks.ts";
import { keepHead, keepKey, type KeptKey, now, withParts } from "./testing/kept-key.ts";
import { ownFolders } from "./testing/own-folder.ts";

const fresh = ownFolders();

/** One that has a key, and was opened some times. */
async function used(folder: string): Promise<KeptKey> {
  return await withParts(folder, async (parts) => {
    const key = await keepKey(parts);
    await opened(parts, key);
    await keepHead(parts);
    return key;
  });
}

/** Counted and logged, as an opening is. */
async function opened({ documents, ledger }: ServiceParts, { kid }: KeptKey): Promise<void> {
  const { revision } = must(await changeKey(documents, kid, (record) => accept(record)));
  await ledger.append({ type: "opening.confirmed", data: { kid, revision } });
}

const checked = (folder: string, ahead = 0) =>
  withParts(folder, async ({ ledger, documents, custody, folder }) => {
    const head = must(await readHead(folder.head, folder.publicKey));
    return await startChecks({ ledger, documents, custody, head, now: () => now() + ahead });
  });

/** Does something to one that was used, in between of two starts. */
async function after(change: (folder: string, key: KeptKey) => unknown): ReturnType<typeof checked> {
  const folder = fresh();
  const key = await used(folder);
  await change(folder, key);
  return await checked(folder);
}

describe("a confirmer that is as it was left", () => {
  it("starts, also the first time, and a second time", async () => {
    const folder = fresh();
    expect(await checked(folder)).toEqual({ ok: true, value: { entries: 0, withoutKey: [] } });
    await used(folder);
    expect(await checked(folder)).toEqual({ ok: true, value: { entries: 2, withoutKey: [] } });
  });

  it("starts when it died between counting and logging, and between logging and the next head", async () => {
    const counted = await after((folder, { kid }) =>
      withParts(folder, ({ documents }) => changeKey(documents, kid, (record) => accept(record))),
    );
    expect(counted).toMatchObject({ ok: true });
    expect(await after((folder, key) => withParts(folder, (parts) => opened(parts, key)))).toMatchObject({ ok: true });
  });

  it("starts without a key whose wrapping key is gone, and names it", async () => {
    let kid = "";
    const outcome = await after((folder, key) => {
      kid = key.kid;
      rmSync(join(folder, "keys", kid));
    });
    expect(outcome).toEqual({ ok: true, value: { entries: 2, withoutKey: [kid] } });
  });

  it("starts after a key was shredded in due form", async () => {
    const outcome = await after((folder, { kid }) =>
      withParts(folder, async (parts) =>
        must(await shred(confirmerOf({ parts, observe: () => undefined, now }, "http://127.0.0.1"), kid)),
      ),
    );
    expect(outcome).toEqual({ ok: true, value: { entries: 3, withoutKey: [] } });
  });
});

describe("is refused before it confirms anything:", () => {
  it("a database that was set back: counts, and what was revoked", async () => {
    for (const status of ["active", "revoked"] as const) {
      let name = "";
      const outcome = await after(async (folder, key) => {
        name = key.kid;
        cpSync(join(folder, "confirmer.db"), join(folder, "copy"));
        await withParts(folder, async (parts) => {
          const { documents, ledger } = parts;
          if (status === "active") return await opened(parts, key);
          const change = await changeKey(documents, key.kid, (record) =>
            accept({ ...record, state: { ...record.state, status } }),
          );
          await ledger.append({ type: "key.revoked", data: { kid: key.kid, revision: must(change).revision } });
        });
        for (const end of ["", "-wal", "-shm"]) rmSync(join(folder, `confirmer.db${end}`), { force: true });
        cpSync(join(folder, "copy"), join(folder, "confirmer.db"));
      });
      expect(outcome).toEqual({ ok: false, reason: "database-behind", detail: name });
    }
  });

  it("a policy that was set back, also when openings were counted since", async () => {
    let name = "";
    const outcome = await after(async (folder, { kid }) => {
      name = kid;
      await withParts(folder, async ({ documents, ledger }) => {
        // narrowed by its owners, put back by somebody, and then opened: only the log knows of the one in between
        await ledger.append({ type: "policy.set", data: { kid, revision: 3, policyVersion: 2 } });
        const counted = must(await changeKey(documents, kid, (record) => accept({ ...record, revision: 7 })));
        const { revision } = counted;
        await ledger.append({ type: "opening.confirmed", data: { kid, revision, policyVersion: 1 } });
      });
    });
    expect(outcome).toEqual({ ok: false, reason: "database-behind", detail: name });
  });

  it("a key that is gone from the database", async () => {
    const outcome = await after((folder, { kid }) =>
      withParts(folder, ({ documents }) => documents.update("key", kid, () => ({ result: undefined, remove: true }))),
    );
    expect(outcome).toMatchObject({ ok: false, reason: "database-behind" });
  });

  it("owners of before", async () => {
    const outcome = await after((folder) =>
      withParts(folder, async ({ documents, ledger }) => {
        const { version, owners } = await ownersOf(documents);
        await ledger.append({ type: "owners.set", data: { version: version + 1, owners: [...owners] } });
      }),
    );
    expect(outcome).toEqual({ ok: false, reason: "database-behind", detail: "owners 1 of 2" });
  });

  it("a revocation that was taken back with a higher revision", async () => {
    const outcome = await after((folder, { kid }) =>
      withParts(folder, async ({ documents, ledger }) => {
        await ledger.append({ type: "key.revoked", data: { kid, revision: 3 } });
        for (let n = 0; n < 9; n++) await changeKey(documents, kid, (record) => accept(record));
      }),
    );
    expect(outcome).toMatchObject({ ok: false, reason: "database-behind" });
  });

  it("a key that was shredded, and stands there as if it only was revoked", async () => {
    const outcome = await after((folder, { kid }) =>
      withParts(folder, async ({ documents, ledger }) => {
        await ledger.append({ type: "key.shredded", data: { kid, revision: 3 } });
        for (let n = 0; n < 9; n++)
          await changeKey(documents, kid, (record) =>
            accept({ ...record, state: { ...record.state, status: "revoked" as const } }),
          );
      }),
    );
    expect(outcome).toMatchObject({ ok: false, reason: "database-behind" });
  });

  it("a log that was cut off, set back, or begun anew", async () => {
    const cut = await after(async (folder, key) => {
      cpSync(join(folder, "ledger"), join(folder, "copy"), { recursive: true });
      await withParts(folder, async (parts) => {
        await opened(parts, key);
        await keepHead(parts);
      });
      rmSync(join(folder, "ledger"), { recursive: true });
      cpSync(join(folder, "copy"), join(folder, "ledger"), { recursive: true });
    });
    expect(cut).toEqual({ ok: false, reason: "log-behind", detail: "2 of 3 entries" });
    expect(await after((folder) => rmSync(join(folder, "ledger"), { recursive: true }))).toMatchObject({
      ok: false,
      reason: "log-forked",
    });
  });

  it("a log that goes another way than the head", async () => {
    const forked = await after(async (folder, key) => {
      cpSync(join(folder, "ledger"), join(folder, "copy"), { recursive: true });
      await withParts(folder, async (parts) => {
        await opened(parts, key);
        await keepHead(parts);
      });
      rmSync(join(folder, "ledger"), { recursive: true });
      cpSync(join(folder, "copy"), join(folder, "ledger"), { recursive: true });
      await withParts(folder, async (parts) => {
        for (let n = 0; n < 3; n++) await opened(parts, key);
      });
    });
    expect(forked).toMatchObject({ ok: false, reason: "log-forked" });
  });

  it("a log whose head somebody removed, or wrote", async () => {
    expect(await after((folder) => rmSync(join(folder, "head")))).toEqual({
      ok: false,
      reason: "no-head",
      detail: "2 entries",
    });
    const both = await after((folder) => {
      for (const name of ["head", "ledger"]) rmSync(join(folder, name), { recursive: true });
    });
    expect(both).toEqual({ ok: false, reason: "no-head", detail: "1 keys" });
    const written = after((folder) => writeFileSync(join(folder, "head"), "{}\n"));
    await expect(written).rejects.toThrow("bad-head");
  });

  it("another master key, and a public key that is not its secret key's", async () => {
    const other = await after(async (folder) => {
      writeFileSync(`${folder}.master-key`, `${toText(randomBytes(32))}\n`);
    });
    expect(other).toMatchObject({ ok: false, reason: "forged-document" });
    const exchanged = await after((folder, { kid }) =>
      withParts(folder, ({ documents }) =>
        changeKey(documents, kid, (record) => {
          const publicKey = toText(generateEvaluationKey().publicKey);
          return accept({
            ...record,
            state: { ...record.state, epochs: record.state.epochs.map((each) => ({ ...each, publicKey })) },
          });
        }),
      ),
    );
    expect(exchanged).toMatchObject({ ok: false, reason: "key-not-ours", detail: expect.stringContaining("not-ours") });
  });

  it("a clock that is behind the log", async () => {
    const folder = fresh();
    await used(folder);
    expect(await checked(folder, -50)).toMatchObject({ ok: true });
    expect(await checked(folder, -70)).toMatchObject({ ok: false, reason: "clock-behind" });
  });
});
