import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
import { written } from "../../../testing/brought.ts";
import { testControl } from "../../../testing/test-control.ts";
import { programRestarts } from "../../facts/program-restarts.ts";
import { programsRestarted as restarted } from "../../states/programs-restarted.ts";
import { programsRestarted } from "./programs-restarted.ts";

const alone = { left: ["ssh"], restarted: [] };
const by = { installed: true, mode: "restarts" } as const;
const declared = { allow: ["database-restart"] };

testControl(programsRestarted, {
  holds: {
    "after every update": { facts: { restarts: { ...by, ...alone } } },
    "databases wait for a window": { facts: { restarts: { ...by, left: ["ssh", "mariadb"], restarted: [] } } },
    "databases too, where that is declared": {
      facts: { restarts: { ...by, left: ["ssh"], restarted: ["mariadb"] } },
      wanted: declared,
    },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { restarts: { installed: false, available: true, left: [], restarted: ["ssh", "postgresql"] } },
      because: /not installed/,
    },
    "not to be had: the host has no package lists": {
      facts: { restarts: { installed: false, left: [], restarted: ["ssh"] } },
      stays: true,
    },
    "installed, its file as it comes": {
      facts: { restarts: { installed: true, left: [], restarted: ["ssh"] } },
      because: /asks/,
    },
    "told to list": { facts: { restarts: { installed: true, mode: "lists", ...alone } }, because: /lists/ },
    "a team's own file, which knows nothing of sshd": {
      facts: { restarts: { ...by, left: ["mariadb"], restarted: ["ssh"] } },
      because: /sshd/,
    },
    "the line that let databases restart is gone again": {
      facts: { restarts: { ...by, left: ["ssh", "mariadb"], restarted: ["postgresql"] } },
      because: /^postgresql starts anew at an hour/,
    },
    "databases may restart by now": {
      facts: { restarts: { ...by, left: ["ssh", "mariadb", "postgresql"], restarted: [] } },
      wanted: declared,
      because: /^mariadb, postgresql may start anew/,
    },
  },
});

const fileFor = (allow: readonly string[]): string => {
  const state = restarted(exampleHost({ allow }));
  const brought = state.bring?.(state.settings, { installed: false, available: true, ...alone }) ?? [];
  return written(brought)["/etc/needrestart/conf.d/zz-secondlock.conf"] ?? "";
};

/** Whether needrestart would start the unit anew, by the patterns of our file. */
const isSpared = (unit: string, allow: readonly string[] = []): boolean =>
  [...fileFor(allow).matchAll(/qr\((.*)\)\} = 0;/g)].some(([, pattern = ""]) => new RegExp(pattern).test(unit));

it("restarts by itself, and says nothing of kernels", () => {
  expect(fileFor([])).toMatch(/\{restart\} = 'a';\n(.*\n)*.*\{kernelhints\} = 0;\n/);
});

it.each([
  "ssh.service",
  "secondlock-baseline.service",
  "dailyaidecheck.service",
  "postgresql@15-main.service",
  "mariadb.service",
])("leaves %s alone", (unit) => expect(isSpared(unit)).toBe(true));

it.each(["nginx.service", "rsyslog.service", "secondlock-alerts.service", "secondlock-keys.service"])(
  "restarts %s",
  (unit) => expect(isSpared(unit)).toBe(false),
);

it("restarts a database where that is declared, and still not sshd", () => {
  expect(isSpared("mariadb.service", ["database-restart"])).toBe(false);
  expect(isSpared("ssh.service", ["database-restart"])).toBe(true);
});

it.each([[], ["database-restart"]])("a host that has our file is told as settled: allow [%s]", (...allow) => {
  const databases = ["mariadb", "mongod", "mysql", "postgresql@", "redis-server", "valkey-server"];
  const says = fileFor(allow).replaceAll(/^\$/gm, "says $").split("\n").slice(1, -1);
  const stdout = ["installed", ...says, ...databases.map((name) => `database ${name}`), "end", ""].join("\n");
  const raw = { needrestart: { stdout, stderr: "", status: 0, truncated: false } };
  const reading = programRestarts.parse(raw, exampleHost());
  if (!reading.known) throw new Error(reading.reason);
  expect(restarted(exampleHost({ allow })).settle(reading.value)).toEqual(reading.value);
  expect([...reading.value.left, ...reading.value.restarted]).toHaveLength(1 + databases.length);
});
