import { expect, it } from "vitest";
import { type Observation, theHost } from "@secondlock/model";
import type { AdminPage, WebSettings } from "../../facts/web-settings.ts";
import { exampleHost } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { webAdminHidden } from "./web-admin-hidden.ts";

const web = (...adminPages: readonly AdminPage[]): { web: WebSettings } => ({
  web: { programs: ["nginx", "apache"], others: [], places: [], upstreams: [], adminPages },
});
const answer = (status: number, bytes = 120, location = ""): Observation => ({
  kind: "http-get",
  status,
  location,
  bytes,
  setsCookie: false,
});
/** The first two answers are of the page that cannot be there, over IPv4 and IPv6. */
const nowhere = [answer(404), answer(404)];

testControl(webAdminHidden, {
  holds: {
    "Debian 12 with nginx as installed": { facts: web(), because: /has none/ },
    "Apache of Debian 12 as installed": {
      facts: web({ title: "apache at /server-status", open: false }),
      because: /limits/,
    },
  },
  broken: {
    "phpMyAdmin as Debian installs it": {
      facts: web({ title: "apache at /phpmyadmin", open: true }),
      because: /phpmyadmin/,
    },
    "the numbers of nginx": { facts: web({ title: "nginx shop.example at /nginx_status", open: true }) },
  },
  waitsForPeople: "who may see the page",
  notApplicable: { "no web": { ports: [] }, "declared on purpose": { allow: ["web-admin"] } },
  attempt: {
    succeeds: {
      "a login page": [...nowhere, answer(200, 4000)],
      "the way to a login": [...nowhere, answer(302, 0, "/admin/login/?next=/admin/")],
      "over IPv6 only": [...nowhere, answer(404), answer(200, 4000)],
    },
    refused: {
      "not there": [...nowhere, answer(404), answer(404)],
      forbidden: [...nowhere, answer(403), answer(401)],
      "the same page for every path": [answer(200, 900), answer(200, 900), answer(200, 900)],
    },
  },
});

it.each([
  [
    "proves nothing where TLS only redirects as well",
    () => answer(301, 178, "https://shop.example/admin/"),
    "inconclusive",
  ],
  ["is refused over TLS where port 80 only redirects", (path: string) => overTls(path, 404), "refused"],
  ["gets in over TLS where port 80 only redirects", (path: string) => overTls(path, 200), "succeeded"],
] as const)("%s", (_name, answered, outside) => {
  const { attempt } = webAdminHidden;
  if ("none" in attempt) throw new Error("there is an attempt");
  const wanted = exampleHost();
  const seen = attempt.probes(wanted, theHost, "operator").map((probe) => {
    const tls = probe.kind === "http-get" && probe.tls === true;
    const path = probe.kind === "http-get" ? probe.path : "";
    const observation = tls ? answered(path) : answer(301, 178, `https://shop.example${path}`);
    return { probe, address: "203.0.113.7", observation };
  });
  expect(seen.some(({ probe }) => probe.kind === "http-get" && probe.tls === true)).toBe(true);
  expect(attempt.judge(seen, { wanted, instance: theHost, vantage: "operator" })).toMatchObject({ outside });
});

/** `/admin/` answers so; every other path is not there. */
function overTls(path: string, status: number): Observation {
  return path === "/admin/" ? answer(status) : answer(404);
}

it("cannot tell without nginx and Apache", () => {
  const facts = { web: { ...web().web, programs: [] } };
  expect(webAdminHidden.verdict(facts, exampleHost(), theHost)).toMatchObject({ inside: "unreadable" });
});
