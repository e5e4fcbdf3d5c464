import { expect, it } from "vitest";
import { theHost } from "@secondlock/model";
import type { HostAddresses } from "../../facts/host-addresses.ts";
import type { WebSettings } from "../../facts/web-settings.ts";
import { exampleHost } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { webUpstreamEncrypted } from "./web-upstream-encrypted.ts";

const addresses: HostAddresses = { addresses: ["203.0.113.7", "10.0.0.2", "2001:db8::7"], ipv6: true };
type Facts = { web: WebSettings; addresses: HostAddresses };
const handsOn = (to: readonly string[], verified = false, changes: Partial<WebSettings> = {}): Facts => ({
  addresses,
  web: {
    ...{ programs: ["nginx"], others: [], places: [], adminPages: [] },
    upstreams: to.map((one) => ({ title: "nginx shop.example", to: one, verified })),
    ...changes,
  },
});

testControl(webUpstreamEncrypted, {
  holds: {
    "Debian 12 with nginx as installed": { facts: handsOn([]), because: /nothing is handed on/ },
    "the application on this host": {
      facts: handsOn(["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000/", "http://10.0.0.2:3000"]),
    },
    "a socket of this host": {
      facts: handsOn(["unix:/run/app.sock", "http://unix:/run/app.sock:/", "unix:/run/php.sock|fcgi://localhost"]),
    },
    "encrypted and checked": { facts: handsOn(["https://10.0.0.5:8443/", "grpcs://10.0.0.5:50051"], true) },
  },
  broken: {
    "another machine in clear text": { facts: handsOn(["http://10.0.0.5:3000"]), because: /10\.0\.0\.5.*clear text/ },
    "a container by its name": { facts: handsOn(["http://app:3000"]), because: /clear text/ },
    "FastCGI over the network": { facts: handsOn(["fastcgi://10.0.0.4:9000"], true), because: /fastcgi/ },
    "a Tomcat behind Apache": { facts: handsOn(["ajp://10.0.0.6:8009/"], true) },
    "encrypted to whoever answers": { facts: handsOn(["https://10.0.0.5:8443/"]), because: /certificate/ },
    "one of two": { facts: handsOn(["http://127.0.0.1:3000", "http://10.0.0.9:3000"]), because: /10\.0\.0\.9/ },
  },
  notApplicable: { "the database host": { role: "db", sites: [] } },
});

it.each([
  ["only a request names it", handsOn(["http://$backend"]), "unreadable"],
  ["HAProxy stands in front", handsOn([], false, { others: ["haproxy"] }), "unreadable"],
  ["no web server", handsOn([], false, { programs: [] }), "not applicable"],
])("%s", (_name, facts, inside) => {
  expect(webUpstreamEncrypted.verdict(facts, exampleHost(), theHost)).toMatchObject({ inside });
});
