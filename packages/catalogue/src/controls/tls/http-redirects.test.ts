import type { Observation } from "@secondlock/model";
import type { SiteServer } from "../../facts/web-servers.ts";
import { testControl } from "../../../testing/test-control.ts";
import { httpRedirects } from "./http-redirects.ts";

const server = (redirect: string, ...ports: readonly number[]): SiteServer => ({ program: "nginx", ports, redirect });
const web = (
  ...servers: readonly SiteServer[]
): {
  web: { programs: readonly string[]; protocols: []; servers: readonly SiteServer[]; roots: []; certificates: [] };
} => ({
  web: { programs: ["nginx"], protocols: [], servers, roots: [], certificates: [] },
});
const answer = (status: number, location: string, bytes = 178, setsCookie = false): Observation => ({
  kind: "http-get",
  status,
  location,
  bytes,
  setsCookie,
});

testControl(httpRedirects, {
  holds: {
    "the name is written out": { facts: web(server("https://shop.example$request_uri", 80, 80), server("", 443)) },
    "nothing on port 80": { facts: web(server("", 443)) },
  },
  broken: {
    "one server for both ports": { facts: web(server("", 80, 443)), because: /clear text/ },
    "nginx of Debian 12 as installed": { facts: web(server("", 80, 80)), because: /clear text/, stays: true },
    "one of two sites was forgotten": {
      facts: web(server("https://shop.example$request_uri", 80), server("", 80)),
      because: /1 of 2/,
      stays: true,
    },
    "the visitor decides": { facts: web(server("https://$host$request_uri", 80)), because: /Host header/, stays: true },
    "a redirect to clear text": { facts: web(server("http://www.shop.example/", 80)), stays: true },
  },
  notApplicable: { "no web server": { ports: [] } },
  attempt: {
    succeeds: {
      "the page itself": [answer(200, "", 5120)],
      "to another name": [answer(301, "https://evil.example/")],
      "a cookie comes along": [answer(301, "https://shop.example/", 178, true)],
      "a redirect to clear text": [answer(301, "http://shop.example/home")],
      "a page under the redirect": [answer(301, "https://shop.example/", 9000)],
    },
    refused: {
      "only the redirect": [answer(301, "https://shop.example/")],
      "refused as a whole": [answer(403, "", 150)],
    },
  },
});
