import { own, recordOf, settingsOf, textsOf } from "./loose.ts";
import type { DataPath, Fault } from "./problem.ts";
import { isSealedPath } from "./secrets-schema.ts";
import { suggest } from "./suggestion.ts";

type Refer = (path: DataPath, name: string) => readonly Fault[];

/** Hosts exist, a single secret has no settings of a file, no role is rotated twice, and `sealed:NAME` is listed. */
export function checkSecrets(file: Readonly<Record<string, unknown>>, host: Refer): readonly Fault[] {
  if (file["secrets"] === undefined) return [];
  return [
    ...settingsOf(file["secrets"]).flatMap(([key, entry]) =>
      isSealedPath(key)
        ? textsOf(entry["hosts"]).flatMap(([index, name]) => host(["secrets", key, "hosts", index], name))
        : ["hosts", "confirmers", "rotate"].flatMap((setting) =>
            own(entry, setting) === undefined ? [] : [notOfAName(key, setting)],
          ),
    ),
    ...checkRoles(file),
    ...checkSealed(file),
  ];
}

function notOfAName(key: string, setting: string): Fault {
  return {
    path: ["secrets", key, setting],
    on: "key",
    what: "is for sealed files, and this is the name of one secret",
    hint: "write it under the path of the file, e.g. .env.sealed",
  };
}

/** Two values that rotate one role would each lock what the other has just made. */
function checkRoles(file: Readonly<Record<string, unknown>>): readonly Fault[] {
  const owners = new Map<string, string>();
  const faults: Fault[] = [];
  for (const [key, entry] of settingsOf(file["secrets"])) {
    for (const [name, rotation] of settingsOf(entry["rotate"])) {
      const path = ["secrets", key, "rotate", name];
      const roles = textsOf(rotation["roles"]);
      for (const [index, role] of roles) {
        const other = owners.get(role);
        if (other !== undefined && other !== `${key} ${name}`)
          faults.push({
            path: [...path, "roles", index],
            on: "value",
            what: `is a role of ${other} as well: ${role.slice(0, 80)}`,
            hint: "give each value two roles of its own",
          });
        owners.set(role, `${key} ${name}`);
      }
      const { owner } = rotation;
      if (roles.some(([, role]) => role === owner))
        faults.push({
          path: [...path, "owner"],
          on: "value",
          what: "is one of the two roles",
          hint: "name a role without login that both are members of",
        });
    }
  }
  return faults;
}

/** Every `sealed:NAME` in the settings of one channel, which are at most two deep. */
function sealedIn(settings: Readonly<Record<string, unknown>>, path: DataPath): readonly Sealed[] {
  return Object.entries(settings).flatMap(([key, value]): readonly Sealed[] => {
    const here = [...path, key];
    const name = typeof value === "string" ? /^sealed:([A-Z][A-Z0-9_]*)$/.exec(value)?.[1] : undefined;
    if (name !== undefined) return [{ name, path: here }];
    return path.length > 2 ? [] : sealedIn(recordOf(value), here);
  });
}

interface Sealed {
  readonly name: string;
  readonly path: DataPath;
}

/** `sealed:NAME` has to be listed once there is such a section, unless a sealed file may hold it: what is in one is not told here. */
function checkSealed(file: Readonly<Record<string, unknown>>): readonly Fault[] {
  const names = recordOf(file["secrets"]);
  if (Object.keys(names).some(isSealedPath)) return [];
  return settingsOf(file["alerts"]).flatMap(([id, alert]): readonly Fault[] => {
    return sealedIn(alert, ["alerts", id]).flatMap(({ name, path }): readonly Fault[] => {
      if (own(names, name) !== undefined) return [];
      const hint = suggest(name, Object.keys(names), "add it under secrets:");
      return [{ path, on: "value", what: `names a secret that does not exist: ${name.slice(0, 80)}`, hint }];
    });
  });
}
