import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "@secondlock/lab";
import { built } from "./programs.ts";

/** The part of the published audit that these tests look at. */
export interface Seen {
  readonly targets: readonly {
    readonly id: string;
    readonly state: string;
    readonly because?: string;
    readonly withoutRoot?: string;
    readonly clockAhead?: number;
    readonly asRoot: boolean;
  }[];
  readonly verdicts: readonly Verdict[];
  readonly coverage: { readonly factsRead: number; readonly factsAsked: number };
}

export interface Verdict {
  readonly control: string;
  readonly target: string;
  readonly verdict: string;
  readonly inside: { readonly outcome: string; readonly because: string };
  readonly outside: { readonly outcome: string; readonly because: string; readonly vantages: readonly string[] };
}

export interface Audited {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What `--json -` printed; of no use after another report. */
  readonly audit: Seen;
}

/** An operator's desk for one test file: a service file, a private place for temporary files, and the command. */
export interface Desk {
  readonly folder: string;
  readonly argv: (...more: readonly string[]) => string[];
  readonly env: Readonly<Record<string, string>>;
  /** Audits with ada's right password, or the one that is given. */
  readonly audit: (more: readonly string[], password?: string) => Promise<Audited>;
  /** Everything of ours that is still there on the operator's side, after at most this many seconds of grace. */
  readonly leftBehind: (seconds: number) => Promise<readonly string[]>;
  readonly close: () => void;
}

export function openDesk(lab: Lab, service: string, ownServers: readonly number[] = []): Desk {
  // short: the path of a control socket has to fit into it
  const folder = mkdtempSync(join(tmpdir(), "bad-"));
  const file = join(folder, "secondlock.yaml");
  writeFileSync(file, service);
  const temporary = mkdtempSync(join(folder, "t"));
  const env = { TMPDIR: temporary, SECONDLOCK_DEBUG: "1" };
  const argv = (...more: readonly string[]): string[] => [
    process.execPath,
    built("secondlock"),
    "audit",
    "--file",
    file,
    "--ssh-config",
    lab.operator.sshConfig,
    "--sudo-password-stdin",
    ...more,
  ];
  const left = (): string[] => {
    const { stdout } = spawnSync("ip", ["netns", "pids", lab.operator.namespace], { encoding: "utf8" });
    const pids = stdout.split("\n").filter((pid) => pid !== "" && !ownServers.includes(Number(pid)));
    return [...readdirSync(temporary), ...pids.map(processText).filter((text) => text !== "")];
  };
  return {
    folder,
    argv,
    env,
    async audit(more, password = lab.operator.passwords.ada) {
      const ended = await lab.operator.exec(argv("--no-keep", "--json", "-", ...more), {
        env,
        cwd: folder,
        input: `${password}\n`,
        timeoutMs: 120_000,
      });
      if (!ended.stdout.startsWith("{")) throw new Error(`no audit was printed (${ended.code}): ${ended.stderr}`);
      return { ...ended, audit: JSON.parse(ended.stdout) as Seen };
    },
    async leftBehind(seconds) {
      const until = Date.now() + seconds * 1_000;
      while (left().length > 0 && Date.now() < until) await sleep(50);
      return left();
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function processText(pid: string): string {
  const { stdout } = spawnSync("ps", ["-o", "args=", "-p", pid], { encoding: "utf8" });
  return stdout.trim();
}

/** A service file with these logins, all ada's. */
export function serviceOf(lab: Lab, logins: Readonly<Record<string, string>>): string {
  const names = Object.keys(logins);
  const keys = (["ada", "ada-token"] as const).map((name) => lab.operator.keys[name].publicLine).join(", ");
  return `service: bad-days
hosts:
${names.map((name) => `  ${name}: { role: app, ssh: "${logins[name]}" }`).join("\n")}
people:
  ada: { keys: [${keys}], admin: [${names.join(", ")}] }
ports:
${names.map((name) => `  ${name}: { 22: administration }`).join("\n")}
`;
}

export function verdictsOf({ verdicts }: Seen, host: string): Readonly<Record<string, string>> {
  return Object.fromEntries(verdicts.filter(({ target }) => target === host).map((one) => [one.control, one.verdict]));
}
