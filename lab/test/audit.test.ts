import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controls } from "@secondlock/catalogue";
import { type Audit, type Broken, loadAudit } from "@secondlock/engine";
import { auditJsonSchema } from "@secondlock/engine/report";
import { admins, hardened, labReady, startLab, weak, type Lab } from "@secondlock/lab";
import { loadService } from "@secondlock/service";
import { deskFor, type Desk } from "./desk.ts";
import { verdictOf } from "./outcomes.ts";
import { RELOAD_SSHD } from "./reload-sshd.ts";

describe.skipIf(!labReady())("secondlock audit, as a person runs it", () => {
  let lab: Lab<"app-1" | "db-1" | "stranger">;
  let desk: Desk;
  let whole: { readonly code: number; readonly stdout: string; readonly stderr: string };

  beforeAll(async () => {
    lab = await startLab({
      hosts: {
        "app-1": { role: "app", fixtures: [admins, hardened] },
        "db-1": { role: "db", fixtures: [admins, weak] },
        stranger: { role: "bare", fixtures: [admins] },
      },
    });
    desk = deskFor(lab, "desk");
    const files = ["--json", "a.json", "--sarif", "a.sarif", "--junit", "a.xml", "--html", "a.html"];
    whole = await desk.secondlock("audit", ...files);
  });
  afterAll(() => lab?.stop());

  const read = (name: string): string => readFileSync(join(desk.directory, name), "utf8");
  const keptIn = (at: Desk): string[] => {
    const folder = join(at.directory, ".secondlock/audits");
    return readdirSync(folder)
      .toSorted()
      .map((name) => join(folder, name));
  };

  test("the service file of the lab has no problem", async () => {
    expect(await loadService(desk.file)).toMatchObject({ ok: true });
  });

  test("every report is written, for its owner only, and each says the same", () => {
    expect(whole).toMatchObject({ code: 0, stderr: "" });
    const audit: unknown = JSON.parse(read("a.json"));
    const fits = new Ajv2020({ strict: true }).compile(auditJsonSchema);
    expect({ fits: fits(audit), errors: fits.errors }).toEqual({ fits: true, errors: null });
    const broken = (audit as Audit).verdicts.filter(({ verdict }) => verdict === "broken");
    const sarif = JSON.parse(read("a.sarif")) as { version: string; runs: { results: { ruleId: string }[] }[] };
    expect(sarif.version).toBe("2.1.0");
    const rules = sarif.runs.flatMap(({ results }) => results.map(({ ruleId }) => ruleId));
    const title = verdictOf(audit as Audit, "db-1", "ssh-no-root-login").title;
    expect(rules).toEqual(expect.arrayContaining(broken.map(({ control }) => control)));
    for (const name of ["a.xml", "a.html"]) expect(read(name)).toContain(title);
    expect(read("a.xml")).toMatch(/^<\?xml [^]*<\/testsuites>\s*$/);
    expect(read("a.html")).toMatch(/^<!doctype html>[^]*<\/html>\s*$/i);
    expect(read("a.html")).not.toMatch(/<script|https?:\/\/[^"<]*\.(?:js|css)/i);
    for (const name of ["a.json", "a.sarif", "a.xml", "a.html"])
      expect(statSync(join(desk.directory, name)).mode & 0o777).toBe(0o600);
  });

  test("no password of the lab stands in any report", () => {
    for (const name of ["a.json", "a.sarif", "a.xml", "a.html"])
      for (const password of Object.values(lab.operator.passwords)) expect(read(name)).not.toContain(password);
    for (const password of Object.values(lab.operator.passwords)) expect(whole.stdout).not.toContain(password);
  });

  test("--redact hands out no name, address, key or folder of the lab", async () => {
    const { code, stdout } = await desk.secondlock("audit", "--no-keep", "--redact", "--json", "-");
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Audit).verdicts.length).toBe((JSON.parse(read("a.json")) as Audit).verdicts.length);
    const { hosts, operator, directory } = lab;
    const names = [/\bapp-1\b/, /\bdb-1\b/, /\bada\b/, /(?<!login-)\bgrace\b/, /\bcanary\b/, /ada-laptop/];
    const addresses = [...Object.values(hosts), operator].flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]);
    const keys = Object.values(operator.keys).map(({ publicLine }) => publicLine.split(" ")[1] ?? "");
    for (const name of names) expect(stdout.match(name)?.[0]).toBeUndefined();
    for (const text of [...addresses, ...keys, directory])
      expect({ text, leaked: stdout.includes(text) }).toEqual({ text, leaked: false });
  });

  test.each([
    ["a condition that is met", ["--fail-on", "broken"], 1],
    ["one that is not", ["--fail-on", "contradiction"], 0],
    ["the host that is fine in this respect", ["--fail-on", "contradiction", "--host", "app-1"], 0],
    ["a condition that does not exist", ["--fail-on", "brokn"], 2],
    ["a host that does not exist", ["--host", "app-7"], 2],
    ["a service file that is not there", ["--file", "nowhere.yaml"], 2],
  ])("exit status, %s", async (_name, args, code) => {
    expect(await desk.secondlock("audit", "--no-keep", "--inside-only", ...args)).toMatchObject({ code });
  });

  test("exit status, a host that does not answer: the others are audited, and it is told", async () => {
    const lost = deskFor(lab, "lost");
    const file = readFileSync(lost.file, "utf8").replaceAll(lab.hosts["db-1"].ipv4, "198.18.0.99");
    writeFileSync(lost.file, file);
    const { code, stdout } = await lost.secondlock("audit", "--no-keep", "--inside-only", "--json", "-");
    expect(code).toBe(3);
    const { targets, verdicts } = JSON.parse(stdout) as Audit;
    expect(targets.map(({ id, state }) => `${id} ${state}`)).toEqual(["app-1 read", "db-1 unreachable"]);
    const ofLost = new Set(verdicts.filter(({ target }) => target === "db-1").map(({ verdict }) => verdict));
    expect([...ofLost].toSorted()).toEqual(["not applicable", "unknown"]);
    expect(verdictOf(JSON.parse(stdout) as Audit, "app-1", "ssh-no-root-login").inside.outcome).toBe("holds");
  });

  test("--since last shows what turned after somebody changed the host, and what turned back", async () => {
    const watched = deskFor(lab, "watched");
    const host = lab.hosts["app-1"];
    const title = controls.find(({ id }) => id === "ssh-no-root-login")?.title ?? "no such control";
    const dropIn = "/etc/ssh/sshd_config.d/00-careless.conf";
    const look = ["audit", "--inside-only", "--host", "app-1", "--since", "last", "--fail-on", "broken"];
    expect((await watched.secondlock("audit", "--inside-only", "--host", "app-1")).code).toBe(0);

    await host.exec(["sh", "-ec", `umask 077; echo 'PermitRootLogin yes' > ${dropIn}; ${RELOAD_SSHD}`]);
    const worse = await watched.secondlock(...look);
    await host.exec(["sh", "-ec", `rm ${dropIn}; ${RELOAD_SSHD}`]);
    const better = await watched.secondlock(...look);

    const plain = (text: string) => text.replaceAll(/\s+/g, " ");
    expect(worse.code).toBe(1);
    expect(plain(worse.stdout)).toContain(`worse ${title}, on app-1: claimed`);
    expect(better.code).toBe(0);
    expect(plain(better.stdout)).toContain(`better ${title}, on app-1: broken`);
    const diff = JSON.parse((await watched.secondlock("diff", "--json")).stdout) as {
      verdicts: { control: string; direction: string }[];
    };
    expect(diff.verdicts.map(({ control, direction }) => `${control} ${direction}`)).toContain(
      "ssh-no-root-login better",
    );
    expect(diff.verdicts.filter(({ control }) => !control.startsWith("ssh-"))).toEqual([]);
  });

  test("two audits at once do not disturb each other, and both are kept", async () => {
    const busy = deskFor(lab, "busy");
    const both = await Promise.all([1, 2].map(() => busy.secondlock("audit", "--inside-only")));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const kept = keptIn(busy);
    expect(kept.map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);
    const [one, other] = await Promise.all(kept.map((path) => loadAudit(path)));
    const verdicts = (loaded: typeof one) =>
      loaded?.ok === true ? loaded.value.verdicts.map((v) => `${v.target} ${v.control} ${v.verdict}`) : [];
    expect(verdicts(one).length).toBeGreaterThan(100);
    expect(verdicts(other)).toEqual(verdicts(one));
  });

  test("break laptop:ada-laptop asks the kept audit what would open", async () => {
    expect(keptIn(desk)).toHaveLength(1);
    const { code, stdout } = await desk.secondlock("break", "laptop:ada-laptop", "--json");
    expect(code).toBe(0);
    const broken = JSON.parse(stdout) as Broken & { found: true };
    expect(broken.title).toContain("ada-laptop");
    // The hardened host asks for the second key, which lies elsewhere; the weak one lets the first one in alone.
    expect(broken.unknown.map(({ title }) => title)).toContain("login as ada on db-1");
    expect(broken.holds.join("\n")).toContain("app-1");
    expect(broken.cheapest?.lock).toMatchObject({ control: "ssh-second-factor", host: "db-1" });
    expect((await desk.secondlock("break", "laptop:nobody")).code).toBe(2);
  });

  test("a host named on the command line is read, and nothing is tried on it", async () => {
    const login = `ada@${lab.hosts["app-1"].ipv4}`;
    const { code, stdout } = await desk.secondlock("audit", login, "--no-keep", "--json", "-");
    expect(code).toBe(0);
    const { targets, verdicts, coverage } = JSON.parse(stdout) as Audit;
    expect(targets).toMatchObject([{ reached: `ssh ${login}`, state: "read", asRoot: true }]);
    expect(coverage.attemptsMade).toBe(0);
    expect([...new Set(verdicts.map(({ outside }) => outside.outcome))]).toEqual(["not attempted"]);
    expect(verdicts.some(({ evidence }) => evidence.some(({ side }) => side === "outside"))).toBe(false);
  });
});
