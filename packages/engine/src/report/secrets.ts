/** Cheap test that most texts fail, so that the patterns below run on few. */
const suspicious =
  /\$|-----|b3BlbnNzaC|M(?:II|IG|C4|Hc)|:\/\/|SCRAM-|md5[0-9a-f]{8}|\*[0-9A-F]{40}|\{S?(?:SHA|MD5)|AGE-SECRET|AKIA|ASIA|gh[a-z]_|github_pat|xox|_live_|eyJ/;

const schemes =
  "(?:y|gy|7|6|5|1|2[abxy]?|3|8|9|sha1|md5|apr1|P|H|S|argon2(?:id|i|d)|scrypt|bcrypt-sha256|pbkdf2[a-z0-9-]*)";

const blob = "[A-Za-z0-9+/=\\s]";

const secrets: readonly (readonly [RegExp, string])[] = [
  // A block whose end was cut off hides everything after its beginning.
  [
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,60}-----|$)/g,
    "[private key hidden]",
  ],
  [new RegExp(`(?<!${blob})${blob}*-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----`, "g"), "[private key hidden]"],
  // The magic words of private keys in OpenSSH, PKCS #1, PKCS #8 and SEC 1 form, without their PEM lines.
  [new RegExp(`b3BlbnNzaC1rZXktdjE${blob}*`, "g"), "[private key hidden]"],
  [new RegExp(`\\bMII[A-Za-z0-9+/]{3}IBA[AD]${blob}*`, "g"), "[private key hidden]"],
  [
    new RegExp(`\\b(?:MC4CAQAwBQYDK2V|MIGHAgEAMBMGByqGSM49|MIG2AgEAMBAGByqGSM49|MHcCAQEE|MIGkAgEBBD)${blob}*`, "g"),
    "[private key hidden]",
  ],
  [/AGE-SECRET-KEY-[A-Z0-9-]+/g, "[private key hidden]"],
  [new RegExp(`\\$${schemes}\\$[^\\s:"'<>…]{4,}`, "g"), "[password hash hidden]"],
  [/SCRAM-SHA-\d+\$[^\s"'<>]{8,}/g, "[password hash hidden]"],
  [/\bmd5[0-9a-f]{32}\b/g, "[password hash hidden]"],
  [/\*[0-9A-F]{40}\b/g, "[password hash hidden]"],
  [/\{S?(?:SHA|MD5|SHA256|SHA512)\}[A-Za-z0-9+/=]{8,}/g, "[password hash hidden]"],
  [/(:\/\/[^\s/:@]{0,100}:)(?!\[password hidden\]@)[^\s/@]{1,200}@/g, "$1[password hidden]@"],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, "[access key hidden]"],
  [/\b(?:gh[a-z]_|github_pat_|xox[a-z]-|[a-z]{2}_live_)[A-Za-z0-9_-]{10,}/g, "[token hidden]"],
  [/\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, "[token hidden]"],
];

/**
 * A net behind the reduction on the host: masks what looks like a password hash, a private key, a token or a password
 * in an address. Whatever it catches is a mistake in a fact, so it rather hides too much than too little.
 */
export function reduceSecrets(text: string): string {
  if (!suspicious.test(text)) return text;
  return secrets.reduce((reduced, [pattern, mask]) => reduced.replace(pattern, mask), text);
}
