import { defineWays, type HostWanted, type LockWanted } from "@secondlock/model";
import { codeOn, reachOf, rootOf } from "./asset.ts";
import { applicationHosts } from "./declared.ts";
import { beginsOn, locksOf } from "./lock.ts";
import { patched } from "./open-port.ts";

export function obeys(host: HostWanted): LockWanted {
  return beginsOn(host.id, `the application on ${host.id} obeys an intruder`, `path:application-${host.id}`);
}

/** From the application's account onwards. Its way to the database is in database-network. */
export const appTakeover = defineWays({
  id: "app-takeover",
  title: "From the application to the rest of its host",
  covers: ["R033", "R058", "R225", "R230", "R231"],
  ways: (service) =>
    applicationHosts(service).flatMap(
      (host) =>
        [
          {
            id: `app-takeover:${host.id}/root`,
            title: `from the application's account to root on ${host.id}`,
            asset: rootOf(host),
            harm: "change",
            locks: [
              obeys(host),
              ...locksOf(host.id, "application-own-user", "sudo-only-administrators"),
              ...patched(host),
            ],
          },
          {
            id: `app-takeover:${host.id}/code`,
            title: `staying in the application's code on ${host.id}`,
            asset: codeOn(host),
            harm: "change",
            locks: [obeys(host), ...locksOf(host.id, "application-own-user", "application-code-read-only")],
          },
          {
            id: `app-takeover:${host.id}/keys`,
            title: `on to other hosts with keys that lie about on ${host.id}`,
            asset: reachOf(host),
            harm: "change",
            locks: [obeys(host), ...locksOf(host.id, "stray-private-keys")],
          },
          {
            id: `app-takeover:${host.id}/agent`,
            title: `on to other hosts with an agent that was forwarded to ${host.id}`,
            asset: reachOf(host),
            harm: "change",
            locks: [obeys(host), ...locksOf(host.id, "application-own-user", "ssh-no-agent-forwarding")],
          },
        ] as const,
    ),
});
