import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Audit } from "@secondlock/engine";
import { folder, secondlock } from "./command.ts";

const patience = 180_000;
const nobody = 65_534;

describe("secondlock audit of this machine, without a file", () => {
  it(
    "answers, keeps the audit for its owner only, and says what turned since the last one",
    { timeout: patience },
    async () => {
      const cwd = folder();
      const first = await secondlock(["audit"], cwd);
      expect(first.err).toBe("");
      expect(first.status).toBe(0);
      expect(first.out).toMatch(/If this happens, are you still safe/);
      expect(first.out).toMatch(/nothing was changed/);
      expect(first.out).toMatch(/no overall pass/i);
      const audits = join(cwd, ".secondlock/audits");
      expect(readdirSync(audits)).toHaveLength(1);
      expect(statSync(join(audits, readdirSync(audits)[0] ?? "")).mode & 0o777).toBe(0o600);

      const second = await secondlock(
        [
          "audit",
          "--since",
          "last",
          "--json",
          "audit.json",
          "--html",
          "report.html",
          "--sarif",
          "s.sarif",
          "--junit",
          "j.xml",
        ],
        cwd,
      );
      expect(second.status).toBe(0);
      expect(second.out).toMatch(/Since/);
      for (const file of ["audit.json", "report.html", "s.sarif", "j.xml"])
        expect(statSync(join(cwd, file)).mode & 0o777, file).toBe(0o600);
      const audit = JSON.parse(readFileSync(join(cwd, "audit.json"), "utf8")) as Audit;
      expect(audit.targets).toMatchObject([{ state: "read", reached: "this machine" }]);
      expect(audit.coverage.attemptsMade).toBe(0);
      expect(audit.verdicts.filter(({ verdict }) => verdict === "proven")).toEqual([]);
    },
  );

  it.runIf(process.getuid?.() === 0)(
    "without root: what needs root is unknown and says so",
    { timeout: patience },
    async () => {
      const cwd = folder();
      chownSync(cwd, nobody, nobody);
      chmodSync(cwd, 0o700);
      const said = await secondlock(["audit", "--json", "--no-keep"], cwd, { uid: nobody });
      expect(said.status).toBe(0);
      const audit = JSON.parse(said.out) as Audit;
      expect(audit.targets[0]?.asRoot).toBe(false);
      const needsRoot = audit.verdicts.filter(({ inside }) => inside.because === "needs root");
      expect(needsRoot.length).toBeGreaterThan(30);
      expect(needsRoot.filter(({ verdict }) => verdict !== "unknown")).toEqual([]);
      expect(audit.coverage.unseen.find(({ because }) => because === "needs root")?.count).toBe(needsRoot.length);
    },
  );
});

describe("secondlock audit says what is wrong before it does anything", () => {
  it.each([
    ["an unknown option", ["audit", "--nonsense"], /--help/],
    ["a timeout that is no number", ["audit", "--timeout", "soon"], /whole number/],
    ["a condition that does not exist", ["audit", "--fail-on", "everything"], /broken/],
    ["two reports on standard output", ["audit", "--json", "--html"], /file/],
    ["a service file that is not there", ["audit", "--file", "absent.yaml"], /absent\.yaml/],
    ["--host without a service file", ["audit", "--host", "app-1"], /secondlock init/],
    ["a login that is an option", ["audit", "--", "-oProxyCommand=x"], /hint:/],
    ["an earlier audit that is not there", ["audit", "--since", "gone.json"], /hint:/],
    ["--since last when none is kept", ["audit", "--since", "last"], /secondlock audit/],
  ])("%s", async (_name, args, hint) => {
    const cwd = folder();
    const said = await secondlock(args, cwd);
    expect(said.status).toBe(2);
    expect(said.err).toMatch(hint);
    expect(said.err).not.toMatch(/^\s+at /m);
    expect(existsSync(join(cwd, ".secondlock"))).toBe(false);
  });

  it("reports every problem of the service file at once, with line and column", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "secondlock.yaml"),
      "service: shop\nhosts:\n  app-1: { role: web, ssh: ada@app-1.example }\n  db-1: { ssh: ada@10.0.0.3, via: app-2 }\n",
    );
    const said = await secondlock(["audit"], cwd);
    expect(said.status).toBe(2);
    expect(said.err).toMatch(/secondlock\.yaml:3:18: /);
    expect(said.err).toMatch(/secondlock\.yaml:4:\d+: .*app-2/);
    expect(said.err.match(/hint: /g)?.length).toBe(2);
  });

  it("prints the script that it would run, and runs nothing", async () => {
    const said = await secondlock(["audit", "--show-script"], folder());
    expect(said.status).toBe(0);
    expect(said.out).toMatch(/^LC_ALL=C/);
    expect(said.out).toContain("/proc/sys/kernel/random/boot_id");
  });
});
