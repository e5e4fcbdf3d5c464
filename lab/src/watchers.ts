import { readFileSync, writeFileSync } from "node:fs";

const limit = "/proc/sys/fs/inotify/max_user_instances";
const wanted = 1024;

/**
 * Every systemd and its services watch files, all as root of this machine: with the kernel's usual limit of 128 the boot of
 * the twentieth host hangs or ends. Raised, never lowered; where that is not allowed, fewer hosts have to do.
 */
export function makeRoomForWatchers(): void {
  if (Number(readFileSync(limit, "utf8")) >= wanted) return;
  try {
    writeFileSync(limit, String(wanted));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EROFS" && (error as NodeJS.ErrnoException).code !== "EACCES")
      throw error;
  }
}
