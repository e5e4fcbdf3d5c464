import { hostname } from "node:os";
import { formatProblems, loadService, wantedOf, wantedOfAdHoc, wantedOfThisMachine } from "@secondlock/service";
import type { ServiceWanted } from "@secondlock/model";
import { existsSync } from "node:fs";

/** What is audited, and how that was decided. */
export interface Chosen {
  readonly service: ServiceWanted;
  /** The service with all its hosts, when only some were chosen. */
  readonly whole: ServiceWanted;
  /** Whether a service file names the hosts: only then attempts are made. */
  readonly from: "file" | "this machine" | "command line";
}

export type Choice = { readonly chosen: Chosen } | { readonly problems: string };

const defaultFile = "secondlock.yaml";

/** The service to audit: the logins of the command line, the service file, or without one this machine. */
export async function chooseService(
  logins: readonly string[],
  file: string,
  hosts: readonly string[],
): Promise<Choice> {
  if (logins.length > 0) return adHoc(logins);
  if (!existsSync(file) && file === defaultFile) {
    if (hosts.length > 0)
      return {
        problems: `secondlock: ${file} is not here, and it names the hosts\nhint: secondlock init writes a first one\n`,
      };
    const service = wantedOfThisMachine(hostname());
    return { chosen: { service, whole: service, from: "this machine" } };
  }
  const loaded = await loadService(file);
  if (!loaded.ok) return { problems: formatProblems(loaded.problems) };
  return onlyHosts(wantedOf(loaded.value), hosts, file);
}

function adHoc(logins: readonly string[]): Choice {
  const all = logins.map(wantedOfAdHoc);
  const wrong = all.flatMap((one) => (one.ok ? [] : one.problems));
  if (wrong.length > 0) return { problems: formatProblems(wrong) };
  const services = all.flatMap((one) => (one.ok ? [one.value] : []));
  const [first] = services;
  if (!first) return { problems: "no login was given\n" };
  const hosts = services.flatMap((service) => service.hosts);
  // two accounts of one machine are two targets
  const named = hosts.map((host, index) =>
    hosts.findIndex(({ id }) => id === host.id) === index ? host : { ...host, id: `${host.id}-${index + 1}` },
  );
  const service = { ...first, hosts: named };
  return { chosen: { service, whole: service, from: "command line" } };
}

function onlyHosts(service: ServiceWanted, hosts: readonly string[], file: string): Choice {
  const unknown = hosts.filter((id) => !service.hosts.some((host) => host.id === id));
  if (unknown.length > 0) {
    const names = service.hosts.slice(0, 20).map(({ id }) => id);
    const hint = names.length === 0 ? "it names no host at all: add one under hosts:" : `it names ${names.join(", ")}`;
    return { problems: `${file} has no host ${unknown.join(", ")}\nhint: ${hint}\n` };
  }
  const some =
    hosts.length === 0 ? service : { ...service, hosts: service.hosts.filter(({ id }) => hosts.includes(id)) };
  return { chosen: { service: some, whole: service, from: "file" } };
}
