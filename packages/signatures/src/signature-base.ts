import type { Component } from "./component.ts";
import type { ComponentReader } from "./component-value.ts";
import { accept, type Outcome } from "./refusal.ts";

/** `@signature-params` as it is signed: the covered components and the serialised parameters (RFC 9421 2.3). */
export function signatureParams(components: readonly Component[], parameters: string): string {
  return `(${components.map(({ id }) => id).join(" ")})${parameters}`;
}

/**
 * The text that is signed (RFC 9421 2.5): one line per component, `@signature-params` at the end, no line break after it.
 * ASCII, because every value is. Refuses with what a component's value says.
 */
export function signatureBase(
  reader: ComponentReader,
  components: readonly Component[],
  params: string,
): Outcome<string> {
  let base = "";
  for (const component of components) {
    const value = reader.value(component);
    if (!value.ok) return value;
    base += `${component.id}: ${value.value}\n`;
  }
  return accept(`${base}"@signature-params": ${params}`);
}
