import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { confirmedChanges } from "../../facts/confirmed-changes.ts";

/** What a journal says once its change does not wait any more. */
const over = new Set(["confirmed", "taken back", "partly taken back"]);

export const changeConfirmed = defineControl({
  id: "change-confirmed",
  title: "A change undoes itself unless a new login confirms it",
  why: "One wrong line for sshd, PAM or the firewall shuts every administrator out, and nobody is left to take it back.",
  severity: "low",
  area: "ssh",
  covers: ["R002"],
  applies: everyHost,
  facts: { changes: confirmedChanges },
  verdict({ changes }) {
    const last = changes.findLast(({ state }) => over.has(state));
    if (last === undefined)
      return undecided("no change of this host was made that way, and nobody can see how others are made");
    if (last.state === "partly taken back") return broken(`the last change was taken back only in part (${last.id})`);
    return holds(
      `the last change was ${last.state === "confirmed" ? "confirmed by a new login" : last.state} (${last.id})`,
    );
  },
  attempt: { none: "a change that locks out would have to be made" },
  fix: () => [
    byHand(
      "Change the host with secondlock harden, not by hand. Where a change was taken back only in part, journalctl -t secondlock says what is left; secondlock undo tries again.",
    ),
  ],
  lock: ({ id }) => ({ stops: ["stop"], domains: ["path:change-confirmed", `host:${id}`] }),
  references: ["https://manpages.debian.org/bookworm/systemd/systemd.timer.5.en.html"],
});
