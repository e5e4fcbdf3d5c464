import { type Attempt, defineAttempt, type Probe, type Seen } from "@secondlock/model";
import { namesOfSites } from "./old-tls.ts";

const hidden = ["/.env", "/.git/HEAD", "/.git/config", "/config.php~", "/backup.sql", "/.htpasswd"];
/** A site that answers every path with its start page gives no file away. */
const nowhere = "/secondlock-there-is-no-such-page";

/** Asks for files that must not be on a web server, and for one that cannot be, in clear text on port 80. */
export function hiddenPages(): Attempt {
  return defineAttempt({
    id: "hidden-pages",
    title: "fetch .env, .git and copies from the site over port 80",
    from: ["operator"],
    unless: "port 80 is not declared, or the service file names no site",
    probes: (wanted): readonly Probe[] =>
      wanted.ports.some(({ port }) => port === 80)
        ? namesOfSites(wanted)
            .slice(0, 1)
            .flatMap((host) =>
              [nowhere, ...hidden].map((path) => ({
                kind: "http-get" as const,
                port: 80,
                host,
                path,
                family: 4 as const,
              })),
            )
        : [],
    judge(seen) {
      const always = pages(seen, (path) => path === nowhere);
      const got = pages(seen, (path) => path !== nowhere).filter(
        ({ bytes }) => !always.some((page) => page.bytes === bytes),
      );
      if (got.length > 0)
        return { outside: "succeeded", because: `the site hands out ${got.map(({ path }) => path).join(", ")}` };
      const redirected = seen.some(
        ({ observation }) => observation.kind === "http-get" && observation.status >= 300 && observation.status < 400,
      );
      return redirected
        ? { outside: "inconclusive", because: "port 80 only redirects; the site itself is judged over TLS" }
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
