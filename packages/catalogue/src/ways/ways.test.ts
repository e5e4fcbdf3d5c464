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
