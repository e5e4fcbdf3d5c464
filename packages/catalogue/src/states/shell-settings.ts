import { defineState, type State } from "@secondlock/model";
import { type ShellDefaults, shellDefaults } from "../facts/shell-defaults.ts";

const file = "/etc/profile.d/zz-secondlock.sh";

/** What every login shell starts with, in the last of the profile's files. */
export function shellSettings({
  umask,
  timeout,
}: {
  readonly umask?: string;
  readonly timeout?: string;
}): State<ShellDefaults> {
  return defineState({
    resource: `file:${file}`,
    text: [umask && `umask ${umask}`, timeout && `readonly TMOUT=${timeout}`].filter(Boolean).join(", "),
    settings: { ...(umask === undefined ? {} : { umask }), ...(timeout === undefined ? {} : { TMOUT: timeout }) },
    fact: shellDefaults,
    settle: (value) => ({
      umask:
        umask === undefined ? value.umask : [...value.umask.filter((one) => one.file !== file), { file, value: umask }],
      timeout: timeout === undefined ? value.timeout : [{ file, value: timeout }],
      timeoutReadonly: timeout === undefined ? value.timeoutReadonly : true,
    }),
  });
}
