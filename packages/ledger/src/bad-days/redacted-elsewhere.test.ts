import { expect, test } from "vitest";
import { fileStore } from "../stores/file/file-store.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { add, headOf, opened } from "../testing/store-contract.ts";

const folder = ownFolders();

// ext4 gives the number of a file that is gone to the next one
test.each([1, 2, 3, 4, 5])("one who wrote nothing goes on after another redacted %i times", async (times) => {
  const own = folder();
  const redacting = await opened(fileStore({ folder: own }));
  await add(redacting, ...Array.from({ length: 6 }, () => ({ type: "a.b", private: { name: "x".repeat(3_000) } })));
  const other = await opened(fileStore({ folder: own }));
  for (let seq = 0; seq < times; seq += 1) {
    expect(await redacting.redact(seq, "name")).toMatchObject({ ok: true });
  }
  expect(await other.append({ type: "c.d" })).toMatchObject({ ok: true, seq: 6 + times });
  expect(await redacting.verify(await headOf(other))).toMatchObject({ ok: true, redacted: times });
  await Promise.all([redacting.close(), other.close()]);
});
