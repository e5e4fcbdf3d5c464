import { defineWays, type HostWanted, type WayWanted } from "@secondlock/model";
import { rootOf } from "./asset.ts";
import { begins, lockOf } from "./lock.ts";

/** Its key opens the collector only; more than that takes a hole in what SSH allows it, and another in what sudo does. */
function fromAuditor(host: HostWanted): readonly WayWanted[] {
  if (host.auditor === undefined) return [];
  return [
    {
      id: `auditor-login:${host.id}`,
      title: `login as the auditor on ${host.id}`,
      asset: rootOf(host),
      harm: "change",
      locks: [
        begins("somebody has the auditor's key", `custody:${host.auditor.keyHome}`),
        lockOf("auditor-confined", host.id, { instance: "ssh" }),
        lockOf("auditor-confined", host.id, { instance: "sudo" }),
      ],
    },
  ];
}

export const auditorLogin = defineWays({
  id: "auditor-login",
  title: "Login with the auditor's key",
  covers: ["R021"],
  ways: ({ hosts }) => hosts.flatMap(fromAuditor),
});
