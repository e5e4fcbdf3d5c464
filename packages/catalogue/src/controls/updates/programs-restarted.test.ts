import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
import { written } from "../../../testing/brought.ts";
import { testControl } from "../../../testing/test-control.ts";
import { programsRestarted as restarted } from "../../states/programs-restarted.ts";
import { programsRestarted } from "./programs-restarted.ts";

testControl(programsRestarted, {
  holds: {
    "after every update": { facts: { restarts: { installed: true, mode: "restarts" } } },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { restarts: { installed: false, available: true } },
      because: /not installed/,
    },
    "not to be had: the host has no package lists": { facts: { restarts: { installed: false } }, stays: true },
    "installed, its file as it comes": { facts: { restarts: { installed: true } }, because: /asks/ },
    "told to list": { facts: { restarts: { installed: true, mode: "lists" } }, because: /lists/ },
  },
});

const fileFor = (allow: readonly string[]): string => {
  const state = restarted(exampleHost({ allow }));
  const brought = state.bring?.(state.settings, { installed: false, available: true }) ?? [];
  return written(brought)["/etc/needrestart/conf.d/zz-secondlock.conf"] ?? "";
};

/** Whether needrestart would start the unit anew, by the patterns of our file. */
const isSpared = (unit: string, allow: readonly string[] = []): boolean =>
  [...fileFor(allow).matchAll(/qr\((.*)\)\} = 0;/g)].some(([, pattern = ""]) => new RegExp(pattern).test(unit));

it("restarts by itself, and says nothing of kernels", () => {
  expect(fileFor([])).toMatch(/\{restart\} = 'a';\n.*\{kernelhints\} = 0;\n/);
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
