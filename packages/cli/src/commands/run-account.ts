import { readFileSync } from "node:fs";

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** A user of this machine; undefined when there is none of that name. */
export function accountOf(name: string): Account | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((each) => each.startsWith(`${name}:`));
  const [, , uid = "", gid = ""] = line?.split(":") ?? [];
  return /^\d+$/.test(uid) && /^\d+$/.test(gid) ? { name, uid: Number(uid), gid: Number(gid) } : undefined;
}

/** Groups first: afterwards there is no right to any more. */
export function become({ name, uid, gid }: Account): void {
  const { initgroups, setgid, setuid } = process as unknown as {
    // @types/node leaves it out
    readonly initgroups: (name: string, gid: number) => void;
    readonly setgid: (gid: number) => void;
    readonly setuid: (uid: number) => void;
  };
  initgroups(name, gid);
  setgid(gid);
  setuid(uid);
}
