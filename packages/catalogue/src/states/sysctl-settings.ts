import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { type KernelSettings, kernelSettings, namesOf, type SettingsWanted } from "../facts/kernel-settings.ts";
import { managedFile, sorted } from "./managed-file.ts";
import { sysctlWords } from "./sysctl-words.ts";

const path = "/etc/sysctl.d/zz-secondlock.conf";
const forward = "net.ipv4.ip_forward";
const redirects = "net.ipv4.conf.all.accept_redirects";

/** Kernel settings, now and after a restart, in a file that sorts after every other; the first accepted value, where none is there. */
export function sysctlSettings(wanted: SettingsWanted): State<KernelSettings> {
  const settings = Object.fromEntries(Object.entries(wanted).map(([name, good]) => [name, good.join(" or ")]));
  return defineState({
    resource: `file:${path}`,
    text: Object.entries(wanted)
      .map(([name, [value]]) => `${name} = ${value}`)
      .join(", "),
    settings,
    fact: kernelSettings,
    settle({ live, persisted }) {
      const lines = linesFor(settings, { live, persisted });
      const set = lines.flatMap(([key, value]) => reached(live, key).map((name): [string, string] => [name, value]));
      return {
        live: { ...live, ...Object.fromEntries(set) },
        persisted: { ...persisted, ...Object.fromEntries(lines) },
      };
    },
    bring: sysctlFile,
    ...sysctlWords(Object.keys(wanted)),
  });
}

/** A hyphen before each name: what this kernel has not, or a container may not set, must not hold up the others (sysctl.d(5)). */
function sysctlFile(settings: Settings, value: KernelSettings): readonly Change[] {
  const lines = linesFor(settings, value).map(([key, wanted]) => `-${key} = ${wanted}`);
  return [managedFile(path, "the last file of sysctl.d, so that it wins.", lines, { reload: "sysctl" })];
}

type Line = readonly [key: string, value: string];

/** The lines of the file. To switch forwarding off sets accept_redirects back, so it comes first (ip-sysctl, ip_forward). */
function linesFor(settings: Settings, value: KernelSettings): readonly Line[] {
  const before = value.live[redirects];
  const keeps = settings[forward] !== undefined && before !== undefined;
  const all = sorted({ ...(keeps ? { [redirects]: before } : {}), ...settings }).flatMap(([pattern, good]) => {
    // somebody else's wish for all interfaces is in the pattern already
    if (pattern === redirects && settings["net.ipv4.conf.*.accept_redirects"] !== undefined) return [];
    const chosen = chosenOf(value.live, pattern, good.split(" or "));
    return keysOf(value, pattern).map((key): Line => [key, chosen]);
  });
  const isForward = ([key]: Line): boolean => key === forward;
  return [...all.filter(isForward), ...all.filter((line) => !isForward(line))];
}

/** The accepted value that is there, when there is one: a host that is stricter than it must be stays so. */
function chosenOf(live: KernelSettings["live"], pattern: string, good: readonly string[]): string {
  const there = new Set(namesOf(live, pattern).map((name) => live[name]));
  const accepted = good.filter((value) => there.has(value));
  return (accepted.length === 1 ? accepted[0] : good[0]) ?? "";
}

/**
 * A pattern is written for `all`, for `default` and for every interface that is or comes. A line that names one interface
 * beats a pattern wherever it stands (sysctl.d(5)), so those that the files name are named here, too.
 */
function keysOf({ persisted }: KernelSettings, pattern: string): readonly string[] {
  if (!pattern.includes("*")) return [pattern];
  const [start = "", end = ""] = pattern.split("*");
  const named = Object.keys(persisted).filter(
    (name) => name.startsWith(start) && name.endsWith(end) && !name.slice(start.length, -end.length).includes("."),
  );
  const usual = ["all", "default", "*"].map((scope) => `${start}${scope}${end}`);
  return [...new Set([...usual, ...named.toSorted()])];
}

/** Names that read anew once a line is applied. IPv6 forwarding of `all` is copied to every interface (ip-sysctl). */
function reached(live: KernelSettings["live"], key: string): readonly string[] {
  const pattern = key === "net.ipv6.conf.all.forwarding" ? "net.ipv6.conf.*.forwarding" : key;
  const [start = "", end] = pattern.split("*");
  return Object.keys(live).filter((name) =>
    end === undefined ? name === key : name.startsWith(start) && name.endsWith(end),
  );
}
