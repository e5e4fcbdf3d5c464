import type { BreachInstance, Domain, Harm } from "@secondlock/model";

interface Instance {
  readonly id: string;
  readonly title: string;
  readonly fallen: readonly Domain[];
  readonly assets?: readonly string[];
}

/** The instances of one breach. Where nothing is declared that it could befall, one instance without a fallen domain says so. */
export function instances(
  harms: readonly Harm[],
  found: readonly Instance[],
  otherwise: string,
): readonly BreachInstance[] {
  if (found.length === 0) return [{ id: "undeclared", title: otherwise, harms, fallen: [] }];
  return found.map((instance) => ({ ...instance, harms }));
}

export const misuse = ["read", "change"] as const;
export const loss = ["lose", "stop"] as const;
