import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "@secondlock/lab";

/** The account that an auditor gets on every host. */
export const auditorAccount = "secondlock-auditor";

/** What an auditor's login says first: the collector answers with it. */
export const auditorNonce = `${"a1".repeat(16)}\n`;

/** Makes the key that audits without a person; gives the file of its private half. */
export async function makeAuditorKey(lab: Lab): Promise<string> {
  const key = join(lab.directory, "auditor");
  await lab.operator.exec(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ci", "-f", key]);
  return key;
}

/** The line of the service file that lets it in from these addresses. */
export function auditorDeclared(key: string, from: readonly string[]): string {
  const places = from.map((address) => `"${address}"`).join(", ");
  return `auditor: { keys: [${readFileSync(`${key}.pub`, "utf8").trim()}], from: [${places}], key_home: ci }\n`;
}
