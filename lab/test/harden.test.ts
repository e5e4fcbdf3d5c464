import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Audit } from "@secondlock/engine";
import {
  admins,
  type CommandResult,
  type Host,
  type Lab,
  labReady,
  type Operator,
  startLab,
  weak,
} from "@secondlock/lab";
import { type Desk, deskFor } from "./desk.ts";
import { disk, everything, pathsOfJournals } from "./everything.ts";
import { LEFT, OPEN_AFTER_HARDEN } from "./harden-left.ts";
import { failedWayIn } from "./outcomes.ts";

describe.skipIf(!labReady())("a weak host is brought to what the service file says", () => {
  let lab: Lab<"app-1" | "db-1">;
  let desk: Desk;
  let before = "";
  let diskBefore: ReadonlyMap<string, string> = new Map();
  let dataBefore = "";
  let hardened: CommandResult;
  let hardenedDatabase: CommandResult;
  let after: Audit;
  let first: Plan;

  beforeAll(async () => {
    lab = await startLab({
      hosts: {
        "app-1": { role: "app", fixtures: [admins, weak] },
        "db-1": { role: "db", fixtures: [admins, weak] },
      },
    });
    desk = deskFor(lab, "desk");
    first = await planned("app-1");
    writeFileSync(desk.file, decided(readFileSync(desk.file, "utf8"), lab.operator));
    [before, dataBefore] = await Promise.all([everything(lab.hosts["app-1"]), databasesOf(lab.hosts["db-1"])]);
    diskBefore = await disk(lab.hosts["app-1"]);
    hardened = await desk.secondlock("harden", "app-1", "--yes");
    hardenedDatabase = await desk.secondlock("harden", "db-1", "--yes");
    after = await desk.audit();
  });
  afterAll(() => lab?.stop());

  const host = () => lab.hosts["app-1"];
  const planned = async (id: string): Promise<Plan> => {
    const { stdout, stderr } = await desk.secondlock("plan", id, "--json");
    expect(stderr).toBe("");
    const [plan] = (JSON.parse(stdout) as { plans: readonly Plan[] }).plans;
    if (plan === undefined) throw new Error("there is no plan");
    return plan;
  };

  test("the first plan is the one that is recorded: `node bench/record-plan.ts` records it anew", () => {
    const fixture = join(import.meta.dirname, "../../packages/engine/src/report/fixtures/plan-weak-app.json");
    expect(amounts(first)).toEqual(amounts(JSON.parse(readFileSync(fixture, "utf8")) as Plan));
  });

  test("a new login confirmed it, after a login through a second sshd had been tried", () => {
    expect(hardened.stderr).toBe("");
    expect(hardened.stdout).toMatch(/app-1: changed and confirmed by a new login/);
    expect(hardened.stdout).toMatch(/tried first: ada logs in and becomes root with the new settings/);
  });

  test.each(["app-1", "db-1"])("%s: of what did not hold, everything stands but what is named here", (id) => {
    const { stdout } = id === "app-1" ? hardened : hardenedDatabase;
    const [, list = ""] = /of \d+ controls that did not hold: .*\n([\s\S]*)$/.exec(stdout) ?? [];
    const open = [...list.matchAll(/^ {2}(\w+) ([a-z0-9-]+): /gm)].map(
      ([, verdict, control]) => `${verdict} ${control}`,
    );
    expect(open).toEqual(OPEN_AFTER_HARDEN);
  });

  test.each(["app-1", "db-1"] as const)("%s: an audit finds all proven or claimed but what is named here", (id) => {
    const open = after.verdicts.flatMap(({ target, control, verdict }) =>
      target === id && ["broken", "luck", "contradiction"].includes(verdict) ? [`${control} ${verdict}`] : [],
    );
    const named = Object.entries(LEFT[id]).map(([control, why]) => `${control} ${why.replace(/:.*/, "")}`);
    expect(open.toSorted()).toEqual(named.toSorted());
  });

  test.each(["app-1", "db-1"])(
    "%s: what an audit cannot see is the outer machine's, or needs a package archive",
    (id) => {
      const unseen = after.verdicts.filter(({ target, verdict }) => target === id && verdict === "unknown");
      expect(unseen.length).toBeGreaterThan(0);
      const otherwise = unseen.filter(
        ({ inside }) => !/outer machine's$|^the host has no package lists/.test(inside.because),
      );
      expect(otherwise.map(({ control, inside }) => `${control}: ${inside.because}`)).toEqual([]);
    },
  );

  test("nothing is a contradiction, and every rightful way in works", () => {
    const wrong = after.verdicts.filter(
      ({ verdict, outside }) => verdict === "contradiction" || failedWayIn.test(outside.because),
    );
    expect(wrong.map(({ control, outside }) => `${control}: ${outside.because}`)).toEqual([]);
  });

  test.each(["app-1", "db-1"])("%s: a second plan has only what is named here", async (id) => {
    const { items } = await planned(id);
    expect(items.map(({ resource }) => resource)).toEqual([]);
  });

  test("a reboot later it is the same", async () => {
    await host().reboot();
    const again = await desk.audit();
    const inside = ({ verdicts }: Audit): readonly string[] =>
      verdicts.map(({ control, verdict }) => `${control}: ${verdict}`);
    expect(inside(again)).toEqual(inside(after));
  });

  test("a hand-edited file is told, and never overwritten in silence", async () => {
    const path = "/etc/ssh/sshd_config.d/00-secondlock.conf";
    await host().exec(["sh", "-c", `sed -i 's/maxauthtries 4/maxauthtries 9/' ${path}`]);
    const refused = await desk.secondlock("harden", "app-1", "--yes");
    expect(refused).toMatchObject({ code: 5, stderr: expect.stringContaining(`wrote it: ${path}`) });
    expect((await host().exec(["cat", path])).stdout).toContain("maxauthtries 9");
    const done = await desk.secondlock("harden", "app-1", "--yes", "--overwrite", "--only", "ssh-max-auth-tries");
    expect(done.stdout).toMatch(/1 proven|1 claimed/);
    expect((await host().exec(["cat", path])).stdout).toContain("maxauthtries 4");
  });

  test("a second operator is refused, and told who is at work and since when", async () => {
    await host().exec(["sh", "-c", "d=/var/lib/secondlock; echo -n $(ls $d/journal | tail -n 1) > $d/armed"]);
    const refused = await desk.secondlock("plan", "app-1");
    expect(refused).toMatchObject({ code: 3, stdout: expect.stringContaining("waits to be confirmed") });
    await host().exec(["rm", "/var/lib/secondlock/armed"]);
  });

  test("undo brings every file back, byte for byte, and says what stays", async () => {
    const list = await desk.secondlock("undo", "app-1", "--list");
    const [first = ""] = list.stdout.split("\n").map((line) => line.split(" ")[0]);
    const undone = await desk.secondlock("undo", "app-1", "--yes", "--to", first);
    expect(undone).toMatchObject({ code: 0, stdout: expect.stringContaining("changed and confirmed") });
    expect(await everything(host())).toBe(before);
    const after = await disk(host());
    const paths = await pathsOfJournals(host());
    const outside = new Set(paths.map((path) => path.split("/")[1]));
    expect([...outside]).toEqual(expect.arrayContaining(["etc", "home", "srv", "usr", "var"]));
    // programs go on writing their logs, and the restart emptied /tmp
    const like = (path: string, seen = "nothing"): string =>
      path.startsWith("/var/log/") ? seen.replace(/ [0-9a-f]{64}$/, "") : seen;
    const other = paths
      .filter((path) => !path.startsWith("/tmp/"))
      .map((path) => [path, like(path, diskBefore.get(path)), like(path, after.get(path))] as const)
      .filter(([, was, is]) => was !== is);
    expect(other).toEqual([]);
  });

  test("the accounts of both databases come back too, passwords and all", async () => {
    const database = lab.hosts["db-1"];
    expect(await databasesOf(database)).not.toBe(dataBefore);
    const undone = await desk.secondlock("undo", "db-1", "--yes");
    expect(undone).toMatchObject({ code: 0, stdout: expect.stringContaining("changed and confirmed") });
    expect(await databasesOf(database)).toBe(dataBefore);
  });
});

interface Plan {
  readonly items: readonly {
    readonly resource: string;
    readonly controls: readonly { readonly id: string }[];
    readonly steps: readonly { readonly kind: string }[];
  }[];
  readonly byHand: readonly { readonly control: { readonly id: string } }[];
  readonly unseen: readonly { readonly control: string }[];
}

/** What a plan is about, without what is another in every lab, such as keys. */
function amounts({ items, byHand, unseen }: Plan): unknown {
  return {
    changes: items.map(({ resource, steps, controls }) => ({
      resource,
      steps: steps.map(({ kind }) => kind),
      controls: controls.map(({ id }) => id),
    })),
    byHand: byHand.map(({ control }) => control.id),
    unseen: unseen.map(({ control }) => control),
  };
}

/** With what a team has decided once it has read the plan: where administrators sit, what goes out, who is told of logins. */
function decided(file: string, { ipv4, ipv6 }: Operator): string {
  const outbound = "outbound: { mode: enforce, ports: { 443: updates and alerts } }";
  return `${file
    .replaceAll(/role: (app|db),/g, `$&  ${outbound},`)
    .replace("22: administration }", `22: { reason: administration, from: [${ipv4}, "${ipv6}"] } }`)}alerts:
  desk: { webhook: "https://${ipv4}:8443/in" }
`;
}

/** Accounts, rights and schemas of MariaDB and PostgreSQL, hashes too, as they tell them. */
async function databasesOf(host: Host): Promise<string> {
  const { stdout } = await host.exec([
    "sh",
    "-c",
    `mariadb-dump --compact --skip-extended-insert --no-create-info mysql global_priv db tables_priv roles_mapping | sort
mariadb -N -e 'show databases'
runuser -u postgres -- pg_dumpall --roles-only | grep -v restrict
runuser -u postgres -- pg_dump production | grep -v restrict
cat /etc/postgresql/15/main/pg_hba.conf; find /etc/mysql /etc/postgresql /etc/ssl/secondlock | sort`,
  ]);
  return stdout;
}
