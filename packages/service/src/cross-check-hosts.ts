import { isRefusal, parseLogin } from "./login.ts";
import { recordOf, settingsOf, textsOf } from "./loose.ts";
import type { DataPath, Fault } from "./problem.ts";

type Refer = (section: "hosts" | "vendors", path: DataPath, name: unknown) => readonly Fault[];

/** Jump hosts and vendors exist, nobody jumps in a circle, no login is written twice, and a stranger is no host. */
export function checkHosts(file: Readonly<Record<string, unknown>>, refer: Refer): readonly Fault[] {
  const hosts = settingsOf(file["hosts"]);
  const local = hosts.filter(([, host]) => host["ssh"] === undefined);
  const seen = new Map<string, string>();
  const faults: Fault[] = local.slice(1).map(([id]) => ({
    path: ["hosts", id],
    on: "key",
    what: `has no ssh:, as ${local[0]?.[0] ?? ""} has none; only this machine can do without`,
    hint: "add ssh: user@host",
  }));
  for (const [id, host] of hosts) {
    faults.push(
      ...refer("hosts", ["hosts", id, "via"], host["via"]),
      ...refer("vendors", ["hosts", id, "vendor"], host["vendor"]),
    );
    if (host["via"] !== undefined && host["ssh"] === undefined) {
      faults.push({
        path: ["hosts", id, "via"],
        on: "key",
        what: "needs ssh: beside it",
        hint: "add ssh: user@host, or remove via:",
      });
    }
    const login = `${String(host["ssh"])} via ${String(host["via"])}`;
    const twin = seen.get(login);
    if (host["ssh"] !== undefined && twin !== undefined) {
      faults.push({
        path: ["hosts", id, "ssh"],
        on: "value",
        what: `is the same login as that of ${twin}`,
        hint: "keep one of the two hosts, or correct the login",
      });
    }
    seen.set(login, id);
  }
  return [...faults, ...checkCircles(file), ...checkStranger(file)];
}

/** Each circle of `via:` once, at its first host. */
function checkCircles(file: Readonly<Record<string, unknown>>): readonly Fault[] {
  const hosts = recordOf(file["hosts"]);
  const done = new Set<string>();
  const faults: Fault[] = [];
  for (const start of Object.keys(hosts)) {
    const trail: string[] = [];
    let id: unknown = start;
    while (typeof id === "string" && !done.has(id) && Object.hasOwn(hosts, id)) {
      done.add(id);
      trail.push(id);
      id = recordOf(hosts[id])["via"];
    }
    const back = typeof id === "string" ? trail.indexOf(id) : -1;
    const first = trail[back];
    if (first === undefined) continue;
    const circle = [...trail.slice(back), first].slice(0, 6).join(" -> ");
    faults.push({
      path: ["hosts", first, "via"],
      on: "value",
      what: `goes round in a circle: ${circle}`,
      hint: "one of these hosts has to be reached directly",
    });
  }
  return faults;
}

function checkStranger(file: Readonly<Record<string, unknown>>): readonly Fault[] {
  const address = addressOf(recordOf(file["stranger"])["ssh"]);
  const twin = settingsOf(file["hosts"]).find(([, host]) => {
    const literal = textsOf(host["addresses"]).map(([, text]) => text);
    return address !== undefined && (addressOf(host["ssh"]) === address || literal.includes(address));
  });
  if (twin === undefined) return [];
  return [
    {
      path: ["stranger", "ssh"],
      on: "value",
      what: `is the host ${twin[0]}`,
      hint: "a stranger is a machine that no allow-list names: use another one",
    },
  ];
}

function addressOf(ssh: unknown): string | undefined {
  if (typeof ssh !== "string") return undefined;
  const login = parseLogin(ssh);
  return isRefusal(login) ? undefined : login.address;
}
