import { expect, it } from "vitest";
import { sealedByHost } from "./sealed-by-host.ts";

const hosts = { "app-1": { role: "app" }, "app-2": { role: "app" }, "db-1": { role: "db" } } as const;

it.each([
  ["the hosts that it names", ["db-1"], ["db-1"]],
  ["those of the application where it names none", undefined, ["app-1", "app-2"]],
])("a sealed file is opened by %s", (_, named, opening) => {
  const sealed = sealedByHost({
    hosts,
    secrets: {
      API_KEY: null,
      ".env.sealed": {
        ...(named === undefined ? {} : { hosts: named }),
        confirmers: ["confirmer-1"],
        rotate: { STRIPE_KEY: { every: "180d" }, OTHER_KEY: {} },
      },
    },
  });
  const found = Object.keys(hosts).filter((host) => sealed(host) !== undefined);

  expect(found).toEqual(opening);
  for (const host of found)
    expect(sealed(host)).toEqual([
      {
        path: ".env.sealed",
        confirmers: ["confirmer-1"],
        rotate: [{ name: "STRIPE_KEY", every: 180 }, { name: "OTHER_KEY" }],
      },
    ]);
});
