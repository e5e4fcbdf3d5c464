const candidateLimit = 500;
const listed = 8;

/** The candidate that was probably meant: at most two letters away (one for short words), or a beginning of the same word. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > 80) return undefined;
  const wanted = word.toLowerCase();
  const reach = wanted.length < 5 ? 1 : 2;
  let best: string | undefined;
  let bestDistance = reach + 1;
  let looked = 0;
  for (const candidate of candidates) {
    looked += 1;
    if (looked > candidateLimit) break;
    const distance = distanceWithin(wanted, candidate.toLowerCase(), reach);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? sameBeginning(wanted, candidates);
}

/** A hint for a word that is not among the candidates: the likely one, or the list. */
export function suggest(word: string, candidates: readonly string[], otherwise: string): string {
  const meant = nearest(word, candidates);
  if (meant !== undefined) return `did you mean ${meant}?`;
  if (candidates.length === 0) return otherwise;
  const shown = candidates.slice(0, listed).join(", ");
  return candidates.length > listed ? `${otherwise}; there are ${shown}, ...` : `${otherwise}; there are ${shown}`;
}

function sameBeginning(wanted: string, candidates: Iterable<string>): string | undefined {
  if (wanted.length < 4) return undefined;
  let looked = 0;
  for (const candidate of candidates) {
    looked += 1;
    if (looked > candidateLimit) return undefined;
    const known = candidate.toLowerCase();
    if (known.startsWith(wanted) || (known.length >= 4 && wanted.startsWith(known))) return candidate;
  }
  return undefined;
}

/** Levenshtein distance, given up (as `reach + 1`) as soon as it must be larger than `reach`. */
function distanceWithin(a: string, b: string, reach: number): number {
  if (Math.abs(a.length - b.length) > reach) return reach + 1;
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    let smallest = row;
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const cost = Math.min(replaced, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1);
      line.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest > reach) return reach + 1;
    above = line;
  }
  return above[b.length] ?? reach + 1;
}
