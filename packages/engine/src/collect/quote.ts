/** One word for a POSIX shell, whatever it contains. The only place where commands are quoted. */
export function quote(word: string): string {
  if (word.includes("\0")) throw new Error("a NUL byte cannot stand in a shell word");
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export function quoteAll(argv: readonly string[]): string {
  return argv.map(quote).join(" ");
}
