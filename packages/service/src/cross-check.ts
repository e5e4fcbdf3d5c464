import { canonicalAddress } from "./address.ts";
import { checkApplications } from "./cross-check-applications.ts";
import { checkHosts } from "./cross-check-hosts.ts";
import { checkPeople } from "./cross-check-people.ts";
import { checkPorts } from "./cross-check-ports.ts";
import { checkSecrets } from "./cross-check-secrets.ts";
import { recordOf, settingsOf, textsOf } from "./loose.ts";
import type { DataPath, Fault } from "./problem.ts";
import { suggest } from "./suggestion.ts";

type Section = "hosts" | "vendors" | "backups";

type Refer = (section: Section, path: DataPath, name: unknown) => readonly Fault[];

const faultLimit = 1000;
/** Looking for the name that was meant costs time; a file with more wrong names than this has another problem. */
const suggestionLimit = 200;
const singular: Readonly<Record<Section, string>> = { hosts: "host", vendors: "vendor", backups: "backup place" };

/**
 * What the schema cannot see: names that refer to something that is not there, circles, doubles. Takes the file as it stands, also
 * when parts of it are wrong, so that every problem is reported at once.
 */
export function crossCheck(data: unknown): readonly Fault[] {
  const file = recordOf(data);
  const refer = referIn(file);
  const faults = [
    ...checkHosts(file, refer),
    ...checkPeople(file, (path, name) => refer("hosts", path, name)),
    ...checkPorts(file, refer),
    ...checkOutbound(file, refer),
    ...checkDatabases(file, refer),
    ...checkPlaces(file, refer),
    ...checkApplications(file),
    ...checkSecrets(file, (path, name) => refer("hosts", path, name)),
    ...checkExceptions(file, refer),
  ];
  return faults.slice(0, faultLimit);
}

/** Makes the check of one reference: a fault when the name is not one of that section. */
function referIn(file: Readonly<Record<string, unknown>>): Refer {
  let suggested = 0;
  const names = new Map(
    (["hosts", "vendors", "backups"] as const).map((section) => [section, Object.keys(recordOf(file[section]))]),
  );
  return (section, path, name) => {
    if (typeof name !== "string" || Object.hasOwn(recordOf(file[section]), name)) return [];
    suggested += 1;
    const others = suggested > suggestionLimit ? [] : (names.get(section) ?? []);
    const meant = others.filter((other) => !(section === "hosts" && path[0] === "hosts" && other === path[1]));
    const what = `names a ${singular[section]} that does not exist: ${name.slice(0, 80)}`;
    return [
      {
        path,
        on: path.at(-1) === name ? "key" : "value",
        what,
        hint: suggest(name, meant, `add it under ${section}:`),
      },
    ];
  };
}

/** What a host may send out goes to hosts of this file, or to literal addresses. */
function checkOutbound(file: Readonly<Record<string, unknown>>, refer: Refer): readonly Fault[] {
  return settingsOf(file["hosts"]).flatMap(([id, host]) =>
    settingsOf(recordOf(host["outbound"])["ports"]).flatMap(([key, port]) =>
      textsOf(port["to"]).flatMap(([index, to]) =>
        canonicalAddress(to) === undefined
          ? refer("hosts", ["hosts", id, "outbound", "ports", key, "to", index], to)
          : [],
      ),
    ),
  );
}

function checkDatabases(file: Readonly<Record<string, unknown>>, refer: Refer): readonly Fault[] {
  return settingsOf(file["databases"]).flatMap(([id, database]) => [
    ...refer("hosts", ["databases", id, "host"], database["host"]),
    ...textsOf(database["clients"]).flatMap(([index, host]) =>
      refer("hosts", ["databases", id, "clients", index], host),
    ),
    ...textsOf(database["backups"]).flatMap(([index, place]) =>
      refer("backups", ["databases", id, "backups", index], place),
    ),
  ]);
}

function checkPlaces(file: Readonly<Record<string, unknown>>, refer: Refer): readonly Fault[] {
  return [
    ...settingsOf(file["backups"]).flatMap(([id, place]) =>
      refer("vendors", ["backups", id, "vendor"], place["vendor"]),
    ),
    ...(Array.isArray(file["quiet"]) ? file["quiet"] : []).flatMap((entry, index) =>
      textsOf(recordOf(entry)["hosts"]).flatMap(([at, host]) => refer("hosts", ["quiet", index, "hosts", at], host)),
    ),
    ...settingsOf(file["applications"]).flatMap(([id]) => refer("hosts", ["applications", id], id)),
    ...settingsOf(file["attempts"]).flatMap(([id]) => refer("hosts", ["attempts", id], id)),
  ];
}

function checkExceptions(file: Readonly<Record<string, unknown>>, refer: Refer): readonly Fault[] {
  const list: readonly unknown[] = Array.isArray(file["exceptions"]) ? file["exceptions"] : [];
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    const { control, host } = recordOf(item);
    const path = ["exceptions", index];
    const name = `${String(control)} on ${String(host)}`;
    const twin: readonly Fault[] =
      seen.has(name) && control !== undefined
        ? [{ path, on: "key", what: `is the second one for ${name.slice(0, 140)}`, hint: "keep one of them" }]
        : [];
    seen.add(name);
    return [...refer("hosts", [...path, "host"], host), ...twin];
  });
}
