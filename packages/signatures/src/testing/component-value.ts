import { parseComponent } from "../component.ts";
import { type FieldKnowledge, readerOf } from "../component-value.ts";
import { kindOf, type Message, type RequestMessage } from "../message.ts";
import { must } from "./must.ts";

/** The value of a component as text, or the reason why there is none. */
export function valueOf(
  message: Message,
  text: string,
  structuredFields: NonNullable<FieldKnowledge["structuredFields"]> = new Map([["example-dict", "dictionary"]]),
): string {
  const component = parseComponent(text, kindOf(message));
  if (!component.ok) return `refused: ${component.reason}`;
  const value = must(readerOf(message, { structuredFields })).value(component.value);
  return value.ok ? value.value : `refused: ${value.reason}`;
}

export function get(target: string, headers: RequestMessage["headers"] = []): RequestMessage {
  return { method: "GET", targetUri: `https://www.example.com${target}`, headers };
}
