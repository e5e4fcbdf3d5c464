import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Host, Lab } from "@secondlock/lab";
import { changeFromDesk, type DeskOrder, type Told } from "./change-from-desk.ts";

/** Changes of a lab's hosts that no plan made, and what the hosts are like afterwards. */
export interface RawChanges {
  /** The service file that names the hosts. */
  readonly file: string;
  change(host: Host, order: Pick<DeskOrder, "wishes"> & Partial<DeskOrder>): Promise<Told>;
  /** Runs shell as root on the host, and gives what it prints. */
  sh(host: Host, script: string): Promise<string>;
  /** Until nothing waits to be confirmed any more; gives the seconds. Throws after a minute. */
  untilOver(host: Host): Promise<number>;
}

const longestWait = 60_000;

export function rawChanges(lab: Lab): RawChanges {
  const file = join(lab.directory, "raw-changes.yaml");
  const lines = Object.values(lab.hosts).map((host) => `  ${host.name}: { role: other, ssh: ada@${host.ipv4} }`);
  writeFileSync(file, `service: raw-changes\nhosts:\n${lines.join("\n")}\n`);
  return {
    file,
    change: async (host, order) => await changeFromDesk(lab, { ...{ file, host: host.name, seconds: 8 }, ...order }),
    async sh(host, script) {
      return (await host.exec(["sh", "-c", script])).stdout;
    },
    async untilOver(host) {
      const begun = Date.now();
      while (Date.now() < begun + longestWait) {
        const { code } = await host.exec(["test", "-e", "/var/lib/secondlock/armed"]);
        if (code === 1) return (Date.now() - begun) / 1_000;
        await sleep(200);
      }
      throw new Error(`${host.name} still waits to be confirmed`);
    },
  };
}
