import { type Attempt, defineAttempt, type Seen } from "@secondlock/model";
import { nowhere, sitePages } from "./site-pages.ts";

const hidden = ["/.env", "/.git/HEAD", "/.git/config", "/config.php~", "/backup.sql", "/.htpasswd"];

/**
 * Asks for files that must not be on a web server, and for one that cannot be: a site that answers every path with its start
 * page gives no file away.
 */
export function hiddenPages(): Attempt {
  return defineAttempt({
    id: "hidden-pages",
    title: "fetch .env, .git and copies from the site, in clear text and over TLS",
    from: ["operator"],
    unless: "neither port 80 nor 443 is declared, or the service file names no site",
    probes: (wanted) => sitePages(wanted, hidden),
    judge(seen) {
      const always = pages(seen, (path) => path === nowhere);
      const got = pages(seen, (path) => path !== nowhere).filter(
        ({ bytes }) => !always.some((page) => page.bytes === bytes),
      );
      if (got.length > 0)
        return { outside: "succeeded", because: `the site hands out ${got.map(({ path }) => path).join(", ")}` };
      const redirects = seen.every(
        ({ observation }) => observation.kind === "http-get" && observation.status >= 300 && observation.status < 400,
      );
      return redirects
        ? { outside: "inconclusive", because: "the site only redirects" }
        : { outside: "refused", because: "none of them is handed out" };
    },
  });
}

function pages(
  seen: readonly Seen[],
  wanted: (path: string) => boolean,
): readonly { readonly path: string; readonly bytes: number }[] {
  return seen.flatMap(({ probe, observation }) =>
    probe.kind === "http-get" &&
    observation.kind === "http-get" &&
    wanted(probe.path) &&
    observation.status === 200 &&
    observation.bytes > 0
      ? [{ path: probe.path, bytes: observation.bytes }]
      : [],
  );
}
