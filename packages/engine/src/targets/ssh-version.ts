import { spawnSync } from "node:child_process";

let known: boolean | undefined;

/**
 * Whether this machine's ssh knows SessionType and its kin. They cannot simply be named in IgnoreUnknown: the first value
 * counts there, so that ours would undo the user's own (`IgnoreUnknown UseKeychain`), and ssh would refuse the whole file.
 */
export function knowsSessionType(): boolean {
  known ??= hasSessionType(spawnSync("ssh", ["-V"], { encoding: "utf8", timeout: 5_000 }).stderr ?? "");
  return known;
}

/** Reads what `ssh -V` says. Pure. */
export function hasSessionType(said: string): boolean {
  const [, major = "0", minor = "0"] = /OpenSSH_(?:for_Windows_)?(\d{1,4})\.(\d{1,4})/.exec(said) ?? [];
  return Number(major) > 8 || (Number(major) === 8 && Number(minor) >= 7);
}
