import { testControl } from "../../../testing/test-control.ts";
import { noUnneededServices } from "./no-unneeded-services.ts";

testControl(noUnneededServices, {
  holds: {
    "Debian 12 as installed": {
      facts: {
        units: ["e2scrub_reap.service", "getty@.service", "ssh.service", "systemd-pstore.service"],
        sockets: [],
      },
    },
    "a name server that is declared": {
      facts: { units: ["named.service"], sockets: [] },
      wanted: { ports: [{ port: 53, protocol: "udp", reason: "names of the office", from: "anywhere" }] },
    },
    "mail on the loopback": {
      facts: {
        units: ["exim4.service"],
        sockets: [{ protocol: "tcp", address: "127.0.0.1", port: 25, programs: ["exim4"] }],
      },
    },
  },
  broken: {
    "a desktop turned server": {
      facts: { units: ["avahi-daemon.service", "cups.service", "ssh.service"], sockets: [] },
      because: /avahi-daemon.service, cups.service/,
    },
    "a socket starts it on the first call": { facts: { units: ["rpcbind.socket"], sockets: [] }, because: /rpcbind/ },
    "file shares": { facts: { units: ["smbd.service", "nfs-server.service"], sockets: [] }, because: /smbd/ },
  },
});
