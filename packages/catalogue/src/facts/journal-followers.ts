/**
 * Shell function: units of this host's own that follow the journal for logins over SSH, as `UNIT-FILE PROGRAM` in `u` and `p`
 * for the command that it is given; `p` is empty where the unit runs a shell or a program of the system. A unit of a package that
 * is only linked there is passed over.
 */
export const eachFollower = String.raw`each_follower() {
  for u in /etc/systemd/system/*.service; do
    [ -f "$u" ] || continue
    [ ! -L "$u" ] || case $(readlink "$u") in /lib/* | /usr/lib/*) continue ;; esac
    p=
    while IFS='= ' read -r key p rest; do [ "$key" = ExecStart ] && break; p=; done <"$u"
    case $p in */*) p=/${"$"}{p#*/} ;; esac
    case $p in /bin/sh|/bin/bash|/usr/bin/*) p= ;; esac
    [ -f "$p" ] || p=
    head -qc 65536 -- "$u" ${"$"}{p:+"$p"} 2>/dev/null | grep -aqE 'journalctl.*((-f|--follow).*ssh|ssh.*(-f|--follow))|ssh.*journalctl.*(-f|--follow)' || continue
    "$1"
  done
}`;
