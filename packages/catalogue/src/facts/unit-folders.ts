/** Shell: appends every folder where systemd looks for unit files to the positional parameters. Without a merged /usr, /lib counts too. */
export const unitFolders = String.raw`set -- "$@" /etc/systemd/system /run/systemd/system /run/systemd/transient /run/systemd/generator /run/systemd/generator.late /usr/local/lib/systemd/system /usr/lib/systemd/system
[ -L /lib ] || set -- "$@" /lib/systemd/system`;
