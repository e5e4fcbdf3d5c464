/**
 * Programs that Debian and Ubuntu install with setuid or setgid, by path, each with the most that it has. A package that owns
 * a file says little: somebody with root for a minute gives the bit to the shell, and the shell belongs to a package.
 */
export const knownSetuid: Readonly<Record<string, "u" | "g">> = {
  ...bits(
    "u",
    "/usr/bin",
    "su sudo mount umount passwd chsh chfn newgrp newuidmap newgidmap gpasswd pkexec fusermount fusermount3 at ntfs-3g doas",
  ),
  ...bits(
    "g",
    "/usr/bin",
    "expiry chage ssh-agent crontab wall write write.ul bsd-write dotlockfile mlocate plocate locate screen at mail-lock mail-unlock mail-touchlock procmail lockfile",
  ),
  ...bits("u", "/usr/sbin", "mount.nfs mount.cifs mount.davfs exim4 pppd"),
  ...bits("g", "/usr/sbin", "unix_chkpwd pam_extrausers_chkpwd postdrop postqueue sendmail"),
  ...bits(
    "u",
    "/usr/lib",
    "openssh/ssh-keysign dbus-1.0/dbus-daemon-launch-helper policykit-1/polkit-agent-helper-1 polkit-1/polkit-agent-helper-1 snapd/snap-confine eject/dmcrypt-get-device xorg/Xorg.wrap sudo/sesh apache2/suexec-pristine apache2/suexec-custom mysql/plugin/auth_pam_tool_dir/auth_pam_tool",
  ),
  ...bits(
    "g",
    "/usr/lib",
    "utempter/utempter x86_64-linux-gnu/utempter/utempter aarch64-linux-gnu/utempter/utempter emacs/emacs-28.2/x86_64-linux-gnu/movemail",
  ),
  ...bits("u", "/usr/libexec", "polkit-agent-helper-1 dbus-daemon-launch-helper"),
  ...bits("g", "/usr/libexec", "camel-lock-helper-1.2 utempter/utempter"),
};

function bits(bit: "u" | "g", folder: string, names: string): Readonly<Record<string, "u" | "g">> {
  return Object.fromEntries(names.split(" ").map((name) => [`${folder}/${name}`, bit]));
}

/** Whether the path is known to have the setuid or setgid bits of the mode. `/bin` and `/usr/bin` are one folder. */
export function isKnownSetuid(path: string, mode: number): boolean {
  const bit = knownSetuid[path.replace(/^\/(bin|sbin|lib)\//, "/usr/$1/")];
  if (bit === undefined) return false;
  return bit === "u" || (mode & 0o4000) === 0;
}
