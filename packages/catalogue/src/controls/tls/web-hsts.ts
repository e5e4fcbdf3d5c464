import { defineControl, holds, onlyWhere, undecided } from "@secondlock/model";
import { brokenBy } from "../../facts/named-verdict.ts";
import { webSettings } from "../../facts/web-settings.ts";
import { hstsFault } from "../../facts/web-verdict.ts";
import { nginxHsts } from "../../states/nginx-hsts.ts";

export const webHsts = defineControl({
  id: "web-hsts",
  title: "Browsers are told to use nothing but TLS",
  why: "Without Strict-Transport-Security the first request of each visit may go out in clear text, and whoever is on the way answers it.",
  severity: "medium",
  area: "tls",
  covers: ["R221", "R215"],
  applies: onlyWhere(({ ports }) => ports.some(({ port }) => port === 443), "port 443 is not declared"),
  facts: { web: webSettings },
  verdict({ web: { programs, places } }) {
    if (programs.length === 0)
      return undecided("there is no nginx and no Apache to ask; the application answers by itself");
    if (places.length === 0) return undecided(`${programs.join(" and ")} serves nothing over TLS here`);
    const wrong = places.filter((place) => hstsFault(place) !== "");
    // what a program behind sends itself is not in this configuration
    const seen = wrong.filter(({ hsts, passes }) => hsts !== "" || !passes);
    if (wrong.length > 0 && seen.length === 0)
      return undecided(`${wrong[0]?.title ?? ""} sends none itself; what the program behind it sends is not seen here`);
    if (seen.length > 0) return brokenBy(seen.map(hstsFault), "not for a year", "");
    const partly = places.some(({ always }) => !always) ? ", but not on error pages (always)" : "";
    return holds(`${places.length === 1 ? "it is" : `${places.length} places are`} sent with a year or more${partly}`);
  },
  attempt: { none: "the attempts over HTTP see neither TLS nor headers yet" },
  fix: () => [nginxHsts()],
  lock: (host) => ({ stops: ["read", "change"], domains: [`path:${host.id}/80`, `host:${host.id}`] }),
  references: ["RFC 6797", "https://infosec.mozilla.org/guidelines/web_security#http-strict-transport-security"],
});
