import { byHand, defineControl, holds, nothingThere, onlyWhere, undecided } from "@secondlock/model";
import { hostAddresses } from "../../facts/host-addresses.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { webSettings } from "../../facts/web-settings.ts";
import { isUnnamed, upstreamFault } from "../../facts/web-verdict.ts";

export const webUpstreamEncrypted = defineControl({
  id: "web-upstream-encrypted",
  title: "What the web server hands on to another machine stays encrypted",
  why: "TLS that ends at the proxy protects nothing behind it: passwords and sessions cross the network between in clear text.",
  severity: "medium",
  area: "tls",
  covers: ["R224", "R223", "R215"],
  applies: onlyWhere(({ role, sites }) => role === "app" || sites.length > 0, "the host serves no site"),
  facts: { web: webSettings, addresses: hostAddresses },
  verdict({ web: { programs, others, upstreams }, addresses }) {
    const fixed = upstreams.filter((one) => !isUnnamed(one));
    const faults = new Set(fixed.map((one) => upstreamFault(one, addresses)).filter((text) => text !== ""));
    if (faults.size > 0) return brokenBy([...faults], "not encrypted, or not checked", "");
    const unnamed = upstreams.find((one) => isUnnamed(one));
    if (unnamed) return undecided(`${unnamed.title} hands on to ${unnamed.to}, which only a request fills in`);
    if (others.length > 0) return undecided(`the configuration of ${others.join(" and ")} is not read`);
    if (programs.length === 0) return nothingThere("there is no nginx and no Apache that hands anything on");
    return holds(
      upstreams.length === 0
        ? "nothing is handed on"
        : `${upstreams.length} upstreams are on this host, or are encrypted and checked`,
    );
  },
  attempt: { none: "only somebody on the network between could listen" },
  fix: () => [
    byHand(
      "nginx: proxy_pass https://..., proxy_ssl_verify on, proxy_ssl_trusted_certificate and proxy_ssl_name. Apache: SSLProxyVerify require. FastCGI has no TLS: keep it on a socket of this host, or lead it through WireGuard.",
    ),
  ],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["OWASP ASVS 5.0 12.3", "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_verify"],
});
