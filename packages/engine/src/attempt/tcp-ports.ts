import { connect } from "node:net";
import type { Observation, RawOutput, Read } from "@secondlock/model";
import { failed, isNoRoute, noRoute, type ProbeKind } from "./probe-runner.ts";

/** Connects that are under way at once, and seconds that each may take. */
const width = { operator: 400, perl: 500, bash: 250 };
const patience = 1;

/** TCP connects from another machine, by its perl, or by its bash alone. Nothing is sent. */
export const tcpPorts: ProbeKind<"tcp-ports"> = {
  read(probe, place): Read {
    const ports = probe.ports === "usual" ? place.usual : probe.ports;
    return {
      argv: ["sh", "-c", either, "sh", withPerl, withBash, place.address, ...ports.map(String)],
      root: false,
      bytes: 32 * 1024,
      seconds: 20 + Math.ceil(ports.length / width.bash) * (patience + 1),
    };
  },
  see: seePorts,
};

const either = `p=$1 b=$2; shift 2
command -v perl >/dev/null 2>&1 && exec perl -e "$p" "$@"
exec bash -c "$b" bash "$@"`;

// One process for all connects. select tells how much of the time is left (perl-base has no finer clock).
const withPerl = String.raw`
use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6); use Fcntl; use Errno qw(:POSIX);
my ($address, @ports) = @ARGV;
my $family = $address =~ /:/ ? AF_INET6 : AF_INET;
my $host = inet_pton($family, $address) or exit 1;
sub place { $family == AF_INET6 ? pack_sockaddr_in6($_[0], $host) : pack_sockaddr_in($_[0], $host) }
sub seen {
  my ($port, $error) = @_;
  if ($error == 0) { print "open $port
"; return }
  if (grep { $error == $_ } ENETUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT, ENETDOWN) { print "noroute
"; exit }
  if ($error == ECONNREFUSED || $error == ECONNRESET) { print "refused
"; return }
  # a firewall's answer, and none; anything else is trouble of this machine, and says nothing of the port
  exit 1 if !grep { $error == $_ } ETIMEDOUT, EHOSTUNREACH, EHOSTDOWN, EACCES, EPERM;
  print "silent
";
}
$| = 1;
while (my @some = splice @ports, 0, ${width.perl}) {
  my %waiting;
  for my $port (@some) {
    socket(my $socket, $family, SOCK_STREAM, 0) or exit 1;
    fcntl $socket, F_SETFL, O_NONBLOCK;
    if (connect $socket, place($port)) { seen($port, 0); next }
    if ($! != EINPROGRESS) { seen($port, $! + 0); next }
    $waiting{fileno $socket} = [$socket, $port];
  }
  my $left = ${patience};
  while (%waiting && $left > 0) {
    my $ready = "";
    vec($ready, $_, 1) = 1 for keys %waiting;
    (my $count, $left) = select undef, $ready, undef, $left;
    next if $count <= 0;
    for my $number (grep { vec $ready, $_, 1 } keys %waiting) {
      my ($socket, $port) = @{ delete $waiting{$number} };
      seen($port, unpack "i", getsockopt $socket, SOL_SOCKET, SO_ERROR);
    }
  }
  print "silent
" for keys %waiting;
}
print "done
"`;

// One process for each connect: refused ends at once, dropped would wait for minutes and is ended by its parent.
// jobs -r names those that still wait, so that no other process is ever met.
// The first connect is made once more ahead of all: its error alone tells whether anything can be sent at all.
const withBash = `a=$1 w=${width.bash}; shift
exec 4< <( exec 2>&1; exec 3<>"/dev/tcp/$a/$1" ); IFS= read -t ${patience} -r said <&4; kill $! 2>/dev/null; exec 4<&-
case $said in *"Network is unreachable"*|*"Cannot assign requested address"*|*"Address family"*"not supported"*) echo noroute; exit;; esac
while [ $# -gt 0 ]; do
  pids=
  for p in "\${@:1:w}"; do ( exec 3<>"/dev/tcp/$a/$p" && echo "open $p" ) 2>/dev/null & pids="$pids $!"; done
  for t in ${Array.from({ length: patience * 10 }, (_, index) => index).join(" ")}; do [ -z "$(jobs -rp)" ] && break; sleep 0.1; done
  left=$(jobs -rp); [ -z "$left" ] || kill $left 2>/dev/null
  for i in $pids; do wait $i 2>/dev/null; case $? in 0) ;; 143) echo silent;; *) echo refused;; esac; done
  shift $(( $# < w ? $# : w ))
done; echo done`;

function seePorts(raw: RawOutput): Observation {
  const lines = raw.stdout.split("\n");
  if (lines.includes("noroute")) return noRoute;
  if (!lines.includes("done"))
    return failed(
      raw.status === 127 ? "there is no perl and no bash at this vantage" : "the scan did not come to its end",
    );
  const open = lines.flatMap((line) => (/^open \d{1,5}$/.test(line) ? [Number(line.slice(5))] : []));
  const refusedCount = lines.filter((line) => line === "refused").length;
  const silent = lines.filter((line) => line === "silent").length;
  return {
    kind: "tcp-ports",
    open: open.toSorted((a, b) => a - b),
    refused: refusedCount,
    silent,
    tried: open.length + refusedCount + silent,
  };
}

/** The same from the operator's own machine. */
export async function scanPorts(address: string, ports: readonly number[], signal?: AbortSignal): Promise<Observation> {
  const open: number[] = [];
  let refusedCount = 0;
  let silent = 0;
  let ended: "no route" | "trouble" | undefined;
  const queue = ports.values();
  const worker = async (): Promise<void> => {
    for (const port of queue) {
      if (signal?.aborted === true || ended !== undefined) return;
      const seen = await connects(address, port);
      if (seen === "open") open.push(port);
      else if (seen === "no route" || seen === "trouble") ended = seen;
      else if (seen === "refused") refusedCount += 1;
      else silent += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(width.operator, ports.length) }, worker));
  if (signal?.aborted === true) return failed("stopped by you");
  if (ended === "no route") return noRoute;
  if (ended === "trouble") return failed("this machine could not make so many connections");
  return {
    kind: "tcp-ports",
    open: open.toSorted((a, b) => a - b),
    refused: refusedCount,
    silent,
    tried: ports.length,
  };
}

type Connected = "open" | "refused" | "silent" | "no route" | "trouble";

/** What a firewall, or a host that is not there, answers. Anything else is trouble of this machine, and says nothing of the port. */
const answers: Readonly<Record<string, Connected>> = {
  ...{ ECONNREFUSED: "refused", ECONNRESET: "refused" },
  ...{ ETIMEDOUT: "silent", EHOSTUNREACH: "silent", EHOSTDOWN: "silent", EACCES: "silent", EPERM: "silent" },
};

async function connects(address: string, port: number): Promise<Connected> {
  const { promise, resolve } = Promise.withResolvers<Connected>();
  const socket = connect({ host: address, port });
  // where this process was too busy to look in time, an answer may be waiting: it is taken first
  socket.setTimeout(patience * 1_000, () => setImmediate(() => resolve("silent")));
  socket.once("connect", () => resolve("open"));
  socket.once("error", ({ code = "" }: NodeJS.ErrnoException) =>
    resolve(isNoRoute(code) ? "no route" : (answers[code] ?? "trouble")),
  );
  const seen = await promise;
  socket.destroy();
  return seen;
}
