/**
 * Shell: sshd reads its files anew. It takes nobody in meanwhile, so it is waited for: it writes its number into a new file
 * once it listens again.
 */
export const RELOAD_SSHD =
  'before=$(stat -c "%i %z" /run/sshd.pid); systemctl reload ssh; for i in $(seq 100); do now=$(stat -c "%i %z" /run/sshd.pid 2>/dev/null) && [ "$now" != "$before" ] && break; sleep 0.05; done';
