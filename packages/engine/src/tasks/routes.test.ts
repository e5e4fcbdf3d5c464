import { expect, test } from "vitest";
import type { HostWanted, ServiceWanted } from "@secondlock/model";
import { routeTo } from "./routes.ts";

const host = (id: string, changes: Partial<HostWanted> = {}): HostWanted =>
  ({ id, ssh: { user: "ada", address: `${id}.example`, port: 2222 }, ...changes }) as HostWanted;
const auditor = { account: "secondlock-auditor", keys: [], from: ["198.51.100.9"], keyHome: "ci" } as const;
const db = host("db-1", { via: "app-1", auditor });
const service = { hosts: [host("app-1"), db] } as unknown as ServiceWanted;

test("an administrator jumps, and the auditor comes straight from where it is declared", () => {
  const options = { sshConfig: undefined, mayAsk: false, identity: "/keys/ci" };
  expect(routeTo(db, service, options)).toMatchObject({
    login: { user: "ada", port: 2222 },
    via: [{ address: "app-1.example" }],
  });
  expect(routeTo(db, service, { ...options, asAuditor: true })).toMatchObject({
    login: { user: "secondlock-auditor", address: "db-1.example", port: 2222 },
    via: [],
    identity: "/keys/ci",
  });
});
