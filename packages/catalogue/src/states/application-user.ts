import { type Change, defineState, type HostWanted, type State } from "@secondlock/model";
import { type ApplicationAccount, applicationAccount } from "../facts/application-account.ts";

const nologin = "/usr/sbin/nologin";
/** Groups that are root by another name, or read what others keep to themselves. */
export const strongGroups = ["root", "sudo", "adm", "docker", "lxd", "disk", "shadow", "wheel", "libvirt"];

/** The account that runs the application: made where there is none, without a shell, a password or strong groups. */
export function applicationUserLocked({ application, admins }: HostWanted): State<ApplicationAccount> {
  const user = application?.user ?? "";
  // a person's account is never closed as an application's, whatever the service file says
  const isOurs = user !== "" && user !== "root" && !admins.some(({ account }) => account === user);
  const open = ({ shell }: ApplicationAccount): boolean => !/\/(nologin|false)$/.test(shell);
  const settles = (one: ApplicationAccount): boolean => isOurs && one.uid !== 0;
  return defineState({
    resource: `account:${user}`,
    text: `${user}: an account of the application alone, without a shell or a password`,
    settings: { shell: nologin, password: "locked" },
    fact: applicationAccount,
    settle: (one) =>
      settles(one)
        ? {
            ...one,
            uid: one.uid ?? 999,
            shell: open(one) ? nologin : one.shell,
            password: "locked",
            groups: one.groups.filter((group) => !strongGroups.includes(group)),
          }
        : one,
    bring(_settings, one): readonly Change[] {
      if (!settles(one)) return [];
      if (one.uid === undefined)
        return [{ kind: "account", account: user, wanted: { make: "service", password: "locked" } }];
      const outOf = one.groups.filter((group) => strongGroups.includes(group));
      const wanted = {
        ...(open(one) ? { shell: nologin } : {}),
        ...(one.password === "locked" ? {} : ({ password: "locked" } as const)),
        ...(outOf.length === 0 ? {} : { outOf }),
      };
      return Object.keys(wanted).length === 0 ? [] : [{ kind: "account", account: user, wanted }];
    },
    notes: (one) => [
      ...(settles(one)
        ? []
        : [`${user} is the account of a person or of root: declare another one for the application.`]),
      ...one.runsAs
        .filter((name) => name !== user)
        .map(
          (name) => `Processes of the application run as ${name}: write User=${user} into the unit that starts them.`,
        ),
    ],
    costs: `Nobody logs in as ${user} any more, nor by \`su\`; \`sudo -u ${user} COMMAND\` goes on working.`,
    risk: "A deployment that logs in as this account over SSH by its shell stops working; let it log in as an account of its own.",
  });
}
