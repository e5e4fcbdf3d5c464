import { Scalar } from "yaml";
import { block, isPlain, type Yaml } from "./yaml-document.ts";

/** Text that Ansible takes as it stands: what looks like a template is marked so, and what YAML could break is encoded. */
export function verbatim(text: string): Yaml {
  if (!isPlain(text)) return `{{ '${Buffer.from(text).toString("base64")}' | b64decode }}`;
  const scalar = block(text);
  // Ansible would run what stands in braces; `!unsafe` keeps it from that (Ansible, Advanced playbook syntax)
  if (/\{[{%#]/.test(text)) scalar.tag = "!unsafe";
  return scalar;
}

/** A text of ours with a template in it. */
export function template(text: string): Yaml {
  return new Scalar(text);
}

/** A name of a task: one line, nothing that Ansible would run. */
export function title(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "?").replaceAll(/\{(?=[{%#])/g, "(");
}

/** A variable's name for the result of a task. */
export function variable(prefix: string, number: number): string {
  return `secondlock_${prefix}_${number}`;
}

/** In a dry run, what is not there yet cannot be built upon. */
export function unlessNew(variables: readonly string[]): { readonly [key: string]: Yaml } {
  if (variables.length === 0) return {};
  const changed = variables.map((name) => `${name} is changed`).join(" or ");
  return { when: `not (ansible_check_mode and (${changed}))` };
}
