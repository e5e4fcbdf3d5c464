import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "@secondlock/lab";

const PLACES = "/etc /root /home /srv /usr/local /var/spool /var/tmp /tmp /dev/shm /var/www /opt";

/** Made and removed all the time by services that run by themselves. */
const OTHERS = /\/(?:systemd-private-|PostgreSQL\.)/;

/** Every file that a visitor could leave or change, with its size, mode, owner and times, on each host of the lab. */
export async function filesOf(lab: Lab): Promise<string[]> {
  // services come and go in the shared folders, whose own times tell nothing
  const script = `find ${PLACES} ! -path /tmp ! -path /var/tmp ! -path /dev/shm -printf '%p %y %s %m %u:%g %T@ %C@\\n'`;
  const lists = await Promise.all(
    Object.values(lab.hosts).map(async (host) => {
      const { stdout } = await host.exec(["sh", "-c", script]);
      const lines = stdout.split("\n").filter((line) => line !== "" && !OTHERS.test(line));
      return lines.map((line) => `${host.name} ${line}`);
    }),
  );
  return lists.flat().toSorted();
}

/** systemd starts these for somebody who asks a question over D-Bus, and ends them half a minute later. */
const ON_DEMAND = /^systemd-(timedate|hostname|locale)d?$/;
const SETTLING_MS = 30_000;

/** Programs that run on each host, with their owners, once those of a login that is ending are gone. */
export async function processesOf(lab: Lab): Promise<string[]> {
  const until = Date.now() + SETTLING_MS;
  for (;;) {
    const lists = await Promise.all(
      Object.values(lab.hosts).map(async (host) => {
        const { stdout } = await host.exec(["ps", "-eo", "user:20,comm", "--no-headers"]);
        return stdout.split("\n").flatMap((line) => {
          const [user = "", program = ""] = line.trim().split(/\s+/);
          return program === "" || program === "ps" || ON_DEMAND.test(program)
            ? []
            : [`${host.name} ${user} ${program}`];
        });
      }),
    );
    const all = lists.flat();
    const ofLogins = all.filter((line) => / (?:ada|grace|canary) /.test(line));
    if (ofLogins.length === 0 || Date.now() > until) return all.toSorted();
    await sleep(500);
  }
}

/** Failed logins that a host counted against an account. */
export async function lockedOut(lab: Lab): Promise<string[]> {
  const lists = await Promise.all(
    Object.values(lab.hosts).map(async (host) => {
      const { stdout } = await host.exec(["faillock"]);
      const counted = stdout.split("\n").filter((line) => /^\d{4}-\d{2}-\d{2} /.test(line));
      return counted.map((line) => `${host.name} ${line}`);
    }),
  );
  return lists.flat();
}
