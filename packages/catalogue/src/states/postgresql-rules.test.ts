import type { FileChange } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { brought, written } from "../../testing/brought.ts";
import { onlyPostgresql } from "../../testing/database-examples.ts";
import { rulesAskPassword, rulesEncrypted, rulesForClients, rulesModern } from "./postgresql-rules.ts";

const path = "/etc/postgresql/15/main/pg_hba.conf";
const all = [
  rulesForClients([{ database: "shop", account: "shop", addresses: ["10.0.0.2", "2001:db8::2"] }]),
  rulesAskPassword(),
  rulesModern(),
  rulesEncrypted(),
];
const clients = ["hostssl shop shop 10.0.0.2/32 scram-sha-256", "hostssl shop shop 2001:db8::2/128 scram-sha-256"];
const ours = "# Managed by Secondlock: the declared clients of the databases.";

function edited(text: string, states = all): string {
  return written(brought(states, onlyPostgresql().postgresql), { [path]: text })[path] ?? "";
}

describe("pg_hba.conf", () => {
  it.each([
    ["comments and local lines stay", "# mine\nlocal all all peer\n", "# mine\nlocal all all peer\n"],
    ["whole networks go", "host all all 0.0.0.0/0 trust\nhost all all ::/0 md5\nhost all all samenet md5\n", ""],
    [
      "trust on the host",
      "local all all trust\nhost all all 127.0.0.1/32 trust\n",
      "local all all peer\nhost all all 127.0.0.1/32 scram-sha-256\n",
    ],
    [
      "one address stays, encrypted",
      "host  report report 10.0.0.9/32  md5\n",
      "hostssl report report 10.0.0.9/32 scram-sha-256\n",
    ],
    [
      "a mask of its own",
      "host report report 10.0.0.9 255.255.255.255 md5\n",
      "hostssl report report 10.0.0.9/32 scram-sha-256\n",
    ],
    ["what is refused stays refused", "host all all 0.0.0.0/0 reject\n", "host all all 0.0.0.0/0 reject\n"],
    ["quoted names are left to people", 'host "all" x 0.0.0.0/0 md5\n', 'host "all" x 0.0.0.0/0 md5\n'],
  ])("%s", (_name, before, after) => {
    expect(edited(before)).toBe(`${after}${ours}\n${clients.join("\n")}\n`);
  });

  it("is left as it is once it is right", () => {
    const right = `local all all peer\n${clients.join("\n")}\n`;
    expect(edited(right)).toBe(right);
  });

  it("changes only what was asked for", () => {
    expect(edited("host all all 0.0.0.0/0 trust\n", [rulesAskPassword()])).toBe(
      "host all all 0.0.0.0/0 scram-sha-256\n",
    );
  });

  it("is edited where the server says that it is", () => {
    const { postgresql: value } = onlyPostgresql();
    if (value.state !== "answers") throw new Error("the example answers");
    const settings = { ...value.server.settings, hba_file: "/srv/pg/hba.conf" };
    const [change] = brought(all, { ...value, server: { ...value.server, settings } });
    expect((change as FileChange).path).toBe("/srv/pg/hba.conf");
  });
});
