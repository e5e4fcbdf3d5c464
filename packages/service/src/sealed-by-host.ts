import type { HostWanted } from "@secondlock/model";
import { own } from "./loose.ts";
import type { ServiceFile } from "./schema.ts";
import { sealedFilesOf } from "./sealed-files.ts";

/** By host, the sealed files that it opens: where a file names none, every host of the application may. */
export function sealedByHost(file: Pick<ServiceFile, "secrets" | "hosts">): (host: string) => HostWanted["sealed"] {
  const all = sealedFilesOf(file).map(({ path, hosts, confirmers, rotate }) => ({
    hosts: hosts.length === 0 ? undefined : new Set(hosts),
    wanted: {
      path,
      confirmers,
      rotate: rotate.map(({ name, every }) => ({ name, ...(every === undefined ? {} : { every }) })),
    },
  }));
  return (host) => {
    const isApplication = own(file.hosts, host)?.role === "app";
    const sealed = all.filter(({ hosts }) => (hosts === undefined ? isApplication : hosts.has(host)));
    return sealed.length === 0 ? undefined : sealed.map(({ wanted }) => wanted);
  };
}
