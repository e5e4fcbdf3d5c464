import { broken, byHand, defineControl, holds, onlyWhere, undecided } from "@secondlock/model";
import { plainHttp } from "../../attempts/plain-http.ts";
import { webServers } from "../../facts/web-servers.ts";
import { nginxRedirects } from "../../states/nginx-settings.ts";

export const httpRedirects = defineControl({
  id: "http-redirects",
  title: "Port 80 does nothing but redirect to https",
  why: "A page or a cookie in clear text is read and changed by anybody on the way.",
  severity: "medium",
  area: "tls",
  covers: ["R220", "R215"],
  applies: onlyWhere((host) => host.ports.some(({ port }) => port === 80), "port 80 is not declared"),
  facts: { web: webServers },
  verdict({ web: { servers, programs } }) {
    if (programs.length === 0)
      return undecided("there is no nginx and no Apache to ask; the application answers by itself");
    const plain = servers.filter(({ ports }) => ports.includes(80));
    if (plain.length === 0) return holds("no server listens on port 80");
    const serving = plain.filter(({ redirect }) => !redirect.startsWith("https://"));
    if (serving.length > 0)
      return broken(`${serving.length} of ${plain.length} servers on port 80 serve pages in clear text`);
    const open = plain.find(({ redirect }) => /\$(http_)?host\b|%\{HTTP_HOST\}/.test(redirect));
    return open
      ? broken(`the visitor's own Host header decides where the redirect goes: ${open.redirect}`)
      : holds(`redirect to ${plain[0]?.redirect}`);
  },
  attempt: plainHttp(),
  fix(host) {
    const states = nginxRedirects(host);
    return states.length > 0
      ? states
      : [
          byHand(
            "nginx: one server on port 80 with return 301 https://NAME$request_uri; and the site's name written out. Apache: Redirect permanent / https://NAME/.",
          ),
        ];
  },
  lock: (host) => ({ stops: ["read", "change"], domains: [`path:${host.id}/80`, `host:${host.id}`] }),
  references: ["RFC 9110 15.4.2", "https://infosec.mozilla.org/guidelines/web_security#http-redirections"],
});
