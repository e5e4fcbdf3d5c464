import { defineControl, onlyWhere, undecided } from "@secondlock/model";
import { adminPages } from "../../attempts/admin-pages.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { webSettings } from "../../facts/web-settings.ts";
import { adminPagesLimited } from "../../states/nginx-admin-pages.ts";

export const webAdminHidden = defineControl({
  id: "web-admin-hidden",
  title: "No page of administration is open to everybody",
  why: "phpMyAdmin, a status page or an admin login on the internet is found within hours, and then guessed at or broken by its next hole.",
  severity: "medium",
  area: "network",
  covers: ["R060", "R039"],
  applies: onlyWhere(
    ({ ports, allow }) =>
      ports.some(({ port, protocol }) => protocol === "tcp" && (port === 80 || port === 443)) &&
      !allow.includes("web-admin"),
    "ports 80 and 443 are not declared, or web-admin is allowed",
  ),
  facts: { web: webSettings },
  verdict({ web: { programs, adminPages: pages } }) {
    if (programs.length === 0)
      return undecided("there is no nginx and no Apache to ask; the application answers by itself");
    const open = pages.filter((page) => page.open).map(({ title }) => title);
    const limited = pages.length === 0 ? "has none" : `limits all ${pages.length} of them`;
    return brokenBy([...new Set(open)], "open to everybody", `${programs.join(" and ")} ${limited}`);
  },
  attempt: adminPages(),
  fix: () => [adminPagesLimited()],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["OWASP ASVS 5.0 13.4", "https://owasp.org/www-project-web-security-testing-guide/ (WSTG-CONF-05)"],
});
