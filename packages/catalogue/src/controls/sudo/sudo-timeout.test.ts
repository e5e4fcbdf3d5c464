import { sudoRules } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sudoTimeout } from "./sudo-timeout.ts";

const timeout = (value: string, bound = "") => sudoRules({ defaults: [{ bound, name: "timestamp_timeout", value }] });

testControl(sudoTimeout, {
  holds: {
    "Debian 12 as installed": { facts: { sudoers: sudoRules() }, because: /15 minutes/ },
    "asks every time": { facts: { sudoers: timeout("0") } },
    "two and a half minutes": { facts: { sudoers: timeout("2.5") } },
  },
  broken: {
    "never asks again": { facts: { sudoers: timeout("-1") }, because: /for ever/ },
    "an hour": { facts: { sudoers: timeout("60") }, because: /60 minutes/ },
    "an hour for ada only": { facts: { sudoers: timeout("60", "ada") } },
    "a word": { facts: { sudoers: timeout("long") } },
    "one password for all terminals": {
      facts: { sudoers: sudoRules({ defaults: [{ bound: "", name: "timestamp_type", value: "global" }] }) },
      because: /all of them/,
    },
  },
});
