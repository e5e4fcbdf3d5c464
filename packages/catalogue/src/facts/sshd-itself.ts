import type { Read } from "@secondlock/model";
import { outsidePlaces } from "./sshd-effective.ts";

const [{ address, host }] = outsidePlaces;

// what sshd prints gets a mark, so that its complaints can be told from its settings
const script = `T=$(printf '\\t') N='
'
command -v sshd >/dev/null || { echo absent; echo end; exit 0; }
rows=$( { { sshd -T -C user=root,host=${host},addr=${address},laddr=192.0.2.1,lport=22,rdomain=; echo "$T$?"; } | sed "s/^/out$T/"; } 2>&1 | awk -v t="$T" '
index($0, "out" t) != 1 { if ($0 != "" && said++ < 20) print "said" t substr($0, 1, 200); next }
substr($0, 5, 1) == t { print "status" t substr($0, 6); next }
{ word = substr($0, 5); value = word; sub(/ .*/, "", word); value = substr(value, length(word) + 2) }
word == "persourcepenalties" { print "penalties" t value }
word == "pidfile" || (word == "hostkey" && ++keys <= 16) { print word t value }')
set -f; IFS=$N
keys= file=
for row in $rows; do
  value=\${row#*"$T"}
  case $row in hostkey*) keys=$keys$N$value ;; pidfile*) file=$value ;; *) printf '%s\\n' "$row" ;; esac
done
set --; for key in $keys; do [ ! -f "$key" ] || set -- "$@" "$key"; done
[ $# -eq 0 ] || stat -L -c "private$T%a$T%U$T%G$T%n" -- "$@"
set --; for key in $keys; do [ ! -f "$key" ] || [ ! -f "$key.pub" ] || set -- "$@" "$key.pub"; done
[ $# -eq 0 ] || stat -L -c "public$T%a$T%U$T%G$T%n" -- "$@"
for key in $keys; do
  [ -f "$key" ] && line=$(ssh-keygen -lf "$key" 2>/dev/null </dev/null) && [ -n "$line" ] || continue
  print=\${line#* }; printf "key$T%s$T%s$T%s$T%s\\n" "$key" "\${line%% *}" "\${print%% *}" "\${line##* }"
done
unset IFS; set +f
version=$(sshd -V 2>&1); case $version in *OpenSSH_*) ;; *) version=$(ssh -V 2>&1) ;; esac
case $version in *OpenSSH_*) version=OpenSSH_\${version#*OpenSSH_} ;; *) version= ;; esac
printf "version$T%s\\n" "\${version%%[!OpenSH_0-9.p]*}"
file=\${file:-/run/sshd.pid} pid=
[ ! -f "$file" ] || read -r pid <"$file"
is() { read -r name 2>/dev/null <"/proc/$1/comm" && [ "$name" = sshd ] && tr '\\0' ' ' <"/proc/$1/cmdline" | grep -Eq 'listener|^[^ ]*sshd '; }
# the child of a new connection looks like a server until it has named itself
main() { is "$1" && { tr '\\0' ' ' <"/proc/$1/cmdline" | grep -Fq '[listener]' || [ "$(awk '{ sub(/.*[)] /, ""); print $2 }' "/proc/$1/stat")" = 1 ]; }; }
line() { tr '\\0\\n\\t' '   ' <"/proc/$1/cmdline" | head -c 300; }
if [ -n "$pid" ] && is "$pid"; then
  stat -c "loaded$T%Y" "$file"
else
  pid=
  for one in /proc/[0-9]*; do is "\${one#/proc/}" && { pid=\${one#/proc/}; break; }; done
fi
if [ -n "$pid" ]; then
  echo "pid$T$pid"
  awk -v hz="$(getconf CLK_TCK 2>/dev/null || echo 100)" -v t="$T" '$1 == "btime" { boot = $2 } FNR == 1 && FILENAME ~ /pid|[0-9]\\/stat/ { sub(/.*\\) /, ""); start = $20 } END { printf "started%s%d\\n", t, boot + start / hz }' "/proc/$pid/stat" /proc/stat
  printf 'program\\t%s\\n' "$(readlink "/proc/$pid/exe")"
  printf 'arguments\\t%s\\n' "$(line "$pid")"
  own=$(readlink /proc/self/ns/pid)
  for one in /proc/[0-9]*; do
    one=\${one#/proc/}
    # an sshd inside a container is another host's
    [ "$one" != "$pid" ] && main "$one" && [ "$(readlink "/proc/$one/ns/pid")" = "$own" ] && printf 'other\\t%s\\n' "$(line "$one")"
  done 2>/dev/null | head -n 10
fi
stat -c "changed$T%Z$T%n" /etc/ssh/sshd_config /etc/ssh/sshd_config.d /etc/ssh/sshd_config.d/*.conf 2>/dev/null
echo end`;

/**
 * What concerns sshd as a whole, in one read that several facts share: starting it in its test mode is the dear part.
 * Rows of columns, each with its tag first.
 */
export const sshdItself: Read = { argv: ["sh", "-c", script], bytes: 32 * 1024 };
