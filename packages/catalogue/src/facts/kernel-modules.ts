import { defineFact, known, type Reading } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";

export interface KernelModules {
  readonly loaded: readonly string[];
  /** Asked modules that the running kernel brings along, as files or built in. */
  readonly available: readonly string[];
  /** Asked modules whose loading runs `/bin/false` or the like instead. */
  readonly refused: readonly string[];
}

const asked = [
  "cramfs",
  "freevxfs",
  "hfs",
  "hfsplus",
  "jffs2",
  "udf",
  "usb-storage",
  "dccp",
  "tipc",
  "rds",
  "sctp",
  "firewire-core",
];

// `modprobe -n` resolves and loads nothing; `install` in its answer is the command that stands in the module's place
const script = String.raw`sed 's/^\([^ ]*\).*/loaded \1/' /proc/modules 2>/dev/null
command -v modprobe >/dev/null || { echo none; echo end; exit 0; }
for m in ${asked.join(" ")}; do
  case $(modprobe -n -v "$m" 2>&1) in
    *install*/bin/false*|*install*/bin/true*) printf 'refused %s\n' "$m" ;;
    *insmod*|"") printf 'available %s\n' "$m" ;;
  esac
done
echo end`;

/** Modules that a server seldom needs: loaded, loadable, or refused. */
export const kernelModules = defineFact<KernelModules>({
  id: "kernel-modules",
  title: "kernel modules that can be loaded",
  reads: () => ({ modules: { argv: ["sh", "-c", script] } }),
  parse(raw): Reading<KernelModules> {
    const tagged = taggedLines(raw, "modules");
    if (!tagged.known) return tagged;
    return known({
      loaded: allOf(tagged.value, "loaded").map((name) => name.replaceAll("_", "-")),
      available: allOf(tagged.value, "available"),
      refused: allOf(tagged.value, "refused"),
    });
  },
});
