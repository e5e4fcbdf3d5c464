import type { AccountChange } from "@secondlock/model";
import { template, title, unlessNew, variable, verbatim } from "./ansible-text.ts";
import { type Desired, groupsOf } from "./desired.ts";
import type { Yaml } from "./yaml-document.ts";

/** Tasks that make accounts, with the variable that tells whether one was made just now, by its name. */
export interface AccountTasks {
  readonly tasks: readonly Yaml[];
  readonly madeBy: ReadonlyMap<string, string>;
}

export function accountTasks({ accounts }: Pick<Desired, "accounts">): AccountTasks {
  const groups = [...new Set(accounts.flatMap((one) => groupsOf(one).made))];
  const groupVariable = (group: string): string => variable("group", groups.indexOf(group) + 1);
  const madeBy = new Map(
    accounts.flatMap(({ account, wanted }, index) =>
      wanted.make === undefined ? [] : [[account, variable("account", index + 1)] as const],
    ),
  );
  return {
    madeBy,
    tasks: [
      ...(accounts.length === 0 ? [] : lookUps),
      ...groups.map((group) => ({
        name: title(`Group ${group}`),
        "ansible.builtin.group": { name: verbatim(group), system: true },
        register: groupVariable(group),
      })),
      ...accounts.flatMap((change) => accountTask(change, madeBy.get(change.account), groupVariable)),
    ],
  };
}

const lookUps: readonly Yaml[] = ["passwd", "group"].map((database) => ({
  name: `Look up ${database}`,
  "ansible.builtin.getent": { database },
}));

function accountTask(
  change: AccountChange,
  made: string | undefined,
  groupVariable: (group: string) => string,
): readonly Yaml[] {
  const { account, wanted } = change;
  const { into, outOf } = groupsOf(change);
  const settings: { readonly [key: string]: Yaml } = {
    ...(wanted.shell === undefined ? {} : { shell: verbatim(wanted.shell) }),
    ...(into.length === 0 ? {} : { groups: into.map(verbatim), append: true }),
    ...(wanted.password === undefined ? {} : { password_lock: true }),
    // the day after the first of all days, as `usermod --expiredate 1` sets it
    ...(wanted.expired === undefined ? {} : { expires: 86_400 }),
    ...(wanted.make === "person" ? { create_home: true } : {}),
    ...(wanted.make === "service"
      ? { system: true, create_home: false, home: "/nonexistent", shell: verbatim(wanted.shell ?? "/usr/sbin/nologin") }
      : {}),
  };
  const guard = unlessNew(into.map(groupVariable));
  const there = `${inBase64(account)} in ansible_facts.getent_passwd`;
  const when = made === undefined ? { when: "when" in guard ? [there, guard["when"] ?? ""] : there } : guard;
  const set = {
    name: title(`Account ${account}`),
    "ansible.builtin.user": { name: verbatim(account), ...settings },
    ...(made === undefined ? {} : { register: made }),
    ...when,
  };
  const out = outOf.map((group) => ({
    name: title(`Take ${account} out of ${group}`),
    "ansible.builtin.command": { argv: ["gpasswd", "--delete", verbatim(account), verbatim(group)] },
    when: template(
      `${inBase64(account)} in (ansible_facts.getent_group[${inBase64(group)}][2] | default('', true)).split(',')`,
    ),
  }));
  return [...(Object.keys(settings).length === 0 ? [] : [set]), ...out];
}

/** A name within an expression: whatever it is made of, it ends no string. */
function inBase64(text: string): string {
  return /^[A-Za-z0-9_.-]+$/.test(text) ? `'${text}'` : `('${Buffer.from(text).toString("base64")}' | b64decode)`;
}
