import { exampleHost } from "../../testing/example-host.ts";
import { testFact } from "../../testing/test-fact.ts";
import { auditorAccount } from "./auditor-account.ts";

const wanted = exampleHost({
  auditor: { account: "secondlock-auditor", keys: ["ssh-ed25519 AAAA ci"], from: ["198.51.100.9"], keyHome: "ci" },
});
const settings = (address: string, ...lines: readonly string[]): string =>
  ["port 22", ...lines].map((line) => `sshd\t${address}\t${line.replace(" ", "\t")}\n`).join("");

testFact(
  auditorAccount,
  {
    "a host that has one": {
      outputs: {
        account: `account\t/bin/sh\tsecondlock-auditor\t998\t/nonexistent
file\t700\troot\troot\t/usr/local/lib/secondlock/collect
file\t755\troot\troot\t/usr/local/lib/secondlock
digest\t${"d".repeat(64)}
key\tAAAA
${settings("198.51.100.9", "forcecommand /usr/bin/sudo -n /usr/local/lib/secondlock/collect", "permittty no")}${settings("203.0.113.250", "authorizedkeysfile none")}end
`,
      },
      gives: {
        account: { shell: "/bin/sh", groups: ["secondlock-auditor"] },
        files: [
          { path: "/usr/local/lib/secondlock/collect", mode: 0o700, owner: "root", group: "root" },
          { path: "/usr/local/lib/secondlock", mode: 0o755, owner: "root", group: "root" },
        ],
        digest: "d".repeat(64),
        keys: ["AAAA"],
        inside: {
          "198.51.100.9": {
            port: "22",
            forcecommand: "/usr/bin/sudo -n /usr/local/lib/secondlock/collect",
            permittty: "no",
          },
        },
        outside: { port: "22", authorizedkeysfile: "none" },
      },
    },
    "the name is that of an account of the system": {
      outputs: {
        account: `account\t/usr/sbin/nologin\twww-data\t33\t/var/www\n${settings("198.51.100.9")}${settings("203.0.113.250")}end\n`,
      },
      gives: {
        account: { shell: "/usr/sbin/nologin", groups: ["www-data"], systems: true },
        ...{ files: [], keys: [], inside: { "198.51.100.9": { port: "22" } }, outside: { port: "22" } },
      },
    },
    "a host without one": {
      outputs: { account: `${settings("198.51.100.9")}${settings("203.0.113.250")}end\n` },
      gives: { files: [], keys: [], inside: { "198.51.100.9": { port: "22" } }, outside: { port: "22" } },
    },
    "sshd -T fails for one of the addresses": {
      outputs: { account: `${settings("203.0.113.250")}end\n` },
      unreadable: /does not say what it does for the account/,
    },
    "cut off": { outputs: { account: "account\t/bin/sh\tsecondlock-auditor\n" }, unreadable: /before its end/ },
    "no SSH server": { outputs: { account: "absent\nend\n" }, unreadable: /no SSH server/ },
  },
  wanted,
);
