import { defineWays, type Domain, type HostWanted, type LockWanted, type WayWanted } from "@secondlock/model";
import { rootOf, useOf } from "./asset.ts";
import { vendorOf } from "./declared.ts";
import { begins, lockOf, notSeenYet } from "./lock.ts";

function secondFactor(console: string, vendor: Domain): LockWanted {
  return notSeenYet(
    "console-second-factor",
    `the console of ${console} asks for a second factor`,
    ["read", "change"],
    vendor,
  );
}

function secondPerson(console: string): LockWanted {
  return notSeenYet("console-two-people", `changes at ${console} need a second person`, "change", "person:approver");
}

/** A disk that is encrypted keeps what it holds from whoever resets its host, not the host from being reset. */
function ofHost(host: HostWanted): readonly WayWanted[] {
  const vendor = vendorOf(host);
  const name = host.vendor ?? "the provider (not declared)";
  const known = begins(
    "the password of the console is known",
    `credential:console-${host.vendor ?? "undeclared"}`,
    vendor,
  );
  return [
    {
      id: `vendor-console:${host.id}`,
      title: `reading what ${host.id} holds, from the console of ${name}`,
      asset: rootOf(host),
      harm: "read",
      locks: [known, secondFactor(name, vendor), lockOf("disk-encrypted", host.id)],
    },
    {
      id: `vendor-console:${host.id}/change`,
      title: `starting ${host.id} from a rescue system, or installing it anew, at the console of ${name}`,
      asset: rootOf(host),
      harm: "change",
      locks: [known, secondFactor(name, vendor), secondPerson(name)],
    },
  ];
}

/** A console resets, reboots and re-images past every lock on the host: what a vendor holds is held by the vendor's login. */
export const vendorConsole = defineWays({
  id: "vendor-console",
  title: "The console of a vendor",
  covers: ["R032", "R237", "R247", "R248"],
  ways: ({ hosts, vendors }) => [
    ...hosts.flatMap(ofHost),
    ...vendors.map(({ name, holds }) => ({
      id: `vendor-console:${name}`,
      title: `${holds.length > 0 ? holds.join(", ") : "what it holds"} at the console of ${name}`,
      asset: useOf(`the console of ${name}`),
      harm: "change" as const,
      locks: [
        begins("the password of the console is known", `credential:console-${name}`),
        secondFactor(name, `vendor:${name}`),
        secondPerson(name),
      ],
    })),
  ],
});
