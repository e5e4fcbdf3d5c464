import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Observation, Probe } from "@secondlock/model";
import { observationText, probeText, readOf, seeProbe } from "./probe-kinds.ts";
import type { ProbePlace } from "./probe-runner.ts";

const place: ProbePlace = {
  address: "198.51.100.7",
  port: 2222,
  identities: ["/keys/a", "/keys/b"],
  knownHosts: "/run/known",
  usual: [22, 80],
};
const spoke = "debug1: Remote protocol version 2.0, remote software version OpenSSH_9.2p1 Debian-2\n";
const see = (probe: Probe, stdout: string, status = 255): Observation =>
  seeProbe(probe, { stdout, stderr: "", status, truncated: false });
const argvOf = (probe: Probe): string => readOf(probe, place)?.argv.join(" ") ?? "";

const login: Probe = { kind: "ssh-login", account: "root", family: 4, keys: "all" };
const password: Probe = { kind: "ssh-password", account: "canary", passwordFrom: "CANARY", family: 4 };
const tcpForward: Probe = { kind: "ssh-forward", account: "ada", what: "tcp" };
const agentForward: Probe = { kind: "ssh-forward", account: "ada", what: "agent" };

describe("what a probe sends", () => {
  it.each([login, { ...login, keys: "one" as const }, password, tcpForward, agentForward])(
    "a credential goes only to the host that was read inside: %o",
    (probe) => {
      const argv = argvOf(probe);
      expect(argv).toContain("StrictHostKeyChecking=yes");
      expect(argv).toContain("UserKnownHostsFile=/run/known");
      expect(argv).toContain("-F /dev/null");
    },
  );

  it("a greeting offers no key, no agent and no password", () => {
    const argv = argvOf({ kind: "ssh-greeting", account: "ada", family: 4 });
    expect(argv).toContain("PreferredAuthentications=none");
    expect(argv).toContain("PubkeyAuthentication=no");
    expect(argv).toContain("IdentityAgent=none");
    expect(argv).not.toContain("/keys/");
  });

  it("keys alone are offered one by one, never two to one connection", () => {
    const connections = argvOf({ ...login, keys: "one" })
      .split("; ")
      .slice(1);
    expect(connections.map((connection) => connection.match(/-i \S+/g))).toEqual([["-i /keys/a"], ["-i /keys/b"]]);
  });

  it("a login offers what the operator's own does where it stands for that one, and all that ssh has elsewhere", () => {
    const algorithms = ["-o", "macs=hmac-sha2-256"];
    expect(readOf(login, { ...place, algorithms })?.argv.join(" ")).toContain(" -o macs=hmac-sha2-256 ");
    expect(argvOf(login)).not.toContain("macs");
  });

  it("a percent sign in a path of a key is not taken for a token", () => {
    const argv = readOf(login, { ...place, identities: ["/100%h/a"] })?.argv ?? [];
    expect(argv).toContain('IdentityFile="/100%%h/a"');
  });

  it("a password stands in no argument", () => {
    expect(argvOf(password)).not.toContain("CANARY");
    expect(probeText(password, place.address)).not.toContain("CANARY");
  });

  it("an account that looks like an option stays an argument", () => {
    const read = readOf({ kind: "ssh-greeting", account: "-oProxyCommand=x", family: 4 }, place);
    const words: readonly string[] = read?.argv ?? [];
    expect(words[words.indexOf("-oProxyCommand=x") - 1]).toBe("-l");
  });
});

describe("what a probe saw", () => {
  it.each([
    [
      "a login",
      login,
      `${spoke}Authenticated to 198.51.100.7 ([198.51.100.7]:22) using "publickey".`,
      { kind: "ssh-login", opened: true },
    ],
    [
      "a refused login",
      login,
      `${spoke}debug1: Authentications that can continue: publickey\nroot@198.51.100.7: Permission denied (publickey).`,
      { kind: "ssh-login", opened: false, partial: false, methodsLeft: ["publickey"] },
    ],
    [
      "a first factor that is not enough",
      login,
      `${spoke}debug1: Authenticated using "publickey" with partial success.\ndebug1: Authentications that can continue: keyboard-interactive`,
      { kind: "ssh-login", opened: false, partial: true, methodsLeft: ["keyboard-interactive"] },
    ],
    [
      "a login that asks for a code before it forwards anything",
      tcpForward,
      `${spoke}debug1: Authenticated using "publickey" with partial success.\nada@198.51.100.7: Permission denied (keyboard-interactive).`,
      { kind: "failed", because: "the login asks for a code after the key, and none is spent on an attempt" },
    ],
    [
      "two sides that do not come to terms",
      login,
      `${spoke}Unable to negotiate with 198.51.100.7 port 22: no matching MAC found. Their offer: hmac-sha2-512\r\n`,
      { kind: "failed", because: "no matching MAC found. Their offer: hmac-sha2-512" },
    ],
    ["another machine at the address", login, `${spoke}Host key verification failed.`, { kind: "failed" }],
    [
      "the right password, taken",
      password,
      `${spoke}Authenticated to 198.51.100.7 ([198.51.100.7]:22) using "password".`,
      { kind: "ssh-password", opened: true },
    ],
    ["a closed port", login, "ssh: connect to host 198.51.100.7 port 22: Connection refused", { kind: "closed" }],
    [
      "a forwarded connection",
      tcpForward,
      `${spoke}Authenticated to 198.51.100.7 ([198.51.100.7]:22) using "publickey".\nSSH-2.0-OpenSSH_9.2p1`,
      { kind: "ssh-forward", forwarded: true },
    ],
    [
      "a refused forwarding",
      tcpForward,
      `${spoke}Authenticated to 198.51.100.7 ([198.51.100.7]:22) using "publickey".\nchannel 0: open failed: administratively prohibited`,
      { kind: "ssh-forward", forwarded: false },
    ],
    [
      "a forwarding that meets a closed port, and so is carried on",
      tcpForward,
      `${spoke}Authenticated to 198.51.100.7 ([198.51.100.7]:22) using "publickey".\nchannel 0: open failed: connect failed: Connection refused`,
      { kind: "ssh-forward", forwarded: true },
    ],
    [
      "a forwarding that got no answer",
      tcpForward,
      `${spoke}Authenticated to 198.51.100.7 ([198.51.100.7]:22) using "publickey".`,
      { kind: "failed" },
    ],
    [
      "forwarding that could not be asked for",
      tcpForward,
      `${spoke}Permission denied (publickey).`,
      { kind: "failed" },
    ],
    [
      "a forwarded agent",
      agentForward,
      `${spoke}Authenticated to 198.51.100.7 ([198.51.100.7]:22) using "publickey".\ndebug1: Requesting authentication agent forwarding.\nsecondlock-agent-is-here\n`,
      { kind: "ssh-forward", forwarded: true },
    ],
    [
      "a refused agent",
      agentForward,
      `${spoke}Authenticated to 198.51.100.7 ([198.51.100.7]:22) using "publickey".\ndebug1: Requesting authentication agent forwarding.\nsecondlock-agent-is-not-here\n`,
      { kind: "ssh-forward", forwarded: false },
    ],
    [
      "an agent that was not asked for",
      agentForward,
      `${spoke}Authenticated to 198.51.100.7 ([198.51.100.7]:22) using "publickey".\nsecondlock-agent-is-not-here\n`,
      { kind: "failed" },
    ],
    ["no route", login, "ssh: connect to host 2001:db8::7 port 22: Network is unreachable", { kind: "failed" }],
    ["no address", login, "ssh: connect to host ::7 port 22: Cannot assign requested address", { kind: "failed" }],
    ["no way from the last router", login, "ssh: connect to host x port 22: No route to host", { kind: "closed" }],
  ] as const)("%s", (_name, probe, stdout, expected) => {
    expect(see(probe, stdout)).toMatchObject(expected);
  });

  it("an agent's marker in the command line that ssh prints is no agent", () => {
    const echoed = `${spoke}Authenticated to x using "publickey".\ndebug1: Requesting authentication agent forwarding.\ndebug1: Sending command: test -S "$SSH_AUTH_SOCK" && echo secondlock-agent-is-here`;
    expect(see(agentForward, echoed)).toMatchObject({ kind: "failed" });
  });

  it("the empty agent of a forwarding ends with its script", () => {
    const folder = mkdtempSync(join(tmpdir(), "secondlock-agent-"));
    const [, flag = "", script = ""] = readOf(agentForward, place)?.argv ?? [];
    try {
      const show = 'test -S "$SECONDLOCK_AGENT" && echo "$SECONDLOCK_AGENT"';
      const socket = execFileSync("sh", [flag, script, "sh", join(folder, "agent"), "sh", "-c", show], {
        encoding: "utf8",
      });
      expect(socket).toMatch(new RegExp(`^${folder}/agent\\.\\d+\n$`));
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("never throws and always has a line for the evidence", () => {
    const probes: readonly Probe[] = [
      login,
      password,
      tcpForward,
      agentForward,
      { kind: "ssh-greeting", account: "ada", family: 4 },
      { kind: "tcp-ports", family: 4, ports: "usual" },
      { kind: "ordinary-command", account: "ada", argv: ["id"] },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...probes), fc.string(), fc.integer({ min: 0, max: 255 }), (probe, text, status) => {
        expect(observationText(see(probe, spoke + text, status)).length).toBeGreaterThan(0);
        expect(probeText(probe, "198.51.100.7").length).toBeGreaterThan(0);
      }),
    );
  });
});
