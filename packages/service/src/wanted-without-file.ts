import type { HostWanted, ServiceWanted, SshLogin } from "@secondlock/model";
import { addressesOf } from "./address.ts";
import { given } from "./given.ts";
import { isRefusal, parseLogin } from "./login.ts";
import { portsOf } from "./ports-wanted.ts";
import type { Result } from "./problem.ts";
import { failure, placeless } from "./problem.ts";

/** For an audit of this machine without a service file: nothing is declared. */
export function wantedOfThisMachine(hostname?: string): ServiceWanted {
  return { ...nothingDeclared(hostIdOf(hostname ?? "", "this-machine"), undefined), repositories: ["."] };
}

/** For an audit of one host without a service file: `deploy@host`, `deploy@host:2222`, `deploy@[2001:db8::7]`. */
export function wantedOfAdHoc(login: string): Result<ServiceWanted> {
  const read = parseLogin(login);
  if (isRefusal(read)) return failure(placeless("login", read.what, read.hint));
  return { ok: true, value: nothingDeclared(hostIdOf(read.address, "host"), read) };
}

/** A name that hosts may have, made of any text. */
export function hostIdOf(text: string, otherwise: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+/, "")
    .slice(0, 63)
    .replace(/[^a-z0-9]+$/, "");
  return name === "" ? otherwise : name;
}

function nothingDeclared(id: string, ssh: SshLogin | undefined): ServiceWanted {
  const host: HostWanted = {
    id,
    role: "other",
    ...given({ ssh }),
    ...addressesOf(ssh, undefined, undefined),
    admins: [],
    peopleDeclared: false,
    ports: portsOf(undefined, [], ssh, undefined),
    portsDeclared: false,
    neighbours: [],
    databases: [],
    allow: [],
    sites: [],
  };
  const none = {
    people: [],
    databases: [],
    sites: [],
    repositories: [],
    secrets: [],
    vendors: [],
    backupPlaces: [],
    alerts: [],
    exceptions: [],
  };
  return { name: id, hosts: [host], ...none };
}
