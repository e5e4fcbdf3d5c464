import { writeSync } from "node:fs";
import { openLedger } from "../ledger.ts";
import { fileStore } from "../stores/file/file-store.ts";

export interface WriterWork {
  readonly folder: string;
  /** Appends at a time, and characters of text in each. */
  readonly width: number;
  readonly length: number;
  readonly segmentSize: number;
  /** Stands in every event. */
  readonly name: string;
  /** Entries; until it is ended, otherwise. */
  readonly count?: number;
}

/** Appends, and says the number of each entry in a line of its own only when it has the answer. */
const work = JSON.parse(process.argv[2] ?? "") as WriterWork;
const { folder, width, length, segmentSize, name, count = Number.POSITIVE_INFINITY } = work;
const result = await openLedger({ store: fileStore({ folder }), segmentSize });
if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
const { ledger } = result;
writeSync(1, "ready\n");
const text = "x".repeat(length);
for (let n = 0; n < count;) {
  const events = Array.from({ length: width }, () => ({ type: "a", data: { name, n: n++, text } }));
  const answers = await Promise.all(events.map((event) => ledger.append(event)));
  writeSync(1, answers.map((one) => `${one.ok ? one.seq : one.reason}\n`).join(""));
}
await ledger.close();
