import { type Change, defineState, type HostWanted, type Settings, type State } from "@secondlock/model";
import { oldProtocols, webServers, type WebServers } from "../facts/web-servers.ts";
import { managedFile } from "./managed-file.ts";
import { withoutPort80 } from "./nginx-text.ts";

const modern = "TLSv1.2 TLSv1.3";

/** TLS 1.2 and 1.3 only: every line of nginx that names other versions, where it stands, for a second one would be refused. */
export function nginxModernTls(): State<WebServers> {
  return defineState({
    resource: "files:nginx",
    text: `ssl_protocols ${modern} in every file of nginx that says otherwise`,
    settings: { ssl_protocols: modern },
    fact: webServers,
    settle: (web) => ({
      ...web,
      protocols: web.programs.includes("apache")
        ? web.protocols
        : [...new Set(web.protocols.map((value) => (oldProtocols(value).length > 0 ? modern : value)))],
    }),
    bring: nginxFiles,
    notes: (web) => apacheByHand(web, "Apache: SSLProtocol -all +TLSv1.2 +TLSv1.3, then reload."),
    costs: "Browsers from before 2014 or so get in no more.",
  });
}

/** Port 80 does nothing but redirect; what is served there is served on 443 too, or a person decides. */
export function nginxRedirects({ sites, addresses }: HostWanted): readonly State<WebServers>[] {
  const names = sites
    .map((site) => site.replace(/^https?:\/\//, "").replace(/[/:].*/, ""))
    .filter((name) => /^[\w.-]+$/.test(name));
  const [first] = names;
  if (first === undefined) return [];
  return [
    defineState({
      resource: "files:nginx",
      text: `port 80 redirects to https://${first}`,
      settings: {
        redirect: [...new Set(names)].join(","),
        // nginx does not start on a host without IPv6 that shall listen on it
        listen: addresses.some((one) => one.includes(":")) ? "IPv4 and IPv6" : "IPv4",
      },
      fact: webServers,
      settle: (web) => (isMovable(web) ? { ...web, servers: redirected(web, first) } : web),
      bring: nginxFiles,
      notes: (web) => [
        ...apacheByHand(web, "Apache: Redirect permanent / https://NAME/ in the virtual host of port 80."),
        ...(isMovable(web)
          ? []
          : ["A server on port 80 serves what no server on 443 does: give it TLS first, or let it return 301."]),
      ],
      costs:
        "What asked for http:// and does not follow redirects gets nothing any more; pages for ACME (.well-known/acme-challenge) stay on port 80.",
    }),
  ];
}

function apacheByHand({ programs }: WebServers, text: string): readonly string[] {
  return programs.includes("apache") ? [text] : [];
}

/** Every nginx server that serves something on port 80 serves it on 443 as well. */
function isMovable({ servers, programs }: WebServers): boolean {
  return !programs.includes("apache") && servers.every((one) => !serving(one) || one.ports.includes(443));
}

type Server = WebServers["servers"][number];

function serving({ ports, redirect }: Server): boolean {
  return ports.includes(80) && !redirect.startsWith("https://");
}

function redirected({ servers }: WebServers, name: string): readonly Server[] {
  if (!servers.some(serving)) return servers;
  return [
    ...servers.map((one) => (serving(one) ? { ...one, ports: one.ports.filter((port) => port !== 80) } : one)),
    { program: "nginx", ports: [80], redirect: `https://${name}$request_uri` },
  ];
}

function nginxFiles(settings: Settings, web: WebServers): readonly Change[] {
  const { redirect, ssl_protocols: protocols, listen = "" } = settings;
  const names = redirect !== undefined && isMovable(web) && web.servers.some(serving) ? redirect.split(",") : [];
  // of two default servers nginx refuses both
  const isOnly = web.servers.every((one) => !one.ports.includes(80) || serving(one));
  const edit = (before: string): string => {
    const lines = protocols === undefined ? before : withProtocols(before, protocols);
    return names.length === 0 ? lines : withoutPort80(lines);
  };
  const own = "/etc/nginx/conf.d/50-secondlock.conf";
  return [
    ...(web.files ?? [])
      .filter((path) => path !== own)
      .map((path): Change => ({
        kind: "file",
        path,
        content: (before) => (before === undefined ? undefined : edit(before)),
        reload: "nginx",
      })),
    ...(names.length === 0
      ? []
      : [
          managedFile(
            own,
            "port 80 does nothing but redirect.",
            names.flatMap((name, at) => redirectServer(name, isOnly && at === 0, listen.includes("6"), web.roots[0])),
            { reload: "nginx" },
          ),
        ]),
  ];
}

function redirectServer(name: string, isDefault: boolean, ipv6: boolean, root: string | undefined): readonly string[] {
  const more = isDefault ? " default_server" : "";
  const acme =
    root === undefined || !/^\/[\w./-]+$/.test(root)
      ? []
      : ["  location /.well-known/acme-challenge/ {", `    root ${root};`, "  }"];
  return [
    "server {",
    `  listen 80${more};`,
    ...(ipv6 ? [`  listen [::]:80${more};`] : []),
    `  server_name ${name};`,
    "  server_tokens off;",
    ...acme,
    "  location / {",
    `    return 301 https://${name}$request_uri;`,
    "  }",
    "}",
  ];
}

function withProtocols(text: string, wanted: string): string {
  return text.replaceAll(/^(\s*ssl_protocols\s+)([^;#\n]+);/gm, (all, start: string, value: string) =>
    oldProtocols(value).length > 0 ? `${start}${wanted};` : all,
  );
}
