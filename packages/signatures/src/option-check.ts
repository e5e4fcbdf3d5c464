/** What an option has to be, in words for who gave another, and whether a value is that. */
export type Check = readonly [what: string, fits: (value: unknown) => boolean];

export const isFunction = (value: unknown): boolean => typeof value === "function";
export const isText = (value: unknown): boolean => typeof value === "string";
export const amount: Check = ["a number, not negative", (value) => Number.isFinite(value) && (value as number) >= 0];

export function listOf(
  what: string,
  fits: (each: unknown) => boolean,
  least: number,
  most = Number.POSITIVE_INFINITY,
): Check {
  return [
    `a list of ${what}`,
    (value) => Array.isArray(value) && value.length >= least && value.length <= most && value.every(fits),
  ];
}

/**
 * Throws TypeError, which names the option: what came from JavaScript, or from a file, may have any name and any type. Only those of
 * `needed` must be there.
 */
export function checkEach<Options extends object>(
  call: string,
  options: Options,
  checks: Readonly<Record<keyof Options & string, Check>>,
  needed: keyof Options & string,
): void {
  for (const name in options) demand(call, Object.hasOwn(checks, name), `there is no option ${name}`);
  for (const [name, [what, fits]] of Object.entries<Check>(checks)) {
    const value: unknown = options[name as keyof Options];
    demand(call, fits(value) || (value === undefined && name !== needed), `${name} has to be ${what}`);
  }
}

export function demand(call: string, condition: boolean, what: string): asserts condition {
  if (!condition) throw new TypeError(`${call}: ${what}`);
}
