import { broken, byHand, defineControl, holds, onlyWhere, undecided } from "@secondlock/model";
import { webServers } from "../../facts/web-servers.ts";

const leastDays = 21;

export const tlsCertificateFresh = defineControl({
  id: "tls-certificate-fresh",
  title: "The certificate fits its key, and is good for three more weeks",
  why: "An expired certificate stops the site and teaches users to click warnings away; three weeks are enough to see that renewal fails.",
  severity: "medium",
  area: "tls",
  covers: ["R216", "R217"],
  applies: onlyWhere((host) => host.ports.some(({ port }) => port === 443), "port 443 is not declared"),
  facts: { web: webServers },
  verdict({ web: { certificates, unread = [] } }) {
    if (certificates.length === 0 && unread.length === 0)
      return undecided("no certificate is found in the web server's configuration or beside the declared keys");
    const foreign = certificates.find(({ matches }) => matches === false);
    if (foreign) return broken(`${foreign.key} is not the key of ${foreign.certificate}`);
    const [soonest] = certificates.toSorted((a, b) => a.daysLeft - b.daysLeft);
    if (soonest && soonest.daysLeft < 0) return broken(`${soonest.certificate} has expired`);
    if (soonest && soonest.daysLeft <= leastDays)
      return broken(`${soonest.certificate} has ${soonest.daysLeft} days left`);
    return soonest && unread.length === 0
      ? holds(`${soonest.daysLeft} days left`)
      : undecided(`openssl reads no certificate in ${unread.join(", ")}`);
  },
  attempt: { none: "what a visitor sees is judged with the site, over TLS" },
  fix: () => [byHand("Renew it, and see why the renewal (certbot.timer or the like) does not run.")],
  references: ["https://letsencrypt.org/docs/integration-guide/", "man x509"],
});
