import { type Change, type Look, ownFile, type Settings } from "@secondlock/model";
import { hostKeyLines } from "./host-key-lines.ts";
import { sshdConfig, type SshdConfig } from "../facts/sshd-config.ts";
import { sshdIncludes } from "./sshd-include.ts";

/** How the names of our own files begin. */
const own = "/etc/ssh/sshd_config.d/00-secondlock";
const path = `${own}.conf`;

/** Keywords that sshd takes only outside of Match blocks (sshd_config(5), "Match"); the first value wins there as well. */
const globalOnly = new Set([
  "ciphers",
  "gssapikeyexchange",
  "hostkeyalgorithms",
  "kexalgorithms",
  "logingracetime",
  "macs",
  "maxstartups",
  "permituserenvironment",
  "persourcepenalties",
  "requiredrsasize",
  "strictmodes",
  "usedns",
  "usepam",
]);

/**
 * The drop-in that is read first, mode 0600. Under `Match all` a value also beats a later `Match User root`; what sshd
 * takes only globally stands above it. One function for every state on it, so that it is written once.
 */
export function sshdDropIn(settings: Settings, _value?: unknown, look?: Look): readonly Change[] {
  const all = Object.entries(settings).toSorted(([a], [b]) => a.localeCompare(b));
  const lines = (wanted: boolean): readonly string[] =>
    all
      .filter(([keyword]) => keyword !== "hostkey" && globalOnly.has(keyword) === wanted)
      .map(([keyword, value]) => `${keyword} ${value}`);
  const hostKeys = hostKeyLines(settings, look);
  const text = [
    "# Managed by Secondlock. It is read before every other file, and the first value wins.",
    ...hostKeys,
    ...lines(true),
    "Match all",
    ...lines(false).map((line) => `  ${line}`),
    "",
  ];
  return [
    ...sshdIncludes(look),
    ownFile(path, text.join("\n"), { mode: 0o600, reload: "ssh" }),
    // without a strong key to name, sshd goes on with those that it has
    ...othersOut(
      Object.keys(settings).filter((keyword) => keyword !== "hostkey" || hostKeys.length > 0),
      look?.(sshdConfig),
    ),
  ];
}

const mark = "# taken out by Secondlock: ";

/**
 * Lines of other files that say something else on what the drop-in sets. They mislead whoever reads them, and a few win: of
 * MaxStartups sshd takes the last value, not the first (seen on OpenSSH 9.2). They stay as comments.
 */
function othersOut(keywords: readonly string[], config: SshdConfig | undefined): readonly Change[] {
  const foreign = (config?.lines ?? []).filter(
    ({ file, keyword }) => !file.startsWith(own) && keywords.includes(keyword),
  );
  return [...Map.groupBy(foreign, ({ file }) => file)].map(([file, lines]): Change => {
    const out = new Set(lines.map(({ keyword }) => keyword));
    const content = (before: string | undefined): string | undefined =>
      before?.replaceAll(/^[ \t]*([A-Za-z0-9]+)[ \t=].*$/gm, (line: string, keyword: string) =>
        out.has(keyword.toLowerCase()) ? `${mark}${line.trim()}` : line,
      );
    return { kind: "file", path: file, content, reload: "ssh" };
  });
}

const oldPrograms = "SSH programs from before 2016 (OpenSSH 7.1 or older) may get in no more.";
const noTunnels = "SSH carries no tunnels through this host any more (`ssh -L`, `-R`, `-w`).";
const noOthers = "Kerberos and host-based logins over SSH end.";
const noPasswords = "Passwords no longer open SSH: every login needs a key.";

/** What a setting takes from people, where it takes something; by its keyword. */
const costs: Readonly<Record<string, string | ((value: string) => string)>> = {
  allowagentforwarding: "`ssh -A` lends this host no keys any more: use `ssh -J`.",
  allowtcpforwarding: (value) =>
    value === "local" ? "SSH carries connections onward only (`ssh -J`, `ssh -L`), none back (`ssh -R`)." : noTunnels,
  allowusers: (value) => `Over SSH only these accounts log in: ${value.split(" ").join(", ")}.`,
  ciphers: oldPrograms,
  gssapiauthentication: noOthers,
  hostbasedauthentication: noOthers,
  hostkeyalgorithms: oldPrograms,
  kbdinteractiveauthentication: (value) => (value === "no" ? noPasswords : ""),
  kexalgorithms: oldPrograms,
  macs: oldPrograms,
  passwordauthentication: noPasswords,
  permitrootlogin: "root cannot log in over SSH.",
  permittunnel: noTunnels,
  requiredrsasize: "RSA keys under 2048 bits no longer open SSH.",
  x11forwarding: "`ssh -X` shows no windows.",
};

/** What it costs and risks to change how people log in. */
export function sshdDropInWords(settings: Settings): { readonly costs?: string; readonly risk: string } {
  const texts = Object.entries(settings).map(([keyword, value]) => {
    const cost = costs[keyword];
    return (typeof cost === "function" ? cost(value) : cost) ?? "";
  });
  const told = [...new Set(texts)].filter((text) => text !== "" && !isBeaten(text, settings));
  return {
    ...(told.length === 0 ? {} : { costs: told.join(" ") }),
    risk: "A login over SSH that the settings do not foresee is refused. That is tried before, and taken back by the host itself when nobody confirms.",
  };
}

/** A jump host has no tunnel devices, and carries connections all the same. */
function isBeaten(text: string, settings: Settings): boolean {
  return text === noTunnels && settings["allowtcpforwarding"] === "local";
}
