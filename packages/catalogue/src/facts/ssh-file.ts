/** Mode and owner of one file of sshd. */
export interface SshFile {
  readonly path: string;
  /** Permission bits, e.g. 0o644. */
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
}

/** From the columns `mode owner group path`; undefined when they are anything else. */
export function sshFile([mode = "", owner = "", group = "", ...path]: readonly string[]): SshFile | undefined {
  if (!/^[0-7]{1,5}$/.test(mode) || path.length === 0) return undefined;
  return { mode: Number.parseInt(mode, 8), owner, group, path: path.join("\t") };
}

/** Whether it has permission bits beyond the given ones. */
export function opener(file: SshFile, most: number): boolean {
  return (file.mode & 0o777 & ~most) !== 0;
}

/** Whether it is not root's, or has permission bits beyond the given ones. */
export function openBeyondRoot(file: SshFile, most: number): boolean {
  return file.owner !== "root" || file.group !== "root" || opener(file, most);
}

/** `path (644 root:root)` of the first few. */
export function shown(files: readonly SshFile[]): string {
  const first = files
    .slice(0, 3)
    .map(({ path, mode, owner, group }) => `${path} (${mode.toString(8)} ${owner}:${group})`);
  return files.length > 3 ? `${first.join(", ")} and ${files.length - 3} more` : first.join(", ");
}

/** Lines as columns; undefined when the script that printed them did not come to its `end`. */
export function columns(text: string): readonly (readonly string[])[] | undefined {
  const rows = text.split("\n").filter((row) => row !== "");
  return rows.at(-1) === "end" ? rows.slice(0, -1).map((row) => row.split("\t")) : undefined;
}
