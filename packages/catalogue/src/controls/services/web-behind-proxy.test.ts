import { testControl } from "../../../testing/test-control.ts";
import { iptablesForIpv4Only, noFirewall } from "../../../testing/firewall-examples.ts";
import { webBehindProxy } from "./web-behind-proxy.ts";

const on = (program: string, port: number) =>
  [{ protocol: "tcp", address: "0.0.0.0", port, programs: [program] }] as const;
const on443 = (program: string) => on(program, 443);
const redirected = {
  ports: [{ port: 443, protocol: "tcp", reason: "the shop", from: "anywhere", to: 3003 }],
} as const;

testControl(webBehindProxy, {
  holds: {
    nginx: { facts: { sockets: on443("nginx"), firewall: noFirewall } },
    "nginx on an unprivileged port, to which 443 is redirected": {
      facts: { sockets: on("nginx", 3003), firewall: noFirewall },
      wanted: redirected,
    },
    Apache: { facts: { sockets: on443("apache2"), firewall: noFirewall } },
  },
  broken: {
    "the application itself, behind a declared redirect": {
      facts: { sockets: on("node", 3003), firewall: noFirewall },
      wanted: redirected,
      because: /node/,
    },
    "the application itself, as root": { facts: { sockets: on443("node"), firewall: noFirewall }, because: /node/ },
    "a guide from 2018: 80 is redirected to the application": {
      facts: { sockets: [], firewall: iptablesForIpv4Only },
      because: /straight/,
    },
  },
  notApplicable: { "a database host": { role: "db", sites: [] } },
});
