import { broken, byHand, defineControl, holds, onlyWhere, undecided } from "@secondlock/model";
import { isWeakKey, webServers } from "../../facts/web-servers.ts";

export const tlsKeyStrength = defineControl({
  id: "tls-key-strength",
  title: "The site's key is RSA of 2048 bits or more, or an elliptic curve",
  why: "A shorter key can be worked out from the certificate, which everybody has.",
  severity: "medium",
  area: "tls",
  covers: ["R217"],
  applies: onlyWhere((host) => host.ports.some(({ port }) => port === 443), "port 443 is not declared"),
  facts: { web: webServers },
  verdict({ web: { certificates, unread = [] } }) {
    if (certificates.length === 0 && unread.length === 0)
      return undecided("no certificate is found in the web server's configuration or beside the declared keys");
    const found = certificates.filter(isWeakKey);
    if (found.length > 0)
      return broken(
        found.map(({ certificate, algorithm, bits }) => `${certificate}: ${algorithm} of ${bits} bits`).join(", "),
      );
    return unread.length > 0
      ? undecided(`openssl reads no certificate in ${unread.join(", ")}`)
      : holds(certificates.map(({ algorithm, bits }) => `${algorithm} of ${bits} bits`).join(", "));
  },
  attempt: { none: "working a key out is not harmless" },
  fix: () => [
    byHand("Make a new key and certificate: openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc."),
  ],
  references: ["NIST SP 800-57 part 1", "https://ssl-config.mozilla.org"],
});
