import { describe, expect, test } from "vitest";
import type { ServiceWanted, WayWanted } from "@secondlock/model";
import { ways } from "./index.ts";
import { lockStops } from "./testing/lock-stops.ts";
import { service, shop, thisMachine } from "./testing/shop.ts";

function all(wanted: ServiceWanted): readonly WayWanted[] {
  return ways.flatMap((family) => family.ways(wanted));
}

const withoutBackups: ServiceWanted = {
  ...shop(),
  databases: shop().databases.map((database) => ({ ...database, backups: [], host: "elsewhere", clients: [] })),
};

const services = { shop: shop(), "this machine": thisMachine(), nothing: service(), "no backups": withoutBackups };

test("families are sorted by id, and each is there once", () => {
  const ids = ways.map(({ id }) => id);

  expect(ids).toEqual([...new Set(ids)].toSorted());
});

test("each family finds a way into the shop", () => {
  const empty = ways.filter((family) => family.ways(shop()).length === 0).map(({ id }) => id);

  expect(empty).toEqual([]);
});

describe.each(Object.entries(services))("the ways into %s", (_, wanted) => {
  test("each has an id of its own that begins with its family", () => {
    const ids = all(wanted).map(({ id }) => id);

    expect(ids).toHaveLength(new Set(ids).size);
    for (const family of ways)
      for (const { id } of family.ways(wanted)) expect(id.startsWith(`${family.id}:`)).toBe(true);
  });

  test("each has a lock that stops its harm, or says that it has none", () => {
    const open = all(wanted).filter(({ harm, locks, title }) => {
      const stopping = locks.filter((lock) =>
        ("notSeenYet" in lock ? lock.stops : lockStops[lock.control])?.includes(harm),
      );
      return stopping.length === 0 && !title.includes("for no backup is declared");
    });

    expect(open.map(({ id }) => id)).toEqual([]);
  });

  test("each names only controls that stop its harm", () => {
    const wrong = all(wanted).flatMap(({ id, harm, locks }) =>
      locks.flatMap((lock) =>
        "control" in lock && !lockStops[lock.control]?.includes(harm) ? [`${id}: ${lock.control}`] : [],
      ),
    );

    expect(wrong).toEqual([]);
  });
});

test("every control of the table stands in a way", () => {
  const named = new Set(
    all(shop()).flatMap(({ locks }) => locks.flatMap((lock) => ("control" in lock ? [lock.control] : []))),
  );

  expect(Object.keys(lockStops).filter((control) => !named.has(control))).toEqual([]);
});

test("this machine alone has no ways of people, sites or databases", () => {
  const families = new Set(all(thisMachine()).map(({ id }) => id.split(":")[0] ?? ""));

  expect([...families].toSorted()).toEqual([
    "bad-change",
    "former-person",
    "password-guessing",
    "region-lost",
    "ssh-login",
    "ssh-root-login",
    "traffic",
    "undeclared-port",
    "unnoticed",
    "vendor-console",
  ]);
});

test("what holds in the application holds no hole of sshd", () => {
  const behind = all(shop()).filter(({ id }) => id.startsWith("open-port:22/tcp@"));
  const controls = behind.flatMap(({ locks }) => locks.flatMap((lock) => ("control" in lock ? [lock.control] : [])));

  expect(behind.length).toBeGreaterThan(0);
  expect(controls).not.toContain("application-own-user");
});

test("from a neighbour, SSH and the other ports are doors of their own: a lock of one does not stand in the other", () => {
  const doors = all(shop()).filter(({ id }) => /^neighbour-host:[^>]*\//.test(id));

  expect(doors.map(({ id }) => id.replace(/.*\//, ""))).toEqual(expect.arrayContaining(["ssh", "ipv4", "ipv6"]));
  for (const { id, locks } of doors) {
    const controls = locks.flatMap((lock) => ("control" in lock ? [lock.control] : []));
    const ofSsh = controls.filter((control) => /^(ssh|sudo)-/.test(control));
    expect(ofSsh, id).toEqual(id.endsWith("/ssh") ? controls : []);
  }
});

test("a shell needs no tunnel: that sshd forwards nothing is a lock in no way", () => {
  const named = all(shop()).flatMap(({ locks }) => locks.flatMap((lock) => ("control" in lock ? [lock.control] : [])));

  expect(named).not.toContain("ssh-no-tcp-forwarding");
});

function controlsOf({ locks }: WayWanted): readonly string[] {
  return locks.flatMap((lock) => ("control" in lock ? [lock.control] : []));
}

function wayCalled(id: string, wanted: ServiceWanted = shop()): WayWanted {
  const found = all(wanted).find((way) => way.id === id);
  if (!found) throw new Error(`there is no way ${id}`);
  return found;
}

test.each([
  ["ssh-login:ada@app-1", "account:ada", "login as ada on app-1"],
  ["ssh-login:ada/deploy@app-1", "account:deploy", "login as deploy (ada) on app-1"],
  ["password-guessing:ada/deploy@app-1/password", "account:deploy", /password of deploy \(ada\)/],
  ["database-network:main/app-1/login-ada/deploy", "account:deploy", /login of deploy \(ada\)/],
])("the account that everybody logs in as is a way of its own: %s", (id, account, title) => {
  const way = wayCalled(id);
  const asked = way.locks.flatMap((lock) => ("control" in lock && lock.instance?.startsWith("account:") ? [lock] : []));

  expect(way.title).toMatch(title);
  expect(new Set(asked.map(({ instance }) => instance))).toEqual(new Set([account]));
  expect(asked.flatMap(({ domains }) => domains ?? [])).toContain("custody:ada-laptop");
});

test("whoever logs in as the account that is declared anyway has one way, and root needs no sudo", () => {
  const [app, ...others] = shop().hosts;
  if (!app) throw new Error("the shop has a host");
  const as = (user: string): ServiceWanted => ({
    ...shop(),
    hosts: [{ ...app, ssh: { user, address: "app-1.example", port: 22 } }, ...others],
  });
  const loginsTo = (wanted: ServiceWanted) => all(wanted).filter(({ id }) => /^ssh-login:.*@app-1$/.test(id));

  expect(loginsTo(as("ada")).map(({ id }) => id)).toEqual(["ssh-login:ada@app-1"]);
  expect(controlsOf(wayCalled("ssh-login:ada@app-1", as("root")))).toContain("sudo-asks-password");
  expect(controlsOf(wayCalled("ssh-login:ada/root@app-1", as("root")))).not.toContain("sudo-asks-password");
});

test("what holds because somebody is declared is no lock against that person", () => {
  const left = all(shop()).filter(({ id }) => /^former-person:.*@/.test(id));

  expect(left.map(({ id }) => id)).toContain("former-person:ada/deploy@db-1");
  for (const way of left) {
    expect(controlsOf(way)).toEqual([]);
    expect(way.locks.map((lock) => ("notSeenYet" in lock ? lock.notSeenYet : ""))).toEqual([
      "way-begins",
      "leaver-check",
    ]);
  }
});

test("limits on what goes out hold up data only: whoever came in over a connection goes out over the same", () => {
  const limited = all(shop()).filter((way) => controlsOf(way).includes("outbound-restricted"));

  expect(limited.map(({ harm }) => harm)).toEqual(["read"]);
});

test("a console re-images a host whose disk is encrypted", () => {
  const way = wayCalled("vendor-console:app-1/change");

  expect(way).toMatchObject({ harm: "change", asset: { id: "root:app-1" } });
  expect(way.locks.map((lock) => ("notSeenYet" in lock ? lock.notSeenYet : lock.control))).toEqual([
    "way-begins",
    "console-second-factor",
    "console-two-people",
  ]);
});

test("what begins with an account on a host begins with the host as well", () => {
  const beginnings = all(shop()).flatMap(({ id, locks }) =>
    locks.flatMap((lock) => {
      if (!("notSeenYet" in lock) || lock.stops.length > 0) return [];
      const hosts = lock.domains.flatMap((domain) => /^path:(?:application|intruder)-(.+)$/.exec(domain)?.[1] ?? []);
      return hosts.map((on) => ({ id, begins: lock.domains.includes(`host:${on}`) }));
    }),
  );

  expect(beginnings.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["app-takeover:app-1/keys", "unnoticed:app-1", "secret-leaked:config@app-1"]),
  );
  expect(beginnings.filter(({ begins }) => !begins)).toEqual([]);
});
