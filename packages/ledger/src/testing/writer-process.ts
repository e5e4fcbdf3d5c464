import { writeSync } from "node:fs";
import { openLedger } from "../ledger.ts";
import { fileStore } from "../stores/file/file-store.ts";

export interface WriterWork {
  /** Logs that are written to side by side, and how many appends at a time each gets. */
  readonly logs: readonly { readonly folder: string; readonly width: number }[];
  readonly segmentSize: number;
  /** Stands in every event. */
  readonly name: string;
  /** Entries for each log; until it is ended, otherwise. */
  readonly count?: number;
}

/** Appends, and says log and number of each entry (`0 17`) only when it has the answer. */
const { logs, segmentSize, name, count = Number.POSITIVE_INFINITY } = JSON.parse(process.argv[2] ?? "") as WriterWork;
await Promise.all(logs.map((log, index) => write(log, index)));

async function write({ folder, width }: WriterWork["logs"][number], index: number): Promise<void> {
  const result = await openLedger({ store: fileStore({ folder }), segmentSize });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  const { ledger } = result;
  writeSync(1, `${index} ready\n`);
  for (let n = 0; n < count;) {
    const data = (): object => ({ name, n: n++, text: "x".repeat(200) });
    const answers = await Promise.all(Array.from({ length: width }, () => ledger.append({ type: "a", data: data() })));
    writeSync(1, answers.map((one) => `${index} ${one.ok ? one.seq : one.reason}\n`).join(""));
  }
  await ledger.close();
}
