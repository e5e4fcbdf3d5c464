import { type Attempt, defineAttempt, type Observation, type Probe, type Seen } from "@secondlock/model";
import { namesOfSites } from "./old-tls.ts";

const administration = [
  "/admin/",
  "/phpmyadmin/",
  "/adminer.php",
  "/server-status",
  "/nginx_status",
  "/wp-admin/",
  "/actuator",
];
/** What the site answers for a page that cannot be there. */
const nowhere = "/secondlock-there-is-no-such-page";

/** Asks for the usual pages of administration, and for one that cannot be, in clear text on port 80. */
export function adminPages(): Attempt {
  return defineAttempt({
    id: "admin-pages",
    title: "open the usual pages of administration over port 80",
    from: ["operator"],
    unless: "port 80 is not declared, or the service file names no site and no address",
    probes: (wanted): readonly Probe[] =>
      wanted.ports.some(({ port, protocol }) => port === 80 && protocol === "tcp")
        ? namesOfSites(wanted)
            .slice(0, 1)
            .flatMap((host) =>
              [nowhere, ...administration].flatMap((path) =>
                ([4, 6] as const).map((family) => ({ kind: "http-get" as const, port: 80, host, path, family })),
              ),
            )
        : [],
    judge(seen) {
      const answers = seen.flatMap(pageOf);
      const usual = new Set(answers.filter(({ path }) => path === nowhere).map(fingerprint));
      const shown = answers.filter(
        (one) => one.path !== nowhere && isShown(one.answer) && !usual.has(fingerprint(one)),
      );
      const paths = [...new Set(shown.map(({ path }) => path))];
      if (paths.length > 0) return { outside: "succeeded", because: `the site answers ${paths.join(", ")}` };
      return answers.some(({ answer }) => isToTls(answer))
        ? { outside: "inconclusive", because: "port 80 only redirects; over TLS the attempt does not look yet" }
        : { outside: "refused", because: "none of them answers" };
    },
  });
}

interface Page {
  readonly address: string;
  readonly path: string;
  readonly answer: Extract<Observation, { kind: "http-get" }>;
}

function pageOf({ probe, address, observation }: Seen): readonly Page[] {
  return probe.kind === "http-get" && observation.kind === "http-get"
    ? [{ address, path: probe.path, answer: observation }]
    : [];
}

/** A page, or the way to its login. */
function isShown(answer: Page["answer"]): boolean {
  return (
    (answer.status === 200 && answer.bytes > 0) || (answer.status >= 300 && answer.status < 400 && !isToTls(answer))
  );
}

function isToTls({ status, location }: Page["answer"]): boolean {
  return status >= 300 && status < 400 && /^https:/i.test(location);
}

/** Equal for two answers that differ only in the path they repeat. */
function fingerprint({ address, path, answer }: Page): string {
  return [address, answer.status, answer.location.replace(path, ""), answer.status === 200 ? answer.bytes : ""].join(
    " ",
  );
}
