import { describe, expect, it } from "vitest";
import { brought, settledBy, written } from "../../testing/brought.ts";
import type { TlsPlace, WebSettings } from "../facts/web-settings.ts";
import { nginxSettings } from "../facts/nginx-settings.ts";
import { adminPagesLimited } from "./nginx-admin-pages.ts";
import { nginxHsts } from "./nginx-hsts.ts";

const place: TlsPlace = { title: "nginx shop.example", hsts: "", always: false, passes: false };
const web = (...places: readonly TlsPlace[]): WebSettings => ({
  ...{ programs: ["nginx"], others: [], upstreams: [], adminPages: [], places },
});
const own = "/etc/nginx/conf.d/51-secondlock-hsts.conf";
const images = { ...place, title: "nginx shop.example at /images/", at: "/etc/nginx/sites-enabled/shop:9" };

describe("the header that keeps browsers to TLS", () => {
  it("is sent by a file of our own, over TLS only", () => {
    const text = written(brought([nginxHsts()], web(place)))[own] ?? "";
    expect(text).toContain('map $https $secondlock_hsts {\n  default "";\n  on "max-age=31536000";\n}\n');
    expect(text).toContain("add_header Strict-Transport-Security $secondlock_hsts always;\n");
    expect(brought([nginxHsts()], settledBy([nginxHsts()], web(place)))).toEqual([]);
  });

  it("is left to a person where a block has headers of its own, with the line", () => {
    expect(brought([nginxHsts()], web(images))).toEqual([]);
    expect(nginxHsts().notes?.(web(place, images))).toEqual([
      'nginx shop.example at /images/: write at /etc/nginx/sites-enabled/shop:9 add_header Strict-Transport-Security "max-age=31536000" always;',
    ]);
  });

  it("reads back from nginx as what our file says, and as nothing without it", () => {
    const server = ["server {", "listen 443 ssl", "line 4", "location = /nginx_status {", "stub_status", "}", "}"];
    const lines = (...ours: readonly string[]): readonly string[] => [
      ...["file /etc/nginx/nginx.conf", "http {", "other {", ...ours, "}", "line 6"],
      ...["add_header Strict-Transport-Security $secondlock_hsts always", ...server, "}"],
    ];
    expect(nginxSettings(lines("own_hsts max-age=31536000"))?.places).toEqual([
      { title: "nginx default server", hsts: "max-age=31536000", always: true, passes: false },
    ]);
    expect(nginxSettings(lines())?.places[0]?.hsts).toBe("");
  });
});

describe("a page of administration that everybody may ask for", () => {
  it("is left to a person, with the lines and their place", () => {
    const page = {
      title: "nginx default server at /nginx_status",
      open: true,
      at: "/etc/nginx/sites-enabled/default:12",
    };
    expect(adminPagesLimited().notes?.({ ...web(), adminPages: [page, { ...page, open: false }] })).toEqual([
      expect.stringMatching(/write below \/etc\/nginx\/sites-enabled\/default:12: allow 127\.0\.0\.1;/),
    ]);
  });
});
