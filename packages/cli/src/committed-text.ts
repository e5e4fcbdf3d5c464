import { dayAndTime } from "@secondlock/engine";
import { clean } from "@secondlock/engine/sanitise";
import { type Committed, type Hardened, type HardenStep } from "@secondlock/engine/change";

const steps: Readonly<Record<HardenStep, string>> = {
  packages: "packages",
  "dpkg's lock": "another program holds dpkg's lock; it is waited for",
  journal: "the host keeps what is there, and gets ready to take the change back",
  rehearse: "the change is tried in a copy of /etc, with a login through a second sshd",
  apply: "the change is made",
  "log in anew": "new logins, over each address",
  confirm: "the new login confirms",
  "take back": "the change is taken back",
};

export function stepText(step: HardenStep): string {
  return steps[step];
}

/** What became of a change on one host, for people. */
export function committedText(host: string, raw: Hardened): string {
  const committed = clean(raw);
  const packages = packagesText(committed);
  switch (committed.state) {
    case "confirmed":
      return [
        `${host}: changed and confirmed by a new login (${committed.journal})`,
        ...(committed.rehearsed === undefined
          ? []
          : [
              `  ${committed.rehearsed.state === "passed" ? "tried first" : "not tried first"}: ${committed.rehearsed.because}`,
            ]),
        ...(packages === undefined ? [] : [`  its packages ${packages}, and stay so`]),
        ...committed.ways.map(({ address, because }) => `  ${address}: ${because}`),
        `  secondlock undo ${host} takes it back`,
        "",
      ].join("\n");
    case "refused":
      return `${host}: ${packages === undefined ? "nothing was changed" : `its packages ${packages}, and nothing else`}: ${committed.because}\n${busyHint(committed)}`;
    case "taken back":
      return `${host}: the change was taken back, and ${packages === undefined ? "the host is as before" : `all but its packages is as before (they ${packages})`}: ${committed.because}\n`;
    case "partly taken back":
      return [
        `${host}: the change was taken back, but not all of it: ${committed.because}`,
        ...(packages === undefined ? [] : [`  not as before: its packages ${packages}`]),
        ...committed.left.map((line) => `  not as before: ${line}`),
        `  hint: settle what is named; secondlock undo ${host} then takes back the rest, from the journal ${committed.journal}`,
        "",
      ].join("\n");
    case "will be taken back":
      return `${host}: the change is not confirmed: ${committed.because}\n  The host cannot be asked now. It takes the change back by itself within ${committed.within} s, also after a restart.\n${packages === undefined ? "" : `  Its packages ${packages}, and stay so.\n`}`;
  }
}

/** What is known of a host that an error of ours left in the middle of its change. */
export function brokenOffText(host: string, within: number): string {
  return `${host}: it is not known how far the change came; what is not confirmed by now, the host takes back by itself within ${within} s, also after a restart\n  hint: secondlock undo ${host} --list then shows what stands\n`;
}

/** What apt did before the change: nothing takes that back. */
function packagesText({ packages }: Hardened): string | undefined {
  if (packages === undefined || packages.did.length === 0) return undefined;
  const names = packages.did.map((step) => `${step.package} ${step.wanted}`).join(", ");
  return `${packages.unsure === true ? "may have been changed" : "were changed"} (${names})`;
}

function busyHint({ busy }: Extract<Committed, { state: "refused" }>): string {
  if (busy === undefined) return "";
  const since = dayAndTime(new Date(busy.since * 1_000));
  return `  ${busy.who} works there since ${since}; it ends by itself within minutes\n`;
}
