import { testControl } from "../../../testing/test-control.ts";
import { shellTimeout } from "./shell-timeout.ts";

const shell = (timeoutReadonly: boolean, ...values: readonly string[]) => ({
  facts: {
    shell: { umask: [], timeout: values.map((value) => ({ file: "/etc/profile.d/tmout.sh", value })), timeoutReadonly },
  },
});

testControl(shellTimeout, {
  holds: { "a quarter of an hour": shell(true, "900"), "the last one counts": shell(true, "0", "600") },
  broken: {
    "Debian 12 as installed": { ...shell(false), because: /not set/ },
    "an hour": { ...shell(true, "3600"), because: /3600/ },
    "switched off": shell(true, "900", "0"),
    "it can be unset": { ...shell(false, "900"), because: /unset/ },
  },
});
