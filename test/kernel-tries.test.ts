import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controls } from "@secondlock/catalogue";
import { exampleHost } from "@secondlock/catalogue/testing";
import { theHost } from "@secondlock/model";
import { afterAll, beforeAll, expect, it } from "vitest";

let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "secondlock-kernel-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The status of the try, where systemd-detect-virt says this; what marks this very machine as a container is not looked at. */
function statusOf(control: string, virtualisation: string): number | null {
  for (const [name, line] of [
    ["systemd-detect-virt", `echo ${virtualisation}`],
    ["dmesg", "echo line"],
    ["awk", "echo address"],
  ] as const)
    writeFileSync(join(directory, name), `#!/bin/sh\n${line}\n`, { mode: 0o700 });
  const attempt = controls.find(({ id }) => id === control)?.attempt;
  if (attempt === undefined || "none" in attempt) throw new Error(`${control} is not attempted`);
  const [probe] = attempt.probes(exampleHost(), theHost, "operator");
  if (probe?.kind !== "ordinary-command") throw new Error(`${control} runs no command`);
  const [file = "", ...words] = probe.argv.map((word) =>
    word.replaceAll(/\/\.dockerenv|\/run\/\.containerenv/g, join(directory, "no-mark")),
  );
  return spawnSync(file, words, { env: { PATH: `${directory}:/usr/bin:/bin` } }).status;
}

it.each(["kernel-log-restricted", "kernel-pointers-hidden"])(
  "%s is tried on a machine, and not in a container, whose kernel is another's",
  (control) => {
    expect(statusOf(control, "none")).toBe(0);
    expect(statusOf(control, "systemd-nspawn")).toBe(77);
  },
);
