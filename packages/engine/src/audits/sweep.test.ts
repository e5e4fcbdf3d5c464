import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sampleAudit } from "../report/fixtures/sample-audit.ts";
import { keepAudit } from "./store.ts";

test("the half of a killed run goes with the next one; one that is still written stays", async () => {
  const directory = await mkdtemp(join(tmpdir(), "secondlock-sweep-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const [old, young] = [".a.json.zst.part", ".b.json.zst.part"];
  for (const name of [old, young]) await writeFile(join(directory, name), "half");
  await utimes(join(directory, old), 1_700_000_000, 1_700_000_000);
  await keepAudit(directory, sampleAudit());
  const names = await readdir(directory);
  expect(names).not.toContain(old);
  expect(names).toContain(young);
  expect(names.filter((name) => name.endsWith(".zst"))).toHaveLength(1);
});
