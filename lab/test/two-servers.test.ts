import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandResult, type Host, labReady, privateAddressOf, SHOP_PORTS } from "@secondlock/lab";
import { type DatabaseLogin, mariadbFrom, postgresqlFrom } from "./database-client.ts";
import type { Desk } from "./desk.ts";
import { openPorts } from "./doors.ts";
import { failedWayIn } from "./outcomes.ts";
import { allOpenPorts, everyAddress, listeners } from "./port-scan.ts";
import { deskForTwoServers, startTwoServers, type TwoServers } from "./two-servers-desk.ts";
import { LEFT, LEFT_ON_THE_DATABASE } from "./two-servers-left.ts";

describe.skipIf(!labReady())("two servers, set up from one service file", () => {
  let lab: TwoServers;
  let desk: Desk;
  let certificate = "";
  const hardened: CommandResult[] = [];

  beforeAll(async () => {
    lab = await startTwoServers();
    for (const address of ["10.0.0.99/24", "fd00::99/64"])
      await lab.hosts.stranger.probe(["ip", "address", "add", address, "dev", "eth0", "nodad"]);
    desk = deskForTwoServers(lab);
    certificate = join(lab.directory, "site.crt");
    writeFileSync(certificate, (await lab.hosts["app-1"].exec(["cat", "/etc/ssl/site/site.crt"])).stdout);
    for (const id of ["app-1", "db-1"]) hardened.push(await desk.secondlock("harden", id, "--yes"));
  });
  afterAll(() => lab?.stop());

  const families = (host: { readonly ipv4: string; readonly ipv6: string }): readonly string[] => [
    host.ipv4,
    host.ipv6,
  ];
  const bracketed = (address: string): string => (address.includes(":") ? `[${address}]` : address);
  const visit = (from: Host, url: string, address: string): Promise<CommandResult> => {
    const { hostname, port, protocol } = new URL(url);
    const place = `${hostname}:${port || (protocol === "https:" ? 443 : 80)}:${bracketed(address)}`;
    return from.probe([
      "curl",
      "-si",
      "--connect-timeout",
      "2",
      "--max-time",
      "15",
      "--cacert",
      certificate,
      "--resolve",
      place,
      url,
    ]);
  };

  test("each is changed, and a new login confirms it", () => {
    for (const [index, id] of ["app-1", "db-1"].entries()) {
      expect(hardened[index]?.stderr).toBe("");
      expect(hardened[index]?.stdout).toContain(`${id}: changed and confirmed by a new login`);
    }
  });

  test("a second plan is empty", async () => {
    const { stdout } = await desk.secondlock("plan", "--json");
    const { plans } = JSON.parse(stdout) as { plans: { host: string; items: readonly { resource: string }[] }[] };
    expect(plans.map(({ items }) => items.map(({ resource }) => resource))).toEqual([[], []]);
  });

  describe.each(["once confirmed", "after a reboot of both"])("%s", (when) => {
    beforeAll(async () => {
      if (when !== "once confirmed") await Promise.all([lab.hosts["app-1"].reboot(), lab.hosts["db-1"].reboot()]);
    });

    test.concurrent("a visitor gets the shop on 443, and is sent there from 80, over IPv4 and IPv6", async () => {
      const { "app-1": app, stranger } = lab.hosts;
      for (const address of families(app)) {
        expect((await visit(stranger, "https://app-1.example/", address)).stdout).toMatch(/ 200 OK[^]*<h1>Shop<\/h1>/);
        expect((await visit(stranger, "http://app-1.example/cart?a=1", address)).stdout).toMatch(
          /^HTTP\/1\.1 301 [^]*\r\nLocation: https:\/\/app-1\.example\/cart\?a=1\r\n/,
        );
        const hello = ["openssl", "s_client", "-connect", `${bracketed(address)}:443`, "-servername", "app-1.example"];
        const greeted = await stranger.probe([...hello, "-CAfile", certificate, "-verify_return_error"]);
        expect(greeted.stdout).toMatch(/TLSv1\.[23][^]*Verify return code: 0 \(ok\)/);
      }
    });

    test.concurrent("so does the database's host, and neither by the port behind", async () => {
      const { "app-1": app, "db-1": db } = lab.hosts;
      const shop = (port: string): Promise<readonly CommandResult[]> =>
        Promise.all(everyAddress(app).map((address) => visit(db, `https://app-1.example${port}/`, address)));
      for (const { stdout } of await shop("")) expect(stdout).toContain("<h1>Shop</h1>");
      expect((await shop(`:${SHOP_PORTS.https}`)).map(({ code }) => code)).toEqual([28, 28, 28, 28]);
    });

    test.concurrent("whatever listens, the stranger reaches 80 and 443 of the application's host only", async () => {
      const { "app-1": app, "db-1": db, stranger } = lab.hosts;
      const listening = [...(await listeners(app)), ...(await listeners(db))];
      expect(listening).toEqual(expect.arrayContaining([22, SHOP_PORTS.http, SHOP_PORTS.https, 3306, 5432]));
      const ports = [...new Set([80, 443, ...listening])];
      const seen = async (host: Host): Promise<readonly (readonly number[])[]> =>
        Promise.all(everyAddress(host).map((address) => openPorts(stranger, address, ports)));
      expect(await seen(app)).toEqual(everyAddress(app).map(() => [80, 443]));
      expect(await seen(db)).toEqual(everyAddress(db).map(() => []));
    });

    test.concurrent.each([
      {
        engine: "MariaDB",
        ask: mariadbFrom,
        version: "SHOW STATUS LIKE 'Ssl_version'",
        denied: /denied/,
        clear: /denied|insecure transport/,
        elsewhere: /denied|not allowed/,
      },
      {
        engine: "PostgreSQL",
        ask: postgresqlFrom,
        version: "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
        denied: /must be owner|permission denied/,
        clear: /no encryption/,
        elsewhere: /no pg_hba\.conf entry/,
      },
    ])(
      "$engine serves the application, encrypted, with its rows and nothing else",
      async ({ ask, version, denied, clear, elsewhere }) => {
        const { "app-1": app, "db-1": db, stranger } = lab.hosts;
        const { app: password, canary } = lab.operator.passwords;
        const asked = (from: Host, statement: string, more: Partial<DatabaseLogin> = {}): Promise<CommandResult> => {
          const login = { to: privateAddressOf(db).ipv4, account: "app", password, schema: "production" };
          return ask(from, db, { ...login, ...more }, statement);
        };
        for (const to of families(privateAddressOf(db))) {
          expect((await asked(app, "SELECT what FROM orders WHERE id = 1", { to })).stdout).toBe("a lantern\n");
          expect((await asked(app, version, { to })).stdout).toContain("TLSv1.3");
        }
        expect(await asked(app, "UPDATE orders SET what = 'a lantern' WHERE id = 1")).toMatchObject({ code: 0 });
        for (const more of ["DROP TABLE orders", "ALTER TABLE orders ADD more INT", "CREATE TABLE mine (id INT)"])
          expect((await asked(app, more)).stderr).toMatch(denied);
        expect((await asked(app, "SELECT 1", { encrypted: false })).stderr).toMatch(clear);
        for (const more of [{ account: "payroll", password: canary, schema: "payroll" }, { schema: "payroll" }])
          expect((await asked(app, "SELECT 1", more)).stderr).toMatch(elsewhere);
        const strangers = everyAddress(db).map((to) => asked(stranger, "SELECT 1", { to }));
        for (const { code } of await Promise.all(strangers)) expect(code).not.toBe(0);
      },
    );

    test.concurrent("a database opens to the application's private address, not to its public one", async () => {
      const { "app-1": app, "db-1": db } = lab.hosts;
      const knock = (from: string, port: number): Promise<CommandResult> =>
        app.probe(["nmap", "-Pn", "-n", "-sT", "-S", from, "-e", "eth0", "-p", `${port}`, privateAddressOf(db).ipv4]);
      for (const port of [3306, 5432]) {
        const [inside, outside] = await Promise.all([knock(privateAddressOf(app).ipv4, port), knock(app.ipv4, port)]);
        expect(inside.stdout).toContain(`${port}/tcp open`);
        expect(outside.stdout).toContain(`${port}/tcp filtered`);
      }
    });
  });

  test.concurrent("what only passes by on its way elsewhere is not taken for the shop", async () => {
    const { "app-1": app, stranger } = lab.hosts;
    const elsewhere = [
      ["198.18.0.200", app.ipv4],
      ["2001:2::200", app.ipv6],
    ] as const;
    const answers = elsewhere.map(async ([address, over]) => {
      expect(await stranger.probe(["ip", "route", "add", address, "via", over])).toMatchObject({ code: 0 });
      return visit(stranger, "https://app-1.example/", address);
    });
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ code: 28, stdout: "" });
  });

  test.concurrent("of all 65535 ports, the stranger reaches two of the application's host, over IPv4 and IPv6 alike", async () => {
    const { "app-1": app, "db-1": db, stranger } = lab.hosts;
    const open = await Promise.all([
      allOpenPorts(stranger, [app.ipv4, db.ipv4]),
      allOpenPorts(stranger, [app.ipv6, db.ipv6]),
    ]);
    expect(open.flat()).toEqual(families(app).flatMap((address) => [`${address} 80`, `${address} 443`]));
  });

  test("an audit contradicts nothing, every rightful way in works, and what is left is named here", async () => {
    const { verdicts } = await desk.audit();
    const wrong = verdicts.filter(
      ({ verdict, outside }) => verdict === "contradiction" || failedWayIn.test(outside.because),
    );
    expect(wrong.map(({ target, control, outside }) => `${target} ${control}: ${outside.because}`)).toEqual([]);
    const open = (id: string): readonly string[] =>
      verdicts.flatMap(({ target, control, verdict }) =>
        target === id && ["broken", "luck"].includes(verdict) ? [control] : [],
      );
    expect(open("app-1").toSorted()).toEqual(Object.keys(LEFT).toSorted());
    expect(open("db-1").toSorted()).toEqual(Object.keys({ ...LEFT, ...LEFT_ON_THE_DATABASE }).toSorted());
  });
});
