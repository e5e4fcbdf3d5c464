import { canonicalAddress } from "./address.ts";
import { readPort } from "./fields.ts";
import { isRefusal, parseLogin } from "./login.ts";
import { recordOf, settingsOf, textsOf } from "./loose.ts";
import { onDemand } from "./ports-wanted.ts";
import type { DataPath, Fault } from "./problem.ts";

type Refer = (section: "hosts", path: DataPath, name: unknown) => readonly Fault[];

/** Ports are those of a host, written once, open to hosts of this file or to addresses, and redirected to closed ones. */
export function checkPorts(file: Readonly<Record<string, unknown>>, refer: Refer): readonly Fault[] {
  const owners = addressOwners(file);
  return settingsOf(file["ports"]).flatMap(([id, ports]) => {
    const seen = new Map<string, string>();
    const faults = [...refer("hosts", ["ports", id], id)];
    for (const [key, port] of Object.entries(ports)) {
      const read = readPort(key);
      const name = read === undefined ? key : `${read.port}/${read.protocol}`;
      const twin = seen.get(name);
      if (twin !== undefined)
        faults.push({
          path: ["ports", id, key],
          on: "key",
          what: `is the same port as ${twin}`,
          hint: "keep one of the two",
        });
      seen.set(name, key);
      for (const [index, from] of textsOf(recordOf(port)["from"]).filter(([, one]) => one !== onDemand))
        faults.push(...checkSource(["ports", id, key, "from", index], from, owners, refer));
      faults.push(...checkRedirect(["ports", id, key, "to"], read, recordOf(port)["to"], ports));
    }
    return faults;
  });
}

/** A host of this file by its name: attempts are made from it, and who goes by the address would take them for a stranger's. */
function checkSource(
  path: DataPath,
  from: string,
  owners: ReadonlyMap<string, string>,
  refer: Refer,
): readonly Fault[] {
  const address = canonicalAddress(from);
  if (address === undefined) return refer("hosts", path, from);
  const owner = owners.get(address);
  if (owner === undefined) return [];
  return [{ path, on: "value", what: `is an address of ${owner}`, hint: `write ${owner}, the host's name` }];
}

/** Hosts by their literal addresses. */
function addressOwners(file: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const pairs = settingsOf(file["hosts"]).flatMap(([id, { ssh, addresses, private: own }]) => {
    const login = typeof ssh === "string" ? parseLogin(ssh) : undefined;
    const all = [
      ...textsOf(addresses).map(([, one]) => one),
      ...(typeof own === "string" ? [own] : textsOf(own).map(([, one]) => one)),
      ...(login === undefined || isRefusal(login) ? [] : [login.address]),
    ];
    return all.map((one) => [canonicalAddress(one) ?? one, id] as const);
  });
  return new Map(pairs);
}

/** The port behind a redirect is closed from outside: it cannot be open as well. */
function checkRedirect(
  path: DataPath,
  from: ReturnType<typeof readPort>,
  to: unknown,
  ports: Readonly<Record<string, unknown>>,
): readonly Fault[] {
  if (from === undefined || typeof to !== "number") return [];
  const open = Object.keys(ports).find((key) => {
    const read = readPort(key);
    return read?.port === to && read.protocol === from.protocol;
  });
  if (open === undefined) return [];
  return [
    {
      path,
      on: "value",
      what: to === from.port ? "is the port itself" : `is declared as open itself: ${open}`,
      hint: "name the unprivileged port of the application, which only the redirect may reach",
    },
  ];
}
