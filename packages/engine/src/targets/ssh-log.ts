/**
 * The host key of a connection, as the log of ssh names it; empty when it names none, or several. The log is a file of
 * this one ssh: the banner of a host and the words of a jump's ssh do not come there, and a debug message with which a
 * server forges a line of its own can only add a second key to the true one. Pure.
 */
export function serverHostKey(log: string): string {
  const found = new Set(
    [...log.matchAll(/^debug1: Server host key: \S+ (SHA256:[A-Za-z0-9+/]{43})\r?$/gm)].map(([, key]) => key),
  );
  const [only = ""] = found.size === 1 ? found : [];
  return only;
}

/** What the log says besides the steps of the connection. Pure. */
export function ownWords(log: string): string {
  return log
    .split("\n")
    .filter((line) => !/^(debug\d: |Authenticated |Warning: Permanently added)/.test(line))
    .join("\n");
}

/** Standard error carries the words of a jump's ssh, but banners too: it counts when ssh itself has no reason of its own. Pure. */
export function reasonOf(own: string, stderr: string): string {
  return own.trim() === "" || own.includes("UNKNOWN port 65535") ? `${stderr}\n${own}` : own;
}
