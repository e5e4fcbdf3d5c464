import { isAdminPath } from "./admin-paths.ts";
import type { WebParts } from "./web-settings.ts";

interface VirtualHost {
  readonly ports: string;
  name: string;
  tls: boolean;
  hsts: string | undefined;
  always: boolean;
  verified: boolean | undefined;
  readonly passes: string[];
}

/** A part of the site, or a folder, and who may have it. */
interface Place {
  readonly host: VirtualHost;
  readonly path: string;
  /** What is served there, when it is not only a rule about it. */
  readonly serves: string;
  readonly requires: string[];
}

/** Reads `directive words`, with containers as `<virtualhost *:443` and `</virtualhost>`. */
export function apacheSettings(lines: readonly string[]): WebParts {
  const whole = newHost("");
  const hosts: VirtualHost[] = [];
  const places: Place[] = [];
  let host = whole;
  let place: Place | undefined;
  for (const line of lines) {
    const [word = "", first = "", second = ""] = line.split(" ");
    if (word === "<virtualhost") hosts.push((host = newHost(line)));
    else if (word === "</virtualhost>") host = whole;
    else if (word.startsWith("</")) place = undefined;
    else if (word.startsWith("<")) places.push((place = { host, path: first, serves: "", requires: [] }));
    else if (word === "require") place?.requires.push(`${first} ${second}`.trim().toLowerCase());
    else if (word === "sethandler" && place) places.push({ ...place, serves: first });
    else if (word.endsWith("alias")) places.push({ host, path: first, serves: second, requires: [] });
    else if (word === "pass") host.passes.push(first);
    else readHost(host, word, first, line);
  }
  return {
    places: hosts
      .filter(({ tls }) => tls)
      .map(({ name, ports, hsts, always, passes }) => ({
        title: `apache ${name || ports}`,
        hsts: hsts ?? whole.hsts ?? "",
        always: hsts === undefined ? whole.always : always,
        passes: passes.length > 0,
      })),
    upstreams: [whole, ...hosts].flatMap(({ name, ports, passes, verified = whole.verified ?? false }) =>
      passes
        .filter((to) => !to.startsWith("balancer:"))
        .map((to) => ({ title: `apache ${name || ports}`.trim(), to, verified })),
    ),
    adminPages: places
      .filter(isAdminPage)
      .map((one) => ({ title: `apache at ${one.path}`, open: isOpen(one, places) })),
  };
}

function newHost(line: string): VirtualHost {
  const ports = line.split(" ").slice(1).join(" ");
  return { ports, name: "", tls: false, hsts: undefined, always: false, verified: undefined, passes: [] };
}

function readHost(host: VirtualHost, word: string, first: string, line: string): void {
  if (word === "servername") host.name = first;
  else if (word === "sslengine") host.tls = first.toLowerCase() === "on";
  else if (word === "sslproxyverify") host.verified = first.toLowerCase() === "require";
  else if (word === "hsts") {
    host.hsts = line.slice(`hsts ${first} `.length);
    host.always = first === "always";
  }
}

function isAdminPage({ path, serves }: Place): boolean {
  return serves !== "" && (isAdminPath(path) || isAdminPath(serves));
}

function isOpen({ path, serves, requires }: Place, places: readonly Place[]): boolean {
  const rules = [
    ...requires,
    ...places.filter((one) => one.path === path || one.path === serves).flatMap((one) => one.requires),
  ];
  return rules.length === 0 || rules.some((rule) => rule === "all granted" || rule.startsWith("not "));
}
