import { byHand, defineControl, onlyWhere } from "@secondlock/model";
import { hiddenPages } from "../../attempts/hidden-pages.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { within } from "../../facts/guarded-files.ts";
import { isSecretInWebRoot, leftFiles } from "../../facts/left-files.ts";
import { webServers } from "../../facts/web-servers.ts";

const usual = ["/var/www", "/usr/share/nginx/html"];

export const webRootNoSecrets = defineControl({
  id: "web-root-no-secrets",
  title: "No environment file, dump or version control lies where the web server serves from",
  why: "One forgotten .env below the web root gives every key of the service to the first scanner that asks.",
  severity: "high",
  area: "application",
  covers: ["R146", "R147"],
  applies: onlyWhere(
    (host) => host.application !== undefined || host.sites.length > 0,
    "the host serves no application and no site",
  ),
  facts: { left: leftFiles, web: webServers },
  verdict({ left, web: { roots } }) {
    const served = [...new Set([...usual, ...roots])];
    return noneOf(left, (file) => within(file.path, served) && isSecretInWebRoot(file), {
      good: `none below ${served.join(", ")}`,
      bad: "served, or one mistake away from it",
    });
  },
  attempt: hiddenPages(),
  fix: () => [
    byHand(
      "Move it out of the web root, and replace each secret that lay there. Let the web server refuse every path with a leading dot, for nginx in each server: location ~ /\\.(?!well-known/) { return 404; }, and run nginx -t && systemctl reload nginx.",
    ),
  ],
  lock: (host) => ({ stops: ["read"], domains: [`host:${host.id}`] }),
  references: ["CWE-538", "https://owasp.org/www-project-web-security-testing-guide/ (WSTG-CONF-04)"],
});
