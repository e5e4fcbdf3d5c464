import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { type ShellDefaults, shellDefaults } from "../facts/shell-defaults.ts";
import { managedFile } from "./managed-file.ts";

const file = "/etc/profile.d/zz-secondlock.sh";

/** What every login shell starts with, in the last of the profile's files. A stricter value that is there stays. */
export function shellSettings({
  umask,
  timeout,
}: {
  readonly umask?: string;
  readonly timeout?: string;
}): State<ShellDefaults> {
  const settings = { ...(umask === undefined ? {} : { umask }), ...(timeout === undefined ? {} : { TMOUT: timeout }) };
  return defineState({
    resource: `file:${file}`,
    text: [umask && `umask ${umask}`, timeout && `readonly TMOUT=${timeout}`].filter(Boolean).join(", "),
    settings,
    fact: shellDefaults,
    settle(value) {
      const lines = strictest(settings, value);
      const last = (before: ShellDefaults["umask"], wanted: string | undefined): ShellDefaults["umask"] =>
        wanted === undefined ? before : [...before.filter((one) => one.file !== file), { file, value: wanted }];
      return {
        umask: last(value.umask, lines.umask),
        timeout: last(value.timeout, lines.timeout),
        timeoutReadonly: value.timeoutReadonly || timeout !== undefined,
      };
    },
    bring: profileFile,
    ...(timeout === undefined
      ? {
          costs:
            "New files of people are closed to accounts outside their group; what others shall read needs a chmod.",
          risk: "A program that root installs by hand in a shell can be closed to the services that use it.",
        }
      : {
          costs: "A shell that waits at its prompt for 15 minutes ends; long work belongs into tmux or a service.",
          risk: "A profile of somebody's own that sets TMOUT stops at that line.",
        }),
  });
}

function strictest(
  { umask, TMOUT }: Settings,
  value: ShellDefaults,
): { readonly umask?: string; readonly timeout?: string } {
  const [mask, seconds] = [value.umask.at(-1)?.value ?? "0", Number(value.timeout.at(-1)?.value ?? 0)];
  const bits = Number.parseInt(umask ?? "0", 8);
  const covers = (Number.parseInt(mask, 8) & bits) === bits;
  return {
    ...(umask === undefined ? {} : { umask: covers ? mask : umask }),
    ...(TMOUT === undefined ? {} : { timeout: seconds > 0 && seconds < Number(TMOUT) ? String(seconds) : TMOUT }),
  };
}

/** A second `readonly` of one variable ends a POSIX shell, and a login with it (POSIX 2.8.1): hence the question. */
function profileFile(settings: Settings, value: ShellDefaults): readonly Change[] {
  const { umask, timeout } = strictest(settings, value);
  return [
    managedFile(file, "the last file of the profile.", [
      ...(umask === undefined ? [] : [`umask ${umask}`]),
      ...(timeout === undefined
        ? []
        : [`case $(readonly -p) in *" TMOUT="*) ;; *) readonly TMOUT=${timeout}; export TMOUT ;; esac`]),
    ]),
  ];
}
