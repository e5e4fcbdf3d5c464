import { spawnSync } from "node:child_process";

let said: string | undefined;

/**
 * Whether this machine's ssh knows SessionType and its kin. They cannot simply be named in IgnoreUnknown: the first value
 * counts there, so that ours would undo the user's own (`IgnoreUnknown UseKeychain`), and ssh would refuse the whole file.
 */
export function knowsSessionType(): boolean {
  return isAtLeast(8, 7, versionText());
}

/** The first OpenSSH that knows `^`. 8.0, which RHEL 8 has, refuses it. */
export const firstKnown = [8, 1] as const;

/** Whether this machine's ssh can be told to put an algorithm first and keep the rest (`^` before its name). */
export function knowsFirst(): boolean {
  return isAtLeast(...firstKnown, versionText());
}

function versionText(): string {
  said ??= spawnSync("ssh", ["-V"], { encoding: "utf8", timeout: 5_000 }).stderr ?? "";
  return said;
}

/** Reads what `ssh -V` says. Pure. */
export function isAtLeast(major: number, minor: number, text: string): boolean {
  const [, has = "0", hasMinor = "0"] = /OpenSSH_(?:for_Windows_)?(\d{1,4})\.(\d{1,4})/.exec(text) ?? [];
  return Number(has) > major || (Number(has) === major && Number(hasMinor) >= minor);
}
