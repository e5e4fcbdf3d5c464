import { defineState, type State } from "@secondlock/model";
import { type Sudoers, sudoers } from "../facts/sudoers.ts";

/** Defaults of sudo for everybody, in a drop-in that is read last; what is bound to one account or command goes. */
export function sudoSettings(settings: Readonly<Record<string, string | boolean>>): State<Sudoers> {
  const text = Object.entries(settings).map(([name, value]) =>
    typeof value === "boolean" ? `${value ? "" : "!"}${name}` : `${name}=${value}`,
  );
  return defineState({
    resource: "file:/etc/sudoers.d/zz-secondlock",
    text: `Defaults ${text.join(", ")}`,
    settings: Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
    fact: sudoers,
    settle: (value) => ({
      ...value,
      defaults: [
        ...value.defaults.filter(({ name }) => !Object.hasOwn(settings, name)),
        ...Object.entries(settings).map(([name, wanted]) => ({ bound: "", name, value: wanted })),
      ],
    }),
  });
}

/** Takes `NOPASSWD` and `!authenticate` out of every rule. */
export function sudoWithPassword(): State<Sudoers> {
  return defineState({
    resource: "file:/etc/sudoers",
    text: "take NOPASSWD, !authenticate and exempt_group out of /etc/sudoers and /etc/sudoers.d",
    settings: { NOPASSWD: "nowhere" },
    fact: sudoers,
    settle: (value) => ({
      ...value,
      rules: value.rules.map((rule) => (rule.asks === false ? { ...rule, asks: true } : rule)),
      defaults: value.defaults.filter(({ name }) => name !== "authenticate" && name !== "exempt_group"),
    }),
  });
}
