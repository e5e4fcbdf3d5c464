import { createHmac } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import type { Lab } from "@secondlock/lab";
import type { Desk } from "./desk.ts";

const COMMAND = join(import.meta.dirname, "../../packages/cli/bin/secondlock.js");

/** What an authenticator app does, written apart from what is tested. */
export function codeFor(secret: string, counter: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = Array.from(secret, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const moving = Buffer.from(counter.toString(16).padStart(16, "0"), "hex");
  const mac = createHmac("sha1", key).update(moving).digest();
  const at = mac.readUInt8(19) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

export interface Sitting {
  readonly code: number | null;
  readonly secret: string;
  readonly emergency: readonly string[];
  readonly out: string;
  readonly err: string;
}

/** Runs the command with a person at it, who answers with these codes. */
export async function enrolAt(
  { operator }: Lab,
  { directory }: Desk,
  person: string,
  codes: (secret: string) => readonly string[],
  ...more: readonly string[]
): Promise<Sitting> {
  const argv = [process.execPath, COMMAND, "enrol", person, "--print", "--ascii", "-F", operator.sshConfig, ...more];
  const child = operator.spawn(argv, { cwd: directory, stdio: "pipe" });
  let [out, err, secret] = ["", "", ""];
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
  child.stdout?.on("data", (chunk: Buffer) => {
    out += chunk.toString("utf8");
    const [, groups] = /^ {2}((?:[A-Z2-7]{4} ?){8})$/m.exec(out) ?? [];
    if (groups === undefined || secret !== "" || !out.includes("Emergency")) return;
    secret = groups.replaceAll(" ", "");
    child.stdin?.end(
      codes(secret)
        .map((code) => `${code}\n`)
        .join(""),
    );
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, secret, emergency: [...out.matchAll(/^ {2}(\d{8})$/gm)].map(([, one]) => one ?? ""), out, err };
}
