import { testControl } from "../../../testing/test-control.ts";
import { iptablesForIpv4Only, noFirewall } from "../../../testing/firewall-examples.ts";
import { webBehindProxy } from "./web-behind-proxy.ts";

const on443 = (program: string) => [{ protocol: "tcp", address: "0.0.0.0", port: 443, programs: [program] }] as const;

testControl(webBehindProxy, {
  holds: {
    nginx: { facts: { sockets: on443("nginx"), firewall: noFirewall } },
    Apache: { facts: { sockets: on443("apache2"), firewall: noFirewall } },
  },
  broken: {
    "the application itself, as root": { facts: { sockets: on443("node"), firewall: noFirewall }, because: /node/ },
    "a guide from 2018: 80 is redirected to the application": {
      facts: { sockets: [], firewall: iptablesForIpv4Only },
      because: /straight/,
    },
  },
  notApplicable: { "a database host": { role: "db", sites: [] } },
});
