/** Why something is refused. `detail` names the place and holds no secret. */
export interface Refusal<R extends string = string> {
  readonly ok: false;
  readonly reason: R;
  readonly detail?: string;
}

export type Outcome<T, R extends string = string> = { readonly ok: true; readonly value: T } | Refusal<R>;

export function accept<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse<R extends string>(reason: R, detail?: string): Refusal<R> {
  return { ok: false, reason, ...(detail === undefined ? {} : { detail }) };
}
