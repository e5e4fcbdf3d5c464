/** A package that a plan may bring. */
export interface AptPackage {
  readonly installed: boolean;
  /** True: it is not installed, and apt knows where to get it. */
  readonly available?: boolean;
}

/**
 * A function of the shell, which asks the lists that apt has fetched. `Acquire::GzipIndexes` keeps them packed, in whatever
 * apt packs with; each such name has a z in its end, and that of the differences (`_Packages.diff_Index`) has none.
 * `apt-cache` would answer too, but as root it writes a cache first.
 */
export const aptKnows = String.raw`apt_knows() {
  grep -qsxm1 "Package: $1" /var/lib/apt/lists/*_Packages && return
  set -- "$1" /var/lib/apt/lists/*_Packages.*z*
  [ -e "$2" ] && name=$1 && shift && /usr/lib/apt/apt-helper cat-file "$@" 2>/dev/null | grep -qxm1 "Package: $name"
}`;

export function canHave({ installed, available }: AptPackage): boolean {
  return installed || available === true;
}

/** What to do where apt knows no such package. */
export function fetchLists(name: string): string {
  return `apt knows no package ${name}: run apt-get update, and harden again.`;
}
