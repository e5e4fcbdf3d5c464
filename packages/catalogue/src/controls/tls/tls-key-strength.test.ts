import type { SiteCertificate } from "../../facts/web-servers.ts";
import { testControl } from "../../../testing/test-control.ts";
import { tlsKeyStrength } from "./tls-key-strength.ts";

const good: SiteCertificate = {
  certificate: "/etc/ssl/host.crt",
  key: "/etc/ssl/host.key",
  daysLeft: 60,
  algorithm: "rsaEncryption",
  bits: 2048,
  matches: true,
};
const web = (
  ...certificates: readonly SiteCertificate[]
): {
  web: { programs: readonly string[]; protocols: []; servers: []; roots: []; certificates: readonly SiteCertificate[] };
} => ({
  web: { programs: ["nginx"], protocols: [], servers: [], roots: [], certificates },
});

testControl(tlsKeyStrength, {
  holds: {
    "the guide's RSA of 2048 bits": { facts: web(good) },
    "Let's Encrypt today": { facts: web({ ...good, algorithm: "id-ecPublicKey", bits: 256 }) },
    Ed25519: { facts: web({ ...good, algorithm: "ED25519", bits: 0 }) },
  },
  broken: {
    "RSA of 1024 bits": { facts: web(good, { ...good, bits: 1024 }), because: /1024/ },
    "a short curve": { facts: web({ ...good, algorithm: "id-ecPublicKey", bits: 192 }) },
    DSA: { facts: web({ ...good, algorithm: "dsaEncryption" }), because: /dsa/ },
  },
  notApplicable: { "no web server": { ports: [] } },
});
