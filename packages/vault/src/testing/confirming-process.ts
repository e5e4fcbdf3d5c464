import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createHostKeys, writePin } from "../keys/host-folder.ts";
import { sealedFor } from "./sealed-for.ts";
import { must } from "./shop.ts";

/** What the one argument says, as JSON. */
export interface Asked {
  /** Gets `keys`, with what the host app-1 needs, and `.env.sealed`. */
  readonly folder: string;
  /** Where the confirmer listens. */
  readonly address: string;
  /** Ranges that app-1 may ask from, besides the address itself. */
  readonly sources: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
}

/** What it answers to each line that it reads, as JSON; it stops when there are no more. */
export interface Told {
  readonly opens: number;
  readonly refusals: readonly { readonly reason: string; readonly peer: string; readonly reference: string }[];
}

const { folder, address, sources, secrets } = JSON.parse(process.argv[2] ?? "") as Asked;
const host = must(await createHostKeys(join(folder, "keys")));
const policy = { sources: [`${address}/32`, ...sources] };
const { bytes, pin, confirmers } = await sealedFor({ secrets, host, address, policy });
must(await writePin(join(folder, "keys"), pin));
writeFileSync(join(folder, ".env.sealed"), bytes);
const [confirming] = confirmers;
if (confirming === undefined) throw new Error("there is no confirmer");
const tell = async (): Promise<void> => {
  const told: Told = { opens: (await confirming.record()).state.opens, refusals: confirming.refusals };
  process.stdout.write(`${JSON.stringify(told)}\n`);
};
await tell();
for await (const _ of createInterface({ input: process.stdin })) await tell();
await confirming.stop();
