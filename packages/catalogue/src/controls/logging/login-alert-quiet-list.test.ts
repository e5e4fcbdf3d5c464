import { expect, it } from "vitest";
import { theHost } from "@secondlock/model";
import type { AlertChannels, QuietList } from "../../facts/alert-channels.ts";
import { exampleHost } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { loginAlertQuietList } from "./login-alert-quiet-list.ts";

const none: AlertChannels = {
  ...{ mailsLogins: false, mailServers: [], recipients: [], mailer: "none" },
  ...{ carriers: [], quietLists: [] },
};
const list = (entries: readonly string[], changes: Partial<QuietList> = {}): { channels: AlertChannels } => {
  const path = "/etc/monit/whitelist_ips.regex";
  return {
    channels: { ...none, quietLists: [{ path, there: true, mode: "0600", owner: "root", entries, ...changes }] },
  };
};

testControl(loginAlertQuietList, {
  holds: {
    "one address between two words": { facts: list([String.raw`from 10\.0\.0\.5 port`]) },
    "the whole line": { facts: list([String.raw`^.*from 10[.]0[.]0[.]5 port [0-9]+ ssh2$`]) },
    "for a script that compares addresses": { facts: list([String.raw`^10\.0\.0\.5$`, "^2001:db8::7$"]) },
    "ours, compared as a whole": {
      facts: list(["ada from 10.0.0.5", "ada from 2001:db8::7 running /usr/bin/rsync -a / /srv"], {
        path: "/etc/secondlock/alerts-quiet",
      }),
    },
    "nobody is on it": { facts: list([]) },
  },
  broken: {
    "the dots fit anything": { facts: list(["from 10.0.0.5 port"]), because: /10\.0\.0\.5/ },
    "the neighbour 10.0.0.51 fits too": { facts: list([String.raw`from 10\.0\.0\.5`]), because: /more than one/ },
    "so does 110.0.0.5": { facts: list([String.raw`10\.0\.0\.5 port`]) },
    "a whole network": { facts: list([String.raw`from 10\.0\.0\.\d+ port`]) },
    everybody: { facts: list([".*"]) },
    "one of two": { facts: list([String.raw`from 10\.0\.0\.5 port|root`]) },
    "ours, with a pattern": { facts: list(["ada from 10.0.0.*"], { path: "/etc/secondlock/alerts-quiet" }) },
    "others may read it": { facts: list([], { mode: "0644" }), because: /0644/ },
    "ada may add to it": { facts: list([], { owner: "ada" }), because: /ada/ },
    "it is gone": { facts: list([], { there: false, mode: "", owner: "-" }), because: /not there/ },
  },
});

it("does not apply to Debian 12 as installed, which has no such list", () => {
  const verdict = loginAlertQuietList.verdict({ channels: none }, exampleHost(), theHost);
  expect(verdict).toMatchObject({ inside: "not applicable", absent: true });
});
