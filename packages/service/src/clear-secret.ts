/** A secret in clear text: where in the text, and what it looks like. Its value is never repeated. */
export interface ClearSecret {
  readonly offset: number;
  readonly kind: string;
}

const shapes: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: "a private key", pattern: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g },
  { kind: "a private key", pattern: /AGE-SECRET-KEY-1[0-9A-Za-z]{20,}/g },
  { kind: "a private key", pattern: /PuTTY-User-Key-File-\d/g },
  { kind: "an AWS access key", pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { kind: "a GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})/g },
  { kind: "a GitLab token", pattern: /\bglpat-[A-Za-z0-9_-]{20}/g },
  { kind: "a Slack token", pattern: /\bxox[abeprs]-[A-Za-z0-9-]{10,}/g },
  { kind: "a Slack webhook", pattern: /hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9/_-]{10,}/g },
  { kind: "a Stripe key", pattern: /\b[rs]k_live_[A-Za-z0-9]{10,}/g },
  { kind: "a password in a URL", pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"']{0,80}:[^\s/@"']{1,80}@/gi },
];

/** Every place where the text (comments too) holds what looks like a secret; at most 20. */
export function findClearSecrets(text: string): readonly ClearSecret[] {
  const found: ClearSecret[] = [];
  for (const { kind, pattern } of shapes) {
    for (const match of text.matchAll(pattern)) {
      found.push({ offset: match.index, kind });
      if (found.length >= 20) return found;
    }
  }
  return found;
}

/** Whether a setting of this name would hold a secret. */
export function isSecretName(name: string): boolean {
  return /^(?:.*_)?(?:pass(?:word|wd|phrase)?|secret|token|api_?key|private_?key|credentials?|pin|seed)$/i.test(
    name.replaceAll("-", "_"),
  );
}
