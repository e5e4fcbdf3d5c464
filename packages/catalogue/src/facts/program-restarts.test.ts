import { expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { testFact } from "../../testing/test-fact.ts";
import { programRestarts } from "./program-restarts.ts";

const none = { left: [], restarted: ["ssh"] };

testFact(programRestarts, {
  "Debian 12 as installed": {
    outputs: { needrestart: "available\nend\n" },
    gives: { installed: false, available: true, ...none },
  },
  "no package lists": { outputs: { needrestart: "end\n" }, gives: { installed: false, ...none } },
  "installed, its file as it comes": {
    outputs: {
      needrestart:
        "installed\nsays $nrconf{override_rc} = {\nsays     qr(^dbus) => 0,\nsays     qr(^(open|free|libre|strong)swan) => 0,\nend\n",
    },
    gives: { installed: true, ...none },
  },
  "a later file wins": {
    outputs: {
      needrestart: "installed\nsays $nrconf{restart} = 'l';\nsays $nrconf{restart} = 'a';\nend\n",
    },
    gives: { installed: true, mode: "restarts", ...none },
  },
  "in double quotes": {
    outputs: { needrestart: 'installed\nsays   $nrconf{restart}="i"; # ask\nend\n' },
    gives: { installed: true, mode: "asks", ...none },
  },
  "a program instead of a word": {
    outputs: { needrestart: "installed\nsays $nrconf{restart} = lc($ENV{MODE});\nend\n" },
    gives: { installed: true, ...none },
  },
  "passes over what no rule names": {
    outputs: { needrestart: "installed\nsays $nrconf{restart} = 'a';\nsays $nrconf{defno} = 1;\nend\n" },
    gives: { installed: true, mode: "lists", ...none },
  },
  "sshd and one of two databases are left": {
    outputs: {
      needrestart:
        "installed\nsays $nrconf{restart} = 'a';\nsays $nrconf{override_rc}{qr(^ssh)} = 0;\nsays $nrconf{override_rc}{qr(^postgresql)} = 0;\ndatabase mariadb\ndatabase postgresql@\nend\n",
    },
    gives: { installed: true, mode: "restarts", left: ["ssh", "postgresql"], restarted: ["mariadb"] },
  },
  "cut in the middle": { outputs: { needrestart: "installed\nsays $nrconf{" }, unreadable: /./ },
});

it("looks for the databases in the order of their names, as a settled host tells them", () => {
  const [, , script = ""] = programRestarts.reads(exampleHost())["needrestart"]?.argv ?? [];
  const [, names = ""] = /for unit in (.*); do/.exec(script) ?? [];
  expect(names.split(" ").length).toBeGreaterThan(3);
  expect(names.split(" ")).toEqual(names.split(" ").toSorted());
});
