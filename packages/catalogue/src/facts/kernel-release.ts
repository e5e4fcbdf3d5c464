/** The newest of the kernel releases, e.g. `6.1.0-37-amd64`, by the numbers in them. */
export function newestRelease(releases: readonly string[]): string | undefined {
  return releases.toSorted(compareReleases).at(-1);
}

function compareReleases(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

// the digits of `amd64` are no version
function numbersOf(release: string): readonly number[] {
  return (/^[\d.+~-]*/.exec(release)?.[0] ?? "")
    .split(/\D+/)
    .filter((part) => part !== "")
    .slice(0, 8)
    .map(Number);
}
