import { accept, refuse } from "../outcome.ts";
import type { Provider } from "./provider.ts";

/** What a person is asked. Both are asked again in the next run, until there is an answer. */
export interface ByHand {
  /** The new value, made at the provider, where the old one still works. Undefined: not yet. */
  readonly newValue: () => Promise<string | undefined>;
  /** Whether the old one has been ended at the provider. Asked once the new one is proven. */
  readonly oldIsGone: () => Promise<boolean>;
}

/** A provider that only a person can talk to. */
export function byHand({ newValue, oldIsGone }: ByHand): Provider {
  return {
    name: "by-hand",
    knows: () => true,
    async prepare(current = "") {
      const value = await newValue();
      if (value === undefined || value === "") return refuse("no-value");
      return accept({ pair: { from: "the old value", fromMark: current, to: "the new value", verifier: "" }, value });
    },
    // nobody can be asked but the person, who is asked at the end
    look: () => Promise.resolve(accept({ there: true, oldUses: undefined })),
    create: () => Promise.resolve(accept(undefined)),
    // what the host has, as its line in the sealed file says: the provider cannot tell one key from another
    proof: (_, { version }) => String(version),
    async finish({ from }) {
      return (await oldIsGone()) ? accept(undefined) : refuse("old-not-gone", from);
    },
  };
}
