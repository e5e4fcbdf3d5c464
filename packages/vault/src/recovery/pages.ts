import { readFile } from "node:fs/promises";
import { generateIdentity } from "@secondlock/age";
import { type Share, shareText, splitIdentity } from "./share.ts";

/** A recovery key that was made and is nowhere but in its shares. */
export interface RecoveryPages {
  /** `age1...`, for the header of sealed files. */
  readonly recipient: string;
  /** To be printed, one for each keeper. */
  readonly pages: readonly string[];
}

/** Makes a recovery key and splits it. Throws RangeError unless 2 <= needed <= count <= 16. */
export async function makeRecovery(needed: number, count: number): Promise<RecoveryPages> {
  const identity = generateIdentity();
  const shares = await splitIdentity(identity, needed, count);
  const [combine = "", values = ""] = await Promise.all(
    ["combine.py", "values.py"].map((name) => readFile(new URL(name, import.meta.url), "utf8")),
  );
  const recipient = identity.recipient.text;
  return { recipient, pages: shares.map((share) => pageOf(share, recipient, { combine, values })) };
}

interface Programs {
  readonly combine: string;
  readonly values: string;
}

function pageOf(share: Share, recipient: string, { combine, values }: Programs): string {
  const { threshold, count, number } = share;
  return `SECONDLOCK RECOVERY, PAGE ${number} OF ${count}

${threshold} of these ${count} pages open every secret of the sealed files that name this recipient:

    ${recipient}

    ${shareText(share)}

Keep this page where no other of them is, and on no computer. Who has ${threshold} of them reads everything, from
copies of the file of any age, and nobody is told.

When all else fails, on a computer that you trust, with Python 3 and age (https://age-encryption.org):

1. Type both programs below into files of their names. In any checkout of Secondlock they are in
   packages/vault/src/recovery.
2. Run this, and type ${threshold} shares, each on a line of its own, then an empty line:

       python3 combine.py | python3 values.py .env.sealed

3. It prints the values as a shell reads them. Afterwards change every one of them where it is used, and make new pages.

--- combine.py
${combine.trimEnd()}
--- values.py
${values.trimEnd()}
---
`;
}
