import { expect, it } from "vitest";
import { theHost } from "@secondlock/model";
import type { TlsPlace, WebSettings } from "../../facts/web-settings.ts";
import { exampleHost } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { webHsts } from "./web-hsts.ts";

const web = (...places: readonly Partial<TlsPlace>[]): { web: WebSettings } => ({
  web: {
    ...{ programs: ["nginx"], others: [], upstreams: [], adminPages: [] },
    places: places.map((place) => ({
      ...{ title: "nginx shop.example", hsts: "max-age=31536000", always: true, passes: false },
      ...place,
    })),
  },
});

testControl(webHsts, {
  holds: {
    "a year": { facts: web({}) },
    "two years, with the names below": { facts: web({ hsts: "max-age=63072000; includeSubDomains; preload" }) },
    "not on error pages": { facts: web({ always: false }), because: /not on error pages/ },
  },
  broken: {
    "nginx of Debian 12 with a certificate": { facts: web({ hsts: "" }), because: /sends none/ },
    "five minutes": {
      facts: web({ hsts: "max-age=300", passes: true, at: "/etc/nginx/sites-enabled/shop:7" }),
      because: /max-age=300/,
      stays: true,
    },
    "taken back": { facts: web({ hsts: "max-age=0" }), stays: true },
    "a location with a header of its own loses it": {
      facts: web({}, { title: "nginx shop.example at /images/", hsts: "", at: "/etc/nginx/sites-enabled/shop:9" }),
      because: /\/images\//,
      stays: true,
    },
  },
  notApplicable: { "no port 443": { ports: [] } },
});

it.each([
  ["the application may send it", web({ hsts: "", passes: true }).web],
  ["nothing is served over TLS", web().web],
  ["no nginx and no Apache", { ...web().web, programs: [] }],
])("cannot tell: %s", (_name, facts) => {
  expect(webHsts.verdict({ web: facts }, exampleHost(), theHost)).toMatchObject({ inside: "unreadable" });
});
