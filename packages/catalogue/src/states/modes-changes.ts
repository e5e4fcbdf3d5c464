import type { ModesChange } from "@secondlock/model";

/** Any record of a file's rights; those of sshd's files and those of `find` are both. */
type Rights = Pick<ModesChange, "path" | "mode" | "owner" | "group">;

/** One change for each file that is not yet as it should be; a path that is named twice counts once. */
export function modesChanges<F extends Rights>(
  files: readonly F[],
  settled: (file: F) => Rights,
): readonly ModesChange[] {
  const changes = new Map<string, ModesChange>();
  for (const before of files) {
    const { path, mode, owner, group } = settled(before);
    if (mode === before.mode && owner === before.owner && group === before.group) continue;
    if (!changes.has(path)) changes.set(path, { kind: "modes", path, mode, owner, group });
  }
  return [...changes.values()];
}
