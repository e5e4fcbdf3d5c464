import { describe, expect, it } from "vitest";
import { brought, settledBy, written } from "../../testing/brought.ts";
import { exampleHost } from "../../testing/example-host.ts";
import type { WebServers } from "../facts/web-servers.ts";
import { nginxModernTls, nginxRedirects } from "./nginx-settings.ts";
import { withoutPort80 } from "./nginx-text.ts";

const site = "/etc/nginx/sites-available/default";
const web: WebServers = {
  programs: ["nginx"],
  servers: [{ program: "nginx", ports: [80, 443], redirect: "" }],
  protocols: ["TLSv1 TLSv1.2"],
  roots: ["/var/www/html"],
  certificates: [],
  files: [site],
};
const states = [nginxModernTls(), ...nginxRedirects(exampleHost())];
const own = "/etc/nginx/conf.d/50-secondlock.conf";
const text =
  "server {\n  listen 80 default_server;\n  listen [::]:80;\n  listen 443 ssl;\n  ssl_protocols TLSv1 TLSv1.2;\n}\n";

describe("nginx", () => {
  it("speaks modern TLS, and leaves port 80 to a server that redirects", () => {
    const files = written(brought(states, web), { [site]: text });
    expect(files[site]).toBe("server {\n  listen 443 ssl;\n  ssl_protocols TLSv1.2 TLSv1.3;\n}\n");
    expect(files[own]).toContain("  listen 80 default_server;\n  listen [::]:80 default_server;\n");
    expect(files[own]).toContain("return 301 https://shop.example$request_uri;");
    expect(files[own]).toContain("root /var/www/html;");
    expect(settledBy(states, web)).toMatchObject({ protocols: ["TLSv1.2 TLSv1.3"] });
  });

  it("leaves what is served on port 80 alone to a person", () => {
    const plain: WebServers = { ...web, servers: [{ program: "nginx", ports: [80], redirect: "" }] };
    expect(written(brought(states, plain), { [site]: text })[own]).toBeUndefined();
    expect(states[1]?.notes?.(plain)).toHaveLength(1);
  });

  it("is no second default server, and listens on IPv6 only where that is declared", () => {
    const servers = [...web.servers, { program: "nginx", ports: [80], redirect: "https://x" }] as const;
    const found = nginxRedirects(exampleHost({ addresses: ["203.0.113.7"] }));
    const files = written(brought(found, { ...web, servers }));
    expect(files[own]).toContain("  listen 80;\n  server_name shop.example;");
  });

  it.each([
    ["port 80 alone stays", "server {\n  listen 80;\n}\n", "server {\n  listen 80;\n}\n"],
    ["8080 stays", "server {\n listen 8080;\n listen 443 ssl;\n}", "server {\n listen 8080;\n listen 443 ssl;\n}"],
    [
      "one server of two",
      "server {\n listen 80;\n}\nserver {\n listen 10.0.0.1:80;\n listen 443 ssl;\n}",
      "server {\n listen 80;\n}\nserver {\n listen 443 ssl;\n}",
    ],
    ["comments stay", "server {\n # listen 80;\n listen 443 ssl;\n}", "server {\n # listen 80;\n listen 443 ssl;\n}"],
  ])("%s", (_name, before, after) => {
    expect(withoutPort80(before)).toBe(after);
  });
});
