import { defineWays } from "@secondlock/model";
import { rootOf, useOf } from "./asset.ts";
import { vendorOf } from "./declared.ts";
import { begins, lockOf, notSeenYet } from "./lock.ts";

/** A console resets, reboots and re-images past every lock on the host: what a vendor holds is held by the vendor's login. */
export const vendorConsole = defineWays({
  id: "vendor-console",
  title: "The console of a vendor",
  covers: ["R032", "R237", "R247", "R248"],
  ways: ({ hosts, vendors }) => [
    ...hosts.map((host) => {
      const vendor = vendorOf(host);
      const name = host.vendor ?? "the provider (not declared)";
      return {
        id: `vendor-console:${host.id}`,
        title: `resetting ${host.id} at the console of ${name}`,
        asset: rootOf(host),
        // A disk that is encrypted keeps what it holds from whoever resets its host, not the host from being reset.
        harm: "read" as const,
        locks: [
          begins(`the password of the console is known`, `credential:console-${host.vendor ?? "undeclared"}`, vendor),
          notSeenYet(
            "console-second-factor",
            `the console of ${name} asks for a second factor`,
            ["read", "change"],
            vendor,
          ),
          lockOf("disk-encrypted", host.id),
        ],
      };
    }),
    ...vendors.map(({ name, holds }) => ({
      id: `vendor-console:${name}`,
      title: `${holds.length > 0 ? holds.join(", ") : "what it holds"} at the console of ${name}`,
      asset: useOf(`the console of ${name}`),
      harm: "change" as const,
      locks: [
        begins("the password of the console is known", `credential:console-${name}`),
        notSeenYet(
          "console-second-factor",
          `the console of ${name} asks for a second factor`,
          ["read", "change"],
          `vendor:${name}`,
        ),
        notSeenYet("console-two-people", `changes at ${name} need a second person`, "change", "person:approver"),
      ],
    })),
  ],
});
