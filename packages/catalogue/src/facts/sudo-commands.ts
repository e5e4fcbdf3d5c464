/** Programs that start another one, or write any file, when they are asked to: whoever runs one as root is root. */
const opening = [
  /^(sh|r?bash|dash|zsh|ksh|mksh|fish|t?csh|busybox|screen|tmux|script|expect|sudo|su|runuser|pkexec|doas)$/,
  /^(env|nice|ionice|nohup|setsid|timeout|time|stdbuf|strace|ltrace|gdb|xargs|find|parallel|watch|chroot|unshare|nsenter|flock|at|batch|crontab|start-stop-daemon|systemd-run|run-parts)$/,
  /^(python|perl|ruby|php|node|lua|tclsh|g?awk|mawk|nawk|sed|ed|make|guile|java|bun|deno)[\d.]*$/,
  /^(vi|vim|vim\.\w+|nvim|view|rview|vimdiff|nano|pico|emacs|joe|micro|ex|visudo|vipw|vigr|editor)$/,
  /^(less|more|most|pager|man|journalctl|systemctl|git|mysql|mariadb|psql|sqlite3|ftp|sftp|ssh|scp|rsync|socat|nc|ncat|telnet)$/,
  /^(tar|zip|7z|cpio|ar|cp|mv|ln|dd|tee|install|chmod|chown|chattr|setfacl|setcap|mount|debugfs|tcpdump|wget|curl|patch)$/,
  /^(apt|apt-get|aptitude|dpkg|snap|pip\d?|npm|gem|docker|podman|kubectl|lxc|lxd|incus|ctr|nerdctl|virsh|ansible(-playbook)?)$/,
  /^(useradd|usermod|userdel|adduser|passwd|chpasswd|chsh|gpasswd|insmod|modprobe|ldconfig|iptables|nft)$/,
];

/** Whether a command of a rule makes whoever may run it as root all of root. */
export function givesAll(command: string): boolean {
  const [program = "", ...args] = command.trim().split(/\s+/);
  // a folder allows every program in it; `^` begins a regular expression
  if (program === "ALL" || program.endsWith("/") || /[*?[\]^]/.test(command)) return true;
  const name = program.replace(/^.*\//, "");
  if (name === "systemctl" && /^(start|stop|restart|reload|try-restart)$/.test(args[0] ?? "") && args.length > 1)
    return false;
  return opening.some((pattern) => pattern.test(name));
}
