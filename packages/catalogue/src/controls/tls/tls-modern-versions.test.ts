import type { Observation } from "@secondlock/model";
import { testControl } from "../../../testing/test-control.ts";
import { tlsModernVersions } from "./tls-modern-versions.ts";

const web = (
  ...protocols: readonly string[]
): {
  web: { programs: readonly string[]; protocols: readonly string[]; servers: []; roots: []; certificates: [] };
} => ({
  web: { programs: ["nginx"], protocols, servers: [], roots: [], certificates: [] },
});
const hello = (accepted: boolean): Observation => ({
  kind: "tls-hello",
  accepted,
  protocol: accepted ? "TLSv1.1" : "",
  cipher: "",
});

testControl(tlsModernVersions, {
  holds: {
    "nginx of today": { facts: web("nginx TLSv1.2 TLSv1.3") },
    "Apache without the old ones": { facts: web("apache all -SSLv3 -TLSv1 -TLSv1.1") },
    "Apache by name": { facts: web("apache -all +TLSv1.2 +TLSv1.3") },
  },
  broken: {
    "nginx of Debian 12 as installed": { facts: web("nginx TLSv1 TLSv1.1 TLSv1.2 TLSv1.3"), because: /TLSv1\.1/ },
    "Apache of Debian 12 as installed": { facts: web("apache all -SSLv3") },
    "one site keeps an old client": {
      facts: web("nginx TLSv1.2 TLSv1.3", "nginx TLSv1.1 TLSv1.2"),
      because: /TLSv1\.1 TLSv1\.2$/,
    },
  },
  notApplicable: { "no web server": { ports: [] } },
  attempt: {
    succeeds: { "1.1 is taken": [hello(false), hello(true)] },
    refused: { "both are refused": [hello(false), hello(false)] },
  },
});
