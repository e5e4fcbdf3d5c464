import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Audit, ControlVerdict } from "@secondlock/engine";
import type { Planned, Plans } from "@secondlock/engine/change";
import { describe, expect, it, vi } from "vitest";
import { planArguments } from "../src/commands/plan-options.ts";
import type { Console } from "../src/console.ts";
import { tellTurned, verifyHosts } from "../src/verify-hosts.ts";
import { folder } from "./command.ts";

interface Heard {
  readonly console: Console;
  readonly said: { out: string; err: string };
}

function listening(): Heard {
  const said = { out: "", err: "" };
  const hear = (where: "out" | "err") => (text: string) => void (said[where] += text);
  const console = { out: hear("out"), err: hear("err"), colour: false, width: 80, unicode: true, progress: false };
  return { console, said };
}

function verdict(control: string, inside: "holds" | "broken" | "unreadable"): ControlVerdict {
  const outcome = { holds: "claimed", broken: "broken", unreadable: "unknown" } as const;
  return {
    ...{ control, target: "app-1", verdict: outcome[inside], inside: { outcome: inside, because: `it is ${inside}` } },
  } as ControlVerdict;
}

const admins = [
  { name: "ada", account: "ada" },
  { name: "Grace", account: "grace" },
];
const planned = (...before: readonly ControlVerdict[]): Planned =>
  ({
    ...{ plan: { host: "app-1", items: [] }, read: { wanted: { admins } }, verdicts: before },
  }) as unknown as Planned;

describe("the audit after a change", () => {
  it("that was stopped is one line with what to do, and is not kept", async () => {
    const cwd = folder();
    vi.spyOn(process, "cwd").mockReturnValue(cwd);
    const file = join(cwd, "secondlock.yaml");
    writeFileSync(file, "service: shop\nhosts: { app-1: { ssh: ada@host.invalid } }\n");
    const { console, said } = listening();
    const args = planArguments([], { file, sshConfig: "/dev/null" });
    const plans = { passwords: { mayBeAsked: false, atHand: false }, standing: new Map() } as unknown as Plans;
    expect(await verifyHosts([planned()], args, plans, console, AbortSignal.abort())).toBeUndefined();
    expect(said).toEqual({
      out: "",
      err: "secondlock: the change stands; the audit after it was stopped\nhint: secondlock audit looks at it again\n",
    });
    expect(existsSync(join(cwd, ".secondlock"))).toBe(false);
  });

  it("says whom to enrol, where nothing but the key is asked of an administrator", () => {
    const { console, said } = listening();
    const item = { controls: [{ id: "ssh-second-factor" }] };
    const host = { ...planned(), plan: { host: "app-1", items: [item] } } as unknown as Planned;
    const after = (grace: "broken" | "holds"): Audit =>
      ({
        verdicts: [
          {
            ...verdict("ssh-second-factor", grace),
            instances: [
              { instance: "account:ada", inside: "holds" },
              { instance: "account:grace", inside: grace },
            ],
          },
        ],
      }) as unknown as Audit;
    expect(tellTurned([host], after("broken"), console)).toBe(false);
    expect(said.out).toMatch(/broken ssh-second-factor: .*\n {2}next: secondlock enrol Grace --host app-1\n$/);
    said.out = "";
    tellTurned([host], after("holds"), console);
    expect(said.out).not.toContain("next:");
  });

  it("calls worse what is broken now, never what could not be read", () => {
    const { console, said } = listening();
    const before = planned(verdict("one", "holds"), verdict("two", "holds"));
    const unread = { verdicts: [verdict("one", "unreadable"), verdict("two", "holds")] } as unknown as Audit;
    expect(tellTurned([before], unread, console)).toBe(true);
    expect(said.out).not.toContain("worse");
    const broken = { verdicts: [verdict("one", "unreadable"), verdict("two", "broken")] } as unknown as Audit;
    expect(tellTurned([before], broken, console)).toBe(false);
    expect(said.out).toContain("worse than before: broken two: it is broken\n");
  });
});
