import type { SiteCertificate } from "../../facts/web-servers.ts";
import { testControl } from "../../../testing/test-control.ts";
import { tlsCertificateFresh } from "./tls-certificate-fresh.ts";

const good: SiteCertificate = {
  certificate: "/etc/letsencrypt/live/shop.example/fullchain.pem",
  key: "/etc/letsencrypt/live/shop.example/privkey.pem",
  daysLeft: 60,
  algorithm: "id-ecPublicKey",
  bits: 256,
  matches: true,
};
const web = (
  ...certificates: readonly SiteCertificate[]
): {
  web: { programs: readonly string[]; protocols: []; servers: []; roots: []; certificates: readonly SiteCertificate[] };
} => ({
  web: { programs: ["nginx"], protocols: [], servers: [], roots: [], certificates },
});
const { matches: _matches, ...locked } = good;

testControl(tlsCertificateFresh, {
  holds: {
    "renewed by itself": { facts: web(good) },
    "a key with a passphrase": { facts: web(locked) },
    "Debian's own snakeoil": { facts: web({ ...good, daysLeft: 3650 }) },
  },
  broken: {
    "the renewal fails": { facts: web(good, { ...good, daysLeft: 20 }), because: /20 days/ },
    expired: { facts: web({ ...good, daysLeft: -2 }), because: /expired/ },
    "the key of another certificate": { facts: web({ ...good, matches: false }), because: /not the key/ },
  },
  undecided: {
    "a certificate that is cut short": {
      facts: { web: { ...web(good).web, unread: ["/etc/ssl/shop.crt"] } },
      because: /no certificate in \/etc\/ssl\/shop\.crt/,
    },
  },
  notApplicable: { "no web server": { ports: [] } },
});
