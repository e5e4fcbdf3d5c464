import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";

export interface Swap {
  /** Device or file; a device mapper's name is resolved, e.g. `/dev/mapper/vg-swap`. */
  readonly name: string;
  /** Whether it is a file on another file system. */
  readonly file: boolean;
}

// /proc/swaps names a mapped device dm-N; lsblk and people know it by its other name
const script = String.raw`while read -r name type rest; do
  case $name in /dev/dm-*) IFS= read -r n < "/sys/block/$(basename "$name")/dm/name" && name=/dev/mapper/$n ;; esac
  printf '%s %s\n' "$type" "$name"
done < /proc/swaps`;

export const swaps = defineFact<readonly Swap[]>({
  id: "swaps",
  title: "where memory is swapped out to",
  reads: () => ({ swaps: { argv: ["sh", "-c", script], root: false } }),
  parse(raw): Reading<readonly Swap[]> {
    const text = textOf(raw, "swaps");
    if (!text.known) return text;
    const [head, ...rest] = lines(text.value);
    if (head === undefined || !head.startsWith("Type "))
      return unreadable("the kernel listed no swap, not even its heading");
    return known(
      rest.flatMap((line) => {
        const [, type, name] = /^(partition|file) (\S+)$/.exec(line) ?? [];
        return name === undefined ? [] : [{ name, file: type === "file" }];
      }),
    );
  },
});
