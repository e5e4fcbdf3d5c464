/**
 * Shell: appends every folder where systemd looks for unit files to the positional parameters (systemd.unit(5)). Without a merged
 * /usr, /lib counts too. A unit that runs on after its file went is not found there.
 */
export const unitFolders = String.raw`for folder in system.control system system.attached; do set -- "$@" "/etc/systemd/$folder" "/run/systemd/$folder"; done
set -- "$@" /run/systemd/transient /run/systemd/generator.early /run/systemd/generator /run/systemd/generator.late /usr/local/lib/systemd/system /usr/lib/systemd/system
[ -L /lib ] || set -- "$@" /lib/systemd/system`;
