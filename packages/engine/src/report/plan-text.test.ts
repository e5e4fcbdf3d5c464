import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { HostPlan, PlanItem, Step } from "../plan/plan.ts";
import { columns } from "./paper.ts";
import { planText } from "./plan-text.ts";

/** What `secondlock plan` gave for the lab's weak application host. */
const weak = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/plan-weak-app.json"), "utf8")) as HostPlan;
const wide = { width: 100, colour: false };
const short = planText(weak, wide);
const whole = planText(weak, { ...wide, all: true });
const words = (text: string): string => text.replaceAll(/\s+/g, " ");

const steps = weak.items.flatMap((item) => item.steps);
const controls = [...new Set(weak.items.flatMap((item) => item.controls.map(({ id }) => id)))];
const waiting = [...new Map(weak.byHand.map(({ control }) => [control.id, control.because] as const))];
const item = (resource: string): PlanItem => {
  const found = weak.items.find((one) => one.resource === resource);
  if (found === undefined) throw new Error(`there is no ${resource}`);
  return found;
};
const planOf = (...items: readonly PlanItem[]): HostPlan => ({ ...weak, items, byHand: [], unseen: [] });

describe("the plan of a weak host", () => {
  test("is short enough to be read, and says how much more there is", () => {
    const [, left = ""] = / wait for a person to decide:\n((?: {4}\S.*\n)*)/.exec(short) ?? [];
    expect(left.trimEnd().split("\n")).toHaveLength(waiting.length);
    expect(short.trimEnd().split("\n").length).toBeLessThanOrEqual(190);
    const more = Number(/--all: (\d+) more lines/.exec(short)?.[1]);
    expect(whole.split("\n").length - short.split("\n").length).toBe(more - 1);
    expect(whole).not.toContain("more lines");
  });

  test("counts at the top what it changes, and what for", () => {
    const top = words(short.split("\n 1. ")[0] ?? "");
    expect(top).toContain("app-1: 19 changes");
    expect(top).toContain("29 files, 5 accounts, 2 units and the rights of 29 files and folders, for 78 controls");
    expect(top).toContain("an administrator's password is guessed (9 controls)");
  });

  test("says once, before the first change, what is different for people afterwards", () => {
    for (const text of [short, whole]) {
      const [top = "", ...rest] = words(text).split(" 1. ");
      for (const cost of new Set(weak.items.flatMap(({ costs }) => costs))) {
        expect(top.split(words(cost))).toHaveLength(2);
        expect(rest.join(" ")).not.toContain(words(cost));
      }
    }
  });

  test("tells of what waits for a person what was seen there, and only when whole what to do", () => {
    for (const [id, because] of waiting) {
      expect(short).toContain(`\n    ${id}: ${because.split(/\s/)[0]}`);
      expect(words(whole)).toContain(words(`${id}: ${because.replaceAll("\r", "")}`).trim());
    }
    for (const { text } of weak.byHand) expect(words(whole)).toContain(words(`to do: ${text}`));
    expect(short).not.toContain("to do: ");
  });

  test("cuts no reason inside of a word, and names the first thirty that wait", () => {
    const reason = "the first words of a reason that is told to its end only in the whole plan, and so is this";
    const one = (number: number): HostPlan["byHand"][number] => ({
      control: { id: `control-${number}`, title: "", severity: "low", because: reason, closes: [] },
      text: "Do it.",
    });
    const text = planText({ ...weak, byHand: Array.from({ length: 33 }, (_, index) => one(index)) }, wide);
    expect(text).toContain(
      "    control-29: the first words of a reason that is told to its end only in the whole plan, and...\n",
    );
    expect(text).toContain("\n    and 3 more\n");
    expect(text).not.toContain("control-30");
    const cuts = [...words(short).matchAll(/(\S+)\.\.\. \(/g)].map(([, word = ""]) => word);
    const all = new Set(
      weak.items.flatMap(({ controls: some }) => some.flatMap(({ because }) => because.split(/[\s,;:(]+/))),
    );
    expect(cuts.length).toBeGreaterThan(0);
    expect(cuts.filter((word) => !all.has(word))).toEqual([]);
  });

  test("names every risk, file, account and unit also when it is short", () => {
    const said = words(short);
    for (const risk of weak.items.flatMap(({ risks }) => risks)) expect(said).toContain(risk);
    for (const step of steps) {
      if (step.kind === "file") expect(said).toContain(step.path);
      if (step.kind === "account") expect(said).toContain(step.account);
      if (step.kind === "unit") expect(said).toContain(step.unit);
    }
  });

  test("with --all names every control, every right with its owner, and every line of every file", () => {
    for (const id of controls) expect(whole).toMatch(new RegExp(`[( ]${id}[ ,)]`));
    const lines = new Set(whole.split("\n").map((line) => line.replace(/^ {7}[+-]/, "").trim()));
    for (const step of steps) {
      if (step.kind === "modes") expect(words(whole)).toContain(`${step.owner}:${step.group}: `);
      if (step.kind !== "file" || step.before !== undefined) continue;
      const content = (step.after?.content ?? "").split("\n").map((line) => line.trim());
      expect(content.filter((line) => line !== "" && !lines.has(line))).toEqual([]);
    }
  });

  test("shows no difference in part: all of it, or how many lines there are", () => {
    const hidden = [...words(short).matchAll(/ (\d+) more lines: --all/g)].map(([, lines]) => Number(lines));
    const lines = (text: string): number => text.match(/^ {7}[-+@ ](?! {7})/gm)?.length ?? 0;
    expect(hidden.reduce((sum, more) => sum + more, lines(short))).toBe(lines(whole.split("By hand")[0] ?? ""));
  });

  test.each([80, 120])("keeps to %d columns but for the lines of files", (width) => {
    const lines = planText(weak, { ...wide, width, all: true }).split("\n");
    expect(lines.filter((line) => columns(line) > width && !/^ {7}[-+@ ]/.test(line))).toEqual([]);
  });

  test("is plain ASCII where the terminal shows nothing else, the lines of files too", () => {
    const path = "/etc/motd";
    const file = { content: "gr\u00fc\u00df dich\n", mode: 0o644, owner: "root", group: "root" };
    const said = planText(planOf({ ...item("file:/etc/cron.allow"), steps: [{ kind: "file", path, after: file }] }), {
      ...wide,
      ascii: true,
    });
    expect(said).toContain("+gr\\u{fc}\\u{df} dich");
    expect(said).not.toMatch(/[^\x00-\x7f]/);
  });
});

describe("what stands together", () => {
  test("a firewall's rules and the unit that loads them are one change", () => {
    const text = planText(
      planOf(item("file:/etc/secondlock/firewall.nft"), item("unit:secondlock-firewall.service")),
      wide,
    );
    expect(text).toContain("app-1: 1 change ");
    expect(text.match(/firewall-persistent/g)).toHaveLength(1);
  });

  test("files of which only the rights change are one table, the last", () => {
    const text = planText(planOf(item("file:/etc/crontab"), item("file:/etc/cron.allow"), item("file:/etc/app")), wide);
    expect(text).toMatch(/ 1\. Only root makes[\s\S]* 2\. Only those who need it get at 3 files and folders/);
    expect(text).toContain("rights 0600 root:root: /etc/crontab\n");
    expect(text).toContain("rights 0700 shop:shop: /etc/app\n");
  });

  test("accounts to which the same happens are one line", () => {
    expect(planText(planOf(item("file:/etc/shadow")), wide)).toContain(
      "account password locked: root, grace, guest and shop\n",
    );
  });
});

describe("a small plan", () => {
  const small = planText(planOf(item("file:/etc/pam.d/*")), wide);

  test("is shown whole without being asked", () => {
    expect(small).not.toContain("--all");
    expect(small).toMatch(/^ {7}-auth {2}\[success=1 default=ignore\] {2}pam_unix\.so nullok nodelay$/m);
  });

  test("says so when nothing is to change, and what waits for a person all the same", () => {
    const text = planText({ ...weak, items: [], byHand: weak.byHand.slice(0, 1) }, wide);
    expect(text).toContain("app-1: nothing to change");
    const [first] = weak.byHand;
    if (first === undefined) throw new Error("the recorded plan leaves nothing to a person");
    const said = `${first.control.id}: ${first.control.because} to do: ${first.text}`;
    expect(text.replaceAll(/\s+/g, " ")).toContain(said);
  });

  test("tells of what was found and ends alike under one heading, a line each", () => {
    const nobodys = "belongs to nobody in the service file, and goes";
    const found = ["ada: the key one, SHA256:a", "root: the key two, no fingerprint"].map(
      (key) => `${key}, ${nobodys}`,
    );
    const text = planText({ ...weak, items: [], found: [...found, "grace: the key three, and goes", "Docker"] }, wide);
    expect(text).toContain(
      `  found there: ${nobodys}:\n    ada: the key one, SHA256:a\n    root: the key two, no fingerprint\n  found there: grace: the key three, and goes\n  found there: Docker\n`,
    );
  });

  test("says that it was not planned, with what to do, where nothing could be read", () => {
    const refusals = ["the login gets no root there, and a plan needs it; hint: log in as another"];
    const text = planText({ ...weak, items: [], byHand: [], found: [], unseen: [], refusals }, wide);
    expect(text).toMatch(
      /^\n app-1: not planned .*\n {2}refused: the login gets no root there, and a plan needs it\n {2}hint: log in as another\n$/,
    );
    expect(text).not.toContain("nothing to change");
  });

  test("tells a sentence once that two costs share, and what the numbers are", () => {
    const costs = ["MariaDB starts anew once. It has a certificate.", "MariaDB starts anew once."];
    const text = planText(planOf({ ...item("file:/etc/cron.allow"), costs }), wide);
    expect(text).toContain(
      "afterwards (by the number of the change)\n   1  MariaDB starts anew once. It has a certificate.\n",
    );
  });

  test("a group that is made empty has nobody in it", () => {
    const step: Step = { kind: "account", account: "nobody", wanted: { into: ["no-su"], outOf: ["no-su"] } };
    expect(planText(planOf({ ...item("file:/etc/cron.allow"), steps: [step] }), wide)).toContain(
      "     group with nobody in it: no-su\n",
    );
  });

  test("statements for a database server stand there one on a line, with what a host wrote made harmless", () => {
    const step: Step = {
      kind: "sql",
      engine: "mysql",
      statements: ["DROP USER 'a\u001b[31m'", "DROP USER b"],
      undo: [],
    };
    const text = planText(planOf({ ...item("file:/etc/cron.allow"), steps: [step] }), wide);
    expect(text).toContain("statements for MariaDB or MySQL\n       +DROP USER 'a'\n       +DROP USER b\n");
  });

  test("a line of a file keeps its place after the sign", () => {
    const rights = { mode: 0o644, owner: "root", group: "root" };
    const file = {
      before: { content: "a {\n\tb;\n}\n", ...rights },
      after: { content: "a {\n\tb;\n  c;\n}\n", ...rights },
    };
    const text = planText(
      planOf({ ...item("file:/etc/cron.allow"), steps: [{ kind: "file", path: "/x", ...file }] }),
      wide,
    );
    expect(text).toContain("         b;\n       +  c;\n        }\n");
  });

  test("why it may not be applied, and what it would overwrite, come first", () => {
    const plan = {
      ...planOf(item("file:/etc/cron.allow")),
      refusals: ["no way in is left"],
      drifted: ["/etc/cron.allow"],
    };
    expect(planText(plan, wide)).toMatch(
      /^\n app-1: .*\n {2}refused: no way in is left\n {2}changed by hand .*overwrite/,
    );
  });
});
