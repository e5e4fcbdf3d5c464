import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, type CommandResult, type Host, type Lab, labReady, startLab, weak } from "@secondlock/lab";
import { type Desk, deskFor } from "./desk.ts";

interface Report {
  readonly hosts: readonly {
    readonly host: string;
    readonly outcome: string;
    readonly journal?: string;
    readonly because?: string;
    readonly planned: readonly string[];
    readonly audited: boolean;
    readonly turned: readonly { readonly control: string; readonly before: string; readonly after: string }[];
    readonly left: readonly { readonly control: string; readonly verdict: string; readonly planned: boolean }[];
  }[];
}

const schema = join(import.meta.dirname, "../../docs/schema/harden.schema.json");
const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(schema, "utf8")) as object);
const only = ["--only", "ssh-no-password-login", "ssh-max-auth-tries"];
const path = "/etc/ssh/sshd_config.d/00-secondlock.conf";

describe.skipIf(!labReady())("harden for another program", () => {
  let lab: Lab<"app-1">;
  let desk: Desk;

  beforeAll(async () => {
    lab = await startLab({ hosts: { "app-1": { role: "app", fixtures: [admins, weak] } } });
    desk = deskFor(lab, "desk");
  });
  afterAll(() => lab?.stop());

  const host = (): Host => lab.hosts["app-1"];
  /** The one host of the one document on standard output, which fits its schema. */
  const hardened = async (
    ...args: readonly string[]
  ): Promise<{ readonly said: CommandResult; readonly told: Report["hosts"][number] }> => {
    const said = await desk.secondlock("harden", "app-1", "--json", ...args);
    const report: unknown = JSON.parse(said.stdout);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    const { hosts } = report as Report;
    const [told] = hosts;
    if (told === undefined || hosts.length !== 1) throw new Error(`a report of ${hosts.length} hosts`);
    return { said, told };
  };
  const drift = async (): Promise<number> => (await desk.secondlock("plan", "app-1", "--exit-code", ...only)).code;

  test("plan --exit-code ends with 1 while there is something to change, and plan alone with 0", async () => {
    expect(await drift()).toBe(1);
    expect(await desk.secondlock("plan", "app-1", ...only)).toMatchObject({ code: 0 });
  });

  test("a dry run tells what is planned and what is left, and changes nothing", async () => {
    const { said, told } = await hardened("--dry-run", ...only);
    expect(said.code).toBe(0);
    expect(told).toMatchObject({ host: "app-1", outcome: "planned", audited: false, turned: [] });
    expect(told.planned.toSorted()).toEqual(only.slice(1).toSorted());
    expect(told.left).toContainEqual(expect.objectContaining({ control: "ssh-max-auth-tries", planned: true }));
    expect(told.left.filter(({ planned }) => !planned).length).toBeGreaterThan(10);
    expect(said.stderr).toMatch(/app-1: \d+ changes?/);
    expect((await host().exec(["ls", path])).code).not.toBe(0);
  });

  test("a change is told with its id, what turned and what is left; the words for people go elsewhere", async () => {
    const { said, told } = await hardened("--yes", ...only);
    expect(said).toMatchObject({ code: 0, stderr: expect.stringContaining("changed and confirmed by a new login") });
    expect(told).toMatchObject({
      outcome: "confirmed",
      journal: expect.stringMatching(/^\d{8}T\d{6}Z-/),
      audited: true,
    });
    for (const control of only.slice(1))
      expect(told.turned).toContainEqual(expect.objectContaining({ control, before: "broken", direction: "better" }));
    expect(told.left.filter(({ planned }) => planned)).toEqual([]);
    expect(told.left.length).toBeGreaterThan(10);
    expect(new Set(told.left.map(({ verdict }) => verdict)).has("proven")).toBe(false);
    const list = await desk.secondlock("undo", "app-1", "--list");
    expect(list.stdout).toContain(told.journal);
  });

  test("with nothing to change it says so, and plan --exit-code ends with 0", async () => {
    const { said, told } = await hardened("--yes", ...only);
    expect(said.code).toBe(0);
    expect(told).toMatchObject({ outcome: "nothing to change", planned: [], turned: [] });
    expect(await drift()).toBe(0);
  });

  test("a hand-edited file is the reason of a refusal", async () => {
    await host().exec(["sh", "-c", `sed -i 's/maxauthtries 4/maxauthtries 9/' ${path}`]);
    const { said, told } = await hardened("--yes", ...only);
    expect(said.code).toBe(5);
    expect(told).toMatchObject({ outcome: "refused", because: `changed by hand since Secondlock wrote it: ${path}` });
    expect((await host().exec(["cat", path])).stdout).toContain("maxauthtries 9");
  });
});
