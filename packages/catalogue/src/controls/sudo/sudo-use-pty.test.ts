import { sudoRules } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sudoUsePty } from "./sudo-use-pty.ts";

const without = { ...sudoRules(), defaults: [] };

testControl(sudoUsePty, {
  holds: {
    "Debian 12 as installed": { facts: { sudoers: sudoRules() }, because: /Defaults use_pty/ },
    "Ubuntu 24.04 with an old sudoers file: on by default": {
      facts: { sudoers: { ...without, version: "1.9.15p5" } },
      because: /by default/,
    },
  },
  broken: {
    "Debian 11: not set": { facts: { sudoers: { ...without, version: "1.9.5p2" } }, because: /not set/ },
    "an own sudoers file on Debian 12": { facts: { sudoers: without }, because: /1\.9\.13/ },
    "switched off for ada": {
      facts: { sudoers: sudoRules({ defaults: [{ bound: "ada", name: "use_pty", value: false }] }) },
      because: /!use_pty/,
    },
    "no version is known": { facts: { sudoers: { ...without, version: "" } } },
  },
});
