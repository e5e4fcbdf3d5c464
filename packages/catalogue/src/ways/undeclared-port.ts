import { defineWays } from "@secondlock/model";
import { rootOf } from "./asset.ts";
import { lockOf } from "./lock.ts";
import { families, hole, patched } from "./open-port.ts";

export const undeclaredPort = defineWays({
  id: "undeclared-port",
  title: "What listens without being declared",
  covers: ["R035", "R040", "R050", "R059", "R071"],
  ways: ({ hosts }) =>
    hosts.flatMap((host) =>
      families.map((family) => ({
        id: `undeclared-port:${host.id}/${family}`,
        title: `a hole behind a port that nobody declared on ${host.id}, over ${family}`,
        asset: rootOf(host),
        harm: "change",
        locks: [
          hole(host),
          lockOf("ports-as-declared", host.id),
          lockOf(`firewall-default-drop-${family}`, host.id),
          ...patched(host),
        ],
      })),
    ),
});
