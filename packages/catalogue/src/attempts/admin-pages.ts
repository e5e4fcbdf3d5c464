import { type Attempt, defineAttempt, type Observation, type Seen } from "@secondlock/model";
import { nowhere, sitePages } from "./site-pages.ts";

const administration = [
  "/admin/",
  "/phpmyadmin/",
  "/adminer.php",
  "/server-status",
  "/nginx_status",
  "/wp-admin/",
  "/actuator",
];

/** Asks for the usual pages of administration, and for one that cannot be. */
export function adminPages(): Attempt {
  return defineAttempt({
    id: "admin-pages",
    title: "open the usual pages of administration, in clear text and over TLS",
    from: ["operator"],
    unless: "neither port 80 nor 443 is declared, or the service file names no site and no address",
    probes: (wanted) => sitePages(wanted, administration),
    judge(seen) {
      const answers = seen.flatMap(pageOf);
      const usual = new Set(answers.filter(({ path }) => path === nowhere).map(fingerprint));
      const shown = answers.filter(
        (one) => one.path !== nowhere && isShown(one.answer) && !usual.has(fingerprint(one)),
      );
      const paths = [...new Set(shown.map(({ path }) => path))];
      if (paths.length > 0) return { outside: "succeeded", because: `the site answers ${paths.join(", ")}` };
      return answers.every(({ answer }) => isToTls(answer))
        ? { outside: "inconclusive", because: "the site only redirects to TLS, and over TLS nothing answers" }
        : { outside: "refused", because: "none of them answers" };
    },
  });
}

interface Page {
  readonly address: string;
  readonly port: number;
  readonly path: string;
  readonly answer: Extract<Observation, { kind: "http-get" }>;
}

function pageOf({ probe, address, observation }: Seen): readonly Page[] {
  return probe.kind === "http-get" && observation.kind === "http-get"
    ? [{ address, port: probe.port, path: probe.path, answer: observation }]
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
function fingerprint({ address, port, path, answer }: Page): string {
  const { status, location, bytes } = answer;
  return [address, port, status, location.replace(path, ""), status === 200 ? bytes : ""].join(" ");
}
