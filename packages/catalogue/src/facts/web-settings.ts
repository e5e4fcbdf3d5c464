import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { apacheSettings } from "./apache-settings.ts";
import { nginxSettings, ownHstsVariable } from "./nginx-settings.ts";
import { allOf, taggedLines } from "./tagged-lines.ts";

/** One place that answers over TLS: a server as a whole, or a location in it that sends headers of its own. */
export interface TlsPlace {
  readonly title: string;
  /** Value of Strict-Transport-Security; empty when it sends none. */
  readonly hsts: string;
  /** Also on error pages. */
  readonly always: boolean;
  /** It hands requests to a program behind it, which may send headers that are not seen here. */
  readonly passes: boolean;
  /** Where its own headers stand, as `FILE:LINE`; absent when it takes over those of the block around it. */
  readonly at?: string;
}

/** Where requests are handed on. */
export interface Upstream {
  readonly title: string;
  /** As it is written: `http://10.0.0.5:3000`, `unix:/run/app.sock`, `fcgi://localhost`. */
  readonly to: string;
  /** The certificate of the other side is checked. */
  readonly verified: boolean;
}

/** A page by which something is administered or looked into. */
export interface AdminPage {
  readonly title: string;
  /** Everybody may ask for it. */
  readonly open: boolean;
  /** Where it is configured, as `FILE:LINE`. */
  readonly at?: string;
}

export interface WebParts {
  readonly places: readonly TlsPlace[];
  readonly upstreams: readonly Upstream[];
  readonly adminPages: readonly AdminPage[];
}

export interface WebSettings extends WebParts {
  readonly programs: readonly string[];
  /** Servers of other makes, whose configuration is not read. */
  readonly others: readonly string[];
}

// nginx -T prints its files one after the other: they are cut into words here, and put together by the parser. Only the
// directives of the list leave the host: of headers only the one, of a password file only that there is one, of an
// upstream neither path nor password.
const nginxWords = String.raw`function show(end) {
  name = line; sub(/ .*/, "", name)
  if (line == "map $https ${ownHstsVariable}") ours = 1
  if (ours && name == "on") print "nginx own_hsts " substr(line, 4, 100)
  if (name ~ /^(add_header|location)$/) print "nginx line " (NR - first)
  if (name == "add_header") { if (tolower(line) !~ /^add_header strict-transport-security /) line = "add_header other" }
  else if (name == "auth_basic") line = (line == "auth_basic off") ? line : "auth_basic on"
  else if (name == "return") { split(line, w, " "); line = "return " w[2] }
  else if (name ~ /_pass$/) { sub(/\/\/[^\/@]*@/, "//", line); if (line !~ /unix:/ && match(line, /:\/\/[^\/?]*/)) line = substr(line, 1, RSTART + RLENGTH - 1) }
  if (name ~ /^(http|server|location|upstream|include|listen|server_name|(proxy|fastcgi|uwsgi|scgi|grpc)_pass|(proxy|grpc|uwsgi)_ssl_verify|allow|deny|satisfy|auth_basic|auth_request|ssl_verify_client|ssl_reject_handshake|internal|stub_status|root|alias|return|add_header)$/) print "nginx " substr(line, 1, 300) end
  else if (end != "") print "nginx other {"
  line = ""
}
quote == "" && word == "" && /^# configuration file .*:$/ { sub(/^# configuration file /, ""); sub(/:$/, ""); first = NR; print "nginx file " $0; next }
quote == "" && /^[[:space:]]*(#|$)/ { next }
{ text = $0 "\n"; n = length(text)
  for (i = 1; i <= n; i++) {
    c = substr(text, i, 1); before = d; d = c
    if (escaped) { word = word (c == "\n" ? " " : c); escaped = 0 }
    else if (c == "\\") { word = word c; escaped = 1 }
    else if (quote != "") { if (c == quote) quote = ""; else word = word (c == "\n" ? " " : c) }
    else if (word == "" && (c == "\"" || c == "\047")) { quote = c; some = 1 }
    else if (c == "#" && word == "") break
    else if (c == "{" && before == "$") { word = word c; variable = 1 }
    else if (c == "}" && variable) { word = word c; variable = 0 }
    else if (index(" \t\r\n;{}", c)) {
      if (word != "" || some) { line = line (line == "" ? "" : " ") word; word = ""; some = 0 }
      if (c == ";" && line != "") show("")
      if (c == "{") show(" {")
      if (c == "}") { print "nginx }"; line = ""; ours = 0 }
    } else word = word c
  } }`;

// of what is behind, only scheme and address: what follows in the line can be a secret
const apacheWords = String.raw`{ sub(/^[[:space:]]+/, ""); gsub(/"/, ""); w = tolower($1) }
w ~ /^<(virtualhost|location|locationmatch|directory|directorymatch|proxy)$/ { a = $0; sub(/^[^[:space:]]+[[:space:]]*(~[[:space:]]*)?/, "", a); sub(/>.*/, "", a); print "apache", w, a }
w ~ /^<\/(virtualhost|location|locationmatch|directory|directorymatch|proxy)>/ { print "apache", w }
w ~ /^(servername|sslengine|sslproxyverify|alias|scriptalias|wsgiscriptalias|require)$/ { print "apache", w, $2, $3 }
w == "sethandler" && $2 !~ /^proxy:/ { print "apache", w, $2 }
w == "header" && tolower($0) ~ /strict-transport-security/ && tolower($0) !~ /[[:space:]]unset[[:space:]]/ { v = $0; sub(/.*[Ss][Tt][Rr][Ii][Cc][Tt]-[A-Za-z]*-[A-Za-z]*:?[[:space:]]*/, "", v); print "apache hsts", (tolower($2) == "always" ? "always" : "onsuccess"), substr(v, 1, 200) }
w ~ /^(proxypass|proxypassmatch|balancermember|sethandler)$/ || (w == "rewriterule" && $0 ~ /\[([^]]*,)?(P|proxy)(,[^]]*)?\]/) { for (i = 2; i <= NF; i++) if ($i ~ /:\/\/|^(proxy:)?unix:/) { t = $i; sub(/^proxy:/, "", t); sub(/\/\/[^\/@]*@/, "//", t); if (t !~ /unix:/ && match(t, /:\/\/[^\/?]*/)) t = substr(t, 1, RSTART + RLENGTH - 1); print "apache pass", substr(t, 1, 200); break } }`;

const script = String.raw`if command -v nginx >/dev/null; then echo 'program nginx'; all=$(nginx -T 2>/dev/null) || echo failed; printf '%s\n' "$all" | awk '${nginxWords}'; fi
if [ -d /etc/apache2/sites-enabled ]; then echo 'program apache'; cat /etc/apache2/apache2.conf /etc/apache2/mods-enabled/*.conf /etc/apache2/conf-enabled/*.conf /etc/apache2/sites-enabled/*.conf 2>/dev/null | awk '${apacheWords}'; fi
for p in haproxy caddy envoy traefik lighttpd varnishd; do command -v $p >/dev/null && echo "other $p"; done
echo end`;

/** What nginx or Apache send along, hand on and let people administer. */
export const webSettings = defineFact<WebSettings>({
  id: "web-settings",
  title: "headers, upstreams and admin pages of the web server",
  reads: () => ({ web: { argv: ["sh", "-c", script], bytes: 256 * 1024 } }),
  parse(raw): Reading<WebSettings> {
    const tagged = taggedLines(raw, "web");
    if (!tagged.known) return tagged;
    if (tagged.value.has("failed")) return unreadable("nginx does not accept its own configuration (nginx -t)");
    const nginx = nginxSettings(allOf(tagged.value, "nginx"));
    if (nginx === undefined) return unreadable("the configuration of nginx includes more than can be read");
    const parts = [nginx, apacheSettings(allOf(tagged.value, "apache"))];
    return known({
      programs: allOf(tagged.value, "program"),
      others: allOf(tagged.value, "other"),
      places: parts.flatMap(({ places }) => places),
      upstreams: parts.flatMap(({ upstreams }) => upstreams),
      adminPages: parts.flatMap(({ adminPages }) => adminPages),
    });
  },
});
