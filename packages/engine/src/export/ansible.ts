import type { Reload, UnitChange } from "@secondlock/model";
import { reloadCommands } from "../host/reload-commands.ts";
import { accountTasks } from "./ansible-accounts.ts";
import { fileTasks } from "./ansible-files.ts";
import { template, title, variable, verbatim } from "./ansible-text.ts";
import type { Desired } from "./desired.ts";
import { type Yaml, yamlText } from "./yaml-document.ts";

/**
 * One playbook with modules of ansible.builtin only. It may be run again and again, and with `--check`. Unlike `secondlock
 * harden` nothing takes itself back when nobody can log in any more, and the playbook says so. Pure.
 */
export function ansible(desired: Desired, from: string): string {
  const accounts = accountTasks(desired);
  const play: Yaml = {
    name: title(`What the service file says of ${desired.wanted.id}`),
    hosts: verbatim(desired.wanted.id),
    gather_facts: false,
    become: true,
    tasks: [
      ...packageTasks(desired),
      ...accounts.tasks,
      ...fileTasks(desired, accounts.madeBy),
      ...checks(desired),
      ...desired.units.flatMap(unitTasks),
    ],
    ...(desired.reloads.length === 0 ? {} : { handlers: desired.reloads.flatMap(handlersOf) }),
  };
  const about = [
    `# ${title(desired.wanted.id)}: made by \`secondlock export ansible\` from the service file and ${from}.`,
    "# Files are written whole, for this host alone. Look at them first: ansible-playbook --check --diff.",
    "# Nothing here takes itself back: keep a session open until you have logged in anew.",
  ];
  return `---\n${about.join("\n")}\n${yamlText([play])}`;
}

function packageTasks({ install, remove }: Desired): readonly Yaml[] {
  const installs: readonly Yaml[] = [
    { name: "Look up packages", "ansible.builtin.package_facts": { manager: "apt" } },
    {
      name: "Fetch the lists of packages",
      "ansible.builtin.apt": { update_cache: true, cache_valid_time: 3_600 },
      vars: { secondlock_packages: [...install] },
      when: "secondlock_packages | difference(ansible_facts.packages | list) | length > 0",
    },
    {
      name: "Install packages",
      "ansible.builtin.apt": { name: [...install], state: "present", install_recommends: false },
    },
  ];
  return [
    ...(install.length === 0 ? [] : installs),
    ...(remove.length === 0
      ? []
      : [{ name: "Remove packages", "ansible.builtin.apt": { name: [...remove], state: "absent" } }]),
  ];
}

/** What the programs say of everything together, before any of them is told to read it. */
function checks({ files, reloads }: Desired): readonly Yaml[] {
  const sudo = files.some(({ path }) => path.startsWith("/etc/sudoers"));
  const commands = [
    ...(reloads.includes("ssh") ? [["/usr/sbin/sshd", "-t"]] : []),
    ...(sudo ? [["/usr/sbin/visudo", "-cq"]] : []),
    ...(reloads.includes("nginx") ? [["/usr/sbin/nginx", "-t", "-q"]] : []),
  ];
  return commands.map((argv) => ({
    name: `Check with ${argv.join(" ")}`,
    "ansible.builtin.command": { argv },
    changed_when: false,
  }));
}

/** A unit that is not there is left alone. */
function unitTasks({ unit, enabled, active }: UnitChange, index: number): readonly Yaml[] {
  const seen = variable("unit", index + 1);
  return [
    {
      name: title(`Look for ${unit}`),
      "ansible.builtin.command": { argv: ["systemctl", "cat", verbatim(unit)] },
      register: seen,
      changed_when: false,
      failed_when: false,
      check_mode: false,
    },
    {
      name: title(`Unit ${unit}`),
      "ansible.builtin.systemd": {
        name: verbatim(unit),
        enabled,
        state: active ? "started" : "stopped",
        daemon_reload: true,
      },
      // in a dry run its file may not be there yet, and one whose conditions do not hold here never starts
      when: `${seen}.rc == 0`,
    },
  ];
}

/** One that does not run stays so, but for those that every host needs. */
function commandsOf(reload: Reload): readonly (readonly string[])[] {
  if (reload === "systemd") return [["systemctl", "daemon-reload"]];
  const { how, unit, always, after } = reloadCommands[reload];
  const tried = how === "restart" ? "try-restart" : "try-reload-or-restart";
  return [["systemctl", always === true ? how : tried, unit], ...(after === undefined ? [] : [after])];
}

function handlersOf(reload: Reload): readonly Yaml[] {
  return commandsOf(reload).map((argv) => ({
    name: template(`Tell ${reload}: ${argv.slice(1).join(" ")}`),
    listen: reload,
    "ansible.builtin.command": { argv },
  }));
}
