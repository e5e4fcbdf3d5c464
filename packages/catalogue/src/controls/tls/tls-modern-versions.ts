import { broken, defineControl, holds, onlyWhere, undecided } from "@secondlock/model";
import { oldTls } from "../../attempts/old-tls.ts";
import { oldProtocols, webServers } from "../../facts/web-servers.ts";
import { nginxModernTls } from "../../states/nginx-settings.ts";

export const tlsModernVersions = defineControl({
  id: "tls-modern-versions",
  title: "The site speaks TLS 1.2 and 1.3 only",
  why: "Older versions can be read or changed on the way by methods that have been public for years.",
  severity: "medium",
  area: "tls",
  covers: ["R222", "R215"],
  applies: onlyWhere((host) => host.ports.some(({ port }) => port === 443), "port 443 is not declared"),
  facts: { web: webServers },
  verdict({ web: { protocols, programs } }) {
    if (programs.length === 0)
      return undecided("there is no nginx and no Apache to ask; the application decides by itself");
    const old = protocols.filter((value) => oldProtocols(value).length > 0);
    if (old.length > 0) return broken(`configured: ${old.join("; ")}`);
    if (protocols.length > 0) return holds(protocols.join("; "));
    return undecided("no version is configured, so the version of the program decides");
  },
  attempt: oldTls(),
  fix: () => [nginxModernTls()],
  lock: (host) => ({ stops: ["read", "change"], domains: [`path:${host.id}/443`, `host:${host.id}`] }),
  references: ["RFC 8996", "https://ssl-config.mozilla.org"],
});
