import { broken, byHand, defineControl, type HostWanted, notApplicable, onlyWhere, undecided } from "@secondlock/model";
import { firewall } from "../../facts/firewall.ts";
import { webRedirects } from "../../facts/firewall-verdict.ts";
import { isLoopback, listeners, listenerTitle } from "../../facts/listeners.ts";
import { brokenBy } from "../../facts/named-verdict.ts";

const proxies = /^(nginx|haproxy|caddy|envoy|traefik|apache2|httpd|varnishd?|hitch|angie|openresty)$/;

/** Those of the web, and those that they are redirected to on purpose. */
function webPorts({ ports }: HostWanted): ReadonlySet<number> {
  const behind = ports.flatMap(({ port, to }) => ((port === 80 || port === 443) && to !== undefined ? [to] : []));
  return new Set([80, 443, ...behind]);
}

export const webBehindProxy = defineControl({
  id: "web-behind-proxy",
  title: "A proven proxy answers the web",
  why: "nginx and its like have met every malformed request there is; an application's own server has not.",
  severity: "medium",
  area: "services",
  covers: ["R053"],
  applies: onlyWhere(({ role, sites }) => role === "app" || sites.length > 0, "the host serves no site"),
  facts: { sockets: listeners, firewall },
  verdict({ sockets, firewall: rules }, wanted) {
    const ports = webPorts(wanted);
    const web = sockets.filter((one) => one.protocol === "tcp" && ports.has(one.port) && !isLoopback(one));
    const direct = webRedirects(rules);
    if (web.length === 0)
      return direct.length === 0
        ? notApplicable("nothing answers on 80 or 443")
        : broken(`the web goes straight to the application: ${direct.join("; ")}`);
    if (web.some(({ programs }) => programs.length === 0)) return undecided("ss does not tell which program answers");
    const other = web.filter(({ programs }) => !programs.every((name) => proxies.test(name)));
    return brokenBy(other.map(listenerTitle), "not a known proxy", `${web[0]?.programs.join()} answers the web`);
  },
  attempt: { none: "the name of a server in its answers can be anything" },
  fix: () => [byHand("Put nginx, HAProxy or Caddy on 80 and 443, and bind the application to 127.0.0.1.")],
  references: ["OWASP ASVS 5.0 13.2"],
});
