import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownFolders } from "./testing/own-folder.ts";

const folder = ownFolders();
const readme = readFileSync(join(import.meta.dirname, "..", "README.md"), "utf8");
const samples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code ?? "");

/** Runs a sample as it stands, with its folders below one of ours. */
function run(own: string, sample: number): string {
  const code = (samples[sample] ?? "")
    .replaceAll("/var/lib/shop", own)
    .replaceAll("/etc/shop", own)
    .replaceAll('"@secondlock/ledger"', JSON.stringify(join(import.meta.dirname, "index.ts")));
  const file = join(own, `sample-${sample}.ts`);
  writeFileSync(file, code);
  const ran = spawnSync(process.execPath, [file], { encoding: "utf8" });
  expect(
    ran.stderr.replaceAll(/.*(?:Warning|--trace-warnings|--trace-deprecation|Reparsing|To eliminate).*\n/g, ""),
  ).toBe("");
  expect(ran.status).toBe(0);
  return ran.stdout;
}

test("the samples of the README do what they say, one after the other", () => {
  const own = folder();
  mkdirSync(own, { recursive: true });
  const { privateKey } = generateKeyPairSync("ed25519");
  writeFileSync(join(own, "head.key"), privateKey.export({ type: "pkcs8", format: "pem" }));
  writeFileSync(join(own, "package.json"), '{"type":"module"}');
  expect(samples).toHaveLength(4);
  expect(run(own, 0)).toMatch(/^entry 0 is on disk, hash [0-9a-f]{64}\n0 \S+Z secret\.opened \{/);
  expect(run(own, 1)).toBe("nobody touched it\ntrue\n");
  expect(run(own, 2)).toBe("0 192.0.2.7\nentry 1 says so\n");
  expect(run(own, 3)).toMatch(/^\{.*"secret\.opened".*\}\n\{.*"ledger\.redacted".*\}\n2\n$/);
});

test("every reason of a refusal is in the README", () => {
  const sources = ["event.ts", "canonical.ts", "store.ts", "damage.ts", "verify.ts", "redact.ts", "prove.ts"].map(
    (name) => readFileSync(join(import.meta.dirname, name), "utf8"),
  );
  const reasons = sources.flatMap((source) =>
    [...source.replaceAll(/^ *\/\*\*.*\*\/\n/gm, "").matchAll(/^export type \w*Reason =[\s\S]*?;/gm)].flatMap(
      ([union]) => [...union.matchAll(/\| "([a-z-]+)"/g)].map(([, reason]) => reason ?? ""),
    ),
  );
  expect(reasons.length).toBeGreaterThan(35);
  expect(reasons.filter((reason) => !readme.includes(`\`${reason}\``))).toEqual([]);
});
