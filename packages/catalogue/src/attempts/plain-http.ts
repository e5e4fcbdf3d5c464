import { type Attempt, defineAttempt, type Family, type Observation } from "@secondlock/model";
import { namesOfSites } from "./old-tls.ts";

const families: readonly Family[] = [4, 6];
const mostBytes = 1024;

/** Asks for the start page in clear text: nothing but a redirect to TLS may come back. */
export function plainHttp(): Attempt {
  return defineAttempt({
    id: "plain-http",
    title: "read a page in clear text",
    from: ["operator"],
    unless: "the service file names no site and no address for it",
    probes: (wanted) =>
      namesOfSites(wanted).flatMap((host) =>
        families.map((family) => ({ kind: "http-get" as const, port: 80, host, path: "/", family })),
      ),
    judge(seen, { wanted }) {
      const wrong = seen.map(({ observation }) => wrongWith(observation, wanted.sites)).filter((text) => text !== "");
      return wrong.length > 0
        ? { outside: "succeeded", because: [...new Set(wrong)].join(", ") }
        : { outside: "refused", because: "port 80 only redirects to https" };
    },
  });
}

function wrongWith(observation: Observation, sites: readonly string[]): string {
  if (observation.kind !== "http-get") return "";
  const { status, location, bytes, setsCookie } = observation;
  if (setsCookie) return "a cookie is set in clear text";
  // an error page of a few bytes tells nothing
  if (status >= 400 && bytes <= mostBytes) return "";
  if (status < 300 || status >= 400) return `the answer is a page (status ${status})`;
  const [, host = ""] = /^https:\/\/([^/:?#]+)/i.exec(location) ?? [];
  if (host === "") return `the redirect goes to ${location.slice(0, 60) || "nowhere"}`;
  if (bytes > mostBytes) return `the redirect brings ${bytes} bytes along`;
  return sites.length === 0 || sites.some((site) => host === site || host === `www.${site}` || site === `www.${host}`)
    ? ""
    : `the redirect goes to ${host}, which is no site of ours`;
}
