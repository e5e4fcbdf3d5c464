import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { allOf, type Tagged, taggedLines, wholeNumber } from "./tagged-lines.ts";

/** One server of nginx, or one virtual host of Apache. */
export interface SiteServer {
  readonly program: "nginx" | "apache";
  readonly ports: readonly number[];
  /** Target of its permanent redirect; empty when it serves something itself. */
  readonly redirect: string;
}

export interface SiteCertificate {
  readonly certificate: string;
  readonly key: string;
  readonly daysLeft: number;
  /** E.g. `rsaEncryption`, `id-ecPublicKey`. */
  readonly algorithm: string;
  readonly bits: number;
  /** Absent when the key cannot be read, e.g. because it has a passphrase. */
  readonly matches?: boolean;
}

export interface WebServers {
  readonly programs: readonly string[];
  readonly servers: readonly SiteServer[];
  /** Values of ssl_protocols and SSLProtocol. */
  readonly protocols: readonly string[];
  readonly roots: readonly string[];
  /** Files of nginx that say where it listens or which protocols it speaks, without links; absent when there are none. */
  readonly files?: readonly string[];
  readonly certificates: readonly SiteCertificate[];
  /** Files that are configured as certificates and are none that openssl can read; absent when there are none. */
  readonly unread?: readonly string[];
}

// nginx -T is the merged configuration; Apache has no such print, so its enabled files are read. Of both only ports,
// redirects, protocols, roots and the paths of certificates leave the host; of a key only whether it fits.
// Without SSL_CERT_FILE openssl reads every authority that the host trusts, to look at one certificate.
const script = String.raw`N='
'
{ if command -v nginx >/dev/null; then echo 'program nginx'; all=$(nginx -T 2>/dev/null) || echo failed; printf '%s\n' "$all" | sed 's/^[[:space:]]*#.*//; s/[[:space:]]#.*//; s/[{};]/\n&\n/g' | awk '
  { sub(/^[[:space:]]+/, ""); sub(/[[:space:]]+$/, "") }
  $0 == "{" { depth++; if (word == "server" && !inside) { inside = depth; ports = ""; target = "" }; next }
  $0 == "}" { if (inside == depth) { print "server nginx", (ports == "" ? "80" : ports), target; inside = 0 } depth--; next }
  $1 == "listen" { p = $2; sub(/.*[]:]/, "", p); if (p !~ /^[0-9]+$/) p = ($2 ~ /^[0-9]+$/) ? $2 : 80; if ($2 !~ /^unix:/) ports = ports (ports == "" ? "" : ",") p }
  $1 == "return" && ($2 == 301 || $2 == 308) && inside { target = $3 }
  $1 == "ssl_protocols" { print "protocols nginx", substr($0, 15) }
  $1 == "root" { print "root", $2 }
  $1 == "ssl_certificate" { certificate = $2 }
  $1 == "ssl_certificate_key" { print "pair", certificate, $2 }
  NF { word = $1 }'
  printf '%s\n' "$all" | sed -n 's/^# configuration file \(.*\):$/\1/p' | {
    set --
    while IFS= read -r f; do set -- "$@" "$f"; done
    [ $# -eq 0 ] || grep -lE '^[[:space:]]*(ssl_protocols|listen)[[:space:]]' -- "$@" | while IFS= read -r f; do printf 'file %s\n' "$(readlink -f -- "$f")"; done
  }
fi
if [ -d /etc/apache2/sites-enabled ]; then echo 'program apache'; cat /etc/apache2/mods-enabled/*.conf /etc/apache2/conf-enabled/*.conf /etc/apache2/sites-enabled/*.conf 2>/dev/null | sed 's/^[[:space:]]*//; s/"//g' | awk '
  { w = tolower($1) }
  w == "<virtualhost" { p = $2; sub(/>.*/, "", p); sub(/.*:/, "", p); port = p; target = "" }
  w == "redirect" && (tolower($2) ~ /^(permanent|301|308)$/) { target = $4 }
  w == "rewriterule" && $3 ~ /^https:/ && $0 ~ /R=(301|308|permanent)/ { target = $3 }
  w == "</virtualhost>" { print "server apache", (port ~ /^[0-9]+$/ ? port : 80), target }
  w == "sslprotocol" { print "protocols apache", substr($0, 13) }
  w == "documentroot" { print "root", $2 }
  w == "sslcertificatefile" { certificate = $2 }
  w == "sslcertificatekeyfile" { print "pair", certificate, $2 }'
fi
for k in "$@"; do
  d=${"$"}{k%/*} b=$k; case ${"$"}{k##*/} in *.*) b=${"$"}{k%.*} ;; esac
  for c in "$b.crt" "$b.pem" "$b.cer" "$d/fullchain.pem" "$d/cert.pem"; do [ -f "$c" ] && [ "$c" != "$k" ] && { printf 'pair %s %s\n' "$c" "$k"; break; }; done
done; } 2>/dev/null | awk '!seen[$0]++' | while IFS= read -r line; do
  case $line in "pair "*) ;; *) printf '%s\n' "$line"; continue ;; esac
  set -- $line; c=$2; k=$3
  all=$N$(SSL_CERT_FILE=/dev/null openssl x509 -in "$c" -noout -enddate -pubkey -text 2>/dev/null)
  case $all in *"$N"notAfter=*) ;; *) printf 'unread %s\n' "$c"; continue ;; esac
  after=${"$"}{all#*"$N"notAfter=}; : "${"$"}{now:=$(date +%s)}"; ends=$(date -d "${"$"}{after%%"$N"*}" +%s 2>/dev/null)
  about=$(printf '%s\n' "$all" | awk '/^ *Public Key Algorithm: / { sub(/^ *Public Key Algorithm: /, ""); a = $1 } /^ *Public-Key: \([0-9]+ bit/ { sub(/^ *Public-Key: \(/, ""); b = $1 } END { print a "|" b }')
  of_c=${"$"}{all#*"$N"-----BEGIN PUBLIC KEY-----"$N"}; of_c=${"$"}{of_c%%"$N"-----END PUBLIC KEY-----*}; [ "$of_c" != "$all" ] || of_c=
  of_k=$(openssl pkey -in "$k" -passin pass: -pubout 2>/dev/null)
  if [ -z "$of_k" ] || [ -z "$of_c" ]; then fits=unknown; else case $of_k in *"$N$of_c$N"*) fits=yes ;; *) fits=no ;; esac; fi
  [ -z "$ends" ] && continue
  printf 'certificate %s|%s|%s|%s|%s|%s\n' "$c" "$k" "$ends" "$now" "$about" "$fits"
done
echo end`;

/** What nginx or Apache serve, and the certificates that they or the application use. */
export const webServers = defineFact<WebServers>({
  id: "web-servers",
  title: "what the web server serves",
  reads: ({ application }) => ({
    web: {
      argv: ["sh", "-c", script, "sh", ...(application?.tlsKeys ?? []).filter((path) => path.startsWith("/"))],
      seconds: 15,
    },
  }),
  parse(raw): Reading<WebServers> {
    const tagged = taggedLines(raw, "web");
    if (!tagged.known) return tagged;
    const all = tagged.value;
    const programs = allOf(all, "program");
    const unread = allOf(all, "unread");
    if (all.has("failed")) return unreadable("nginx does not accept its own configuration (nginx -t)");
    return known({
      programs,
      servers: allOf(all, "server").flatMap(serverOf),
      protocols: allOf(all, "protocols"),
      ...(all.has("file") ? { files: allOf(all, "file").filter((path) => path.startsWith("/")) } : {}),
      roots: [...new Set(allOf(all, "root").filter((path) => path.startsWith("/")))],
      certificates: certificatesOf(all),
      ...(unread.length === 0 ? {} : { unread }),
    });
  },
});

function serverOf(line: string): readonly SiteServer[] {
  const [, program, ports = "", redirect = ""] = /^(nginx|apache) ([\d,]+) ?(\S*)$/.exec(line) ?? [];
  if (program === undefined) return [];
  return [{ program: program === "nginx" ? "nginx" : "apache", ports: ports.split(",").map(Number), redirect }];
}

function certificatesOf(tagged: Tagged): readonly SiteCertificate[] {
  return allOf(tagged, "certificate").flatMap((line) => {
    const [certificate = "", key = "", ends, now, algorithm = "", bits, fits] = line.split("|");
    const [end, today] = [wholeNumber(ends), wholeNumber(now)];
    if (end === undefined || today === undefined) return [];
    const daysLeft = Math.floor((end - today) / 86_400);
    const matches = fits === "yes" ? { matches: true } : fits === "no" ? { matches: false } : {};
    return [{ certificate, key, daysLeft, algorithm, bits: wholeNumber(bits) ?? 0, ...matches }];
  });
}

/** Versions before 1.2 that a value of ssl_protocols or SSLProtocol lets in. */
export function oldProtocols(value: string): readonly string[] {
  const words = value.trim().split(/\s+/);
  const apache = words[0] === "apache";
  return ["SSLv3", "TLSv1", "TLSv1.1"].filter((old) => {
    // `all` has been without SSLv3 since OpenSSL dropped it
    const named =
      words.includes(old) || words.includes(`+${old}`) || (apache && words.includes("all") && old !== "SSLv3");
    return named && !words.includes(`-${old}`);
  });
}

/** Fewest bits by algorithm; of some the length is fixed. */
const leastBits: Readonly<Record<string, number>> = {
  rsaEncryption: 2048,
  rsassaPss: 2048,
  "id-ecPublicKey": 256,
  ED25519: 0,
  ED448: 0,
};

/** Whether the key of a certificate can be worked out, or is of an unknown kind. */
export function isWeakKey({ algorithm, bits }: SiteCertificate): boolean {
  const floor = leastBits[algorithm];
  return floor === undefined || bits < floor;
}
