import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const RELEASE = "bookworm";
const SUITES = new Set([RELEASE, `${RELEASE}-updates`, `${RELEASE}-security`]);

export interface AptSource {
  readonly uri: string;
  readonly suite: string;
}

/** Debian's own archives, as this machine's apt knows them. Third parties (other suites, no `main`) are left out. */
export function readAptSources(directory = "/etc/apt"): AptSource[] {
  const found: AptSource[] = [];
  const parts = join(directory, "sources.list.d");
  const files = [join(directory, "sources.list")];
  if (existsSync(parts)) files.push(...readdirSync(parts).map((name) => join(parts, name)));
  for (const file of files.filter((name) => existsSync(name))) {
    const text = readFileSync(file, "utf8");
    if (file.endsWith(".sources")) found.push(...parseDeb822(text));
    else if (file.endsWith(".list")) found.push(...parseOneLine(text));
  }
  const override = process.env["SECONDLOCK_LAB_MIRROR"];
  if (override !== undefined) found.unshift({ uri: override, suite: RELEASE });
  return found;
}

export function parseDeb822(text: string): AptSource[] {
  const found: AptSource[] = [];
  for (const stanza of text.split(/\n\s*\n/)) {
    const fields = new Map<string, string>();
    let last = "";
    for (const line of stanza.split("\n")) {
      if (line.startsWith("#")) continue;
      const field = /^(?<name>[A-Za-z-]+):(?<value>.*)$/.exec(line)?.groups;
      if (field) {
        last = (field["name"] ?? "").toLowerCase();
        fields.set(last, (field["value"] ?? "").trim());
      } else if (/^\s/.test(line) && last !== "") fields.set(last, `${fields.get(last) ?? ""} ${line.trim()}`);
    }
    if (fields.get("enabled")?.toLowerCase() === "no" || !words(fields.get("types")).includes("deb")) continue;
    if (!words(fields.get("components")).includes("main")) continue;
    for (const uri of words(fields.get("uris")))
      for (const suite of words(fields.get("suites"))) if (SUITES.has(suite)) found.push({ uri, suite });
  }
  return found;
}

export function parseOneLine(text: string): AptSource[] {
  const found: AptSource[] = [];
  for (const line of text.split("\n")) {
    const parts = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(?<uri>\S+)\s+(?<suite>\S+)\s+(?<components>[^#]+)/.exec(line)?.groups;
    if (!parts || !words(parts["components"]).includes("main")) continue;
    const { uri = "", suite = "" } = parts;
    if (SUITES.has(suite)) found.push({ uri, suite });
  }
  return found;
}

export function mirrorOf(sources: readonly AptSource[]): string {
  const main = sources.find((source) => source.suite === RELEASE);
  if (main) return main.uri;
  throw new Error(
    `this machine's apt sources name no archive of Debian 12 (${RELEASE})\nhint: set SECONDLOCK_LAB_MIRROR to one, for example the address your other Debian machines use`,
  );
}

export function sourcesList(sources: readonly AptSource[]): string {
  const lines = sources.map(({ uri, suite }) => `deb ${uri} ${suite} main`);
  return `${[...new Set(lines)].join("\n")}\n`;
}

function words(text = ""): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
