import { own, recordOf, settingsOf, textsOf } from "./loose.ts";
import type { DataPath, Fault } from "./problem.ts";
import { isSystemAccount } from "./system-accounts.ts";
import { isRefusedKey, parsePublicKey } from "./public-key.ts";

/** Administrators name hosts that exist, no key belongs to two people, and a throw-away account is nobody's. */
export function checkPeople(
  file: Readonly<Record<string, unknown>>,
  host: (path: DataPath, name: string) => readonly Fault[],
): readonly Fault[] {
  return [
    ...settingsOf(file["people"]).flatMap(([id, person]) =>
      textsOf(person["admin"]).flatMap(([index, name]) => host(["people", id, "admin", index], name)),
    ),
    ...checkKeys(file),
    ...checkThrowaways(file),
    ...checkAuditor(file),
  ];
}

/** What its key opens would otherwise be a person's, or the other way round. */
function checkAuditor(file: Readonly<Record<string, unknown>>): readonly Fault[] {
  const auditor = recordOf(file["auditor"]);
  const people = settingsOf(file["people"]);
  const account = auditor["account"];
  const path = ["auditor", "account"];
  const hint = "leave it out: the account is then secondlock-auditor";
  const [owner] = people.find(([name, person]) => (person["account"] ?? name) === account) ?? [];
  const [application] =
    settingsOf(file["applications"]).find(([, { user }]) => account !== undefined && user === account) ?? [];
  const others = settingsOf(file["attempts"]).map(([, attempt]) => own(recordOf(attempt["throwaway"]), "account"));
  const owners = new Map(
    people.flatMap(([name, person]) => textsOf(person["keys"]).map(([, line]) => [blobOf(line), name] as const)),
  );
  return [
    ...(account === "root" ? [{ path, on: "value" as const, what: "is root", hint }] : []),
    ...(typeof account === "string" && account !== "root" && isSystemAccount(account)
      ? [{ path, on: "value" as const, what: "is an account of the system", hint }]
      : []),
    ...(application === undefined
      ? []
      : [{ path, on: "value" as const, what: `runs the application of ${application}`, hint }]),
    ...(owner === undefined ? [] : [{ path, on: "value" as const, what: `is the account of ${owner}`, hint }]),
    ...(typeof account === "string" && others.includes(account)
      ? [{ path, on: "value" as const, what: "is also the throw-away account of an attempt", hint }]
      : []),
    ...textsOf(auditor["keys"]).flatMap(([index, line]) => {
      const person = blobOf(line) === undefined ? undefined : owners.get(blobOf(line));
      return person === undefined
        ? []
        : [
            {
              path: ["auditor", "keys", index],
              on: "value" as const,
              what: `is also a key of ${person}`,
              hint: "make a key for the auditor alone: ssh-keygen -t ed25519 -f auditor",
            },
          ];
    }),
  ];
}

function blobOf(line: string): string | undefined {
  const key = parsePublicKey(line);
  return isRefusedKey(key) ? undefined : key.blob;
}

function checkKeys(file: Readonly<Record<string, unknown>>): readonly Fault[] {
  const owners = new Map<string, string>();
  const faults: Fault[] = [];
  for (const [id, person] of settingsOf(file["people"])) {
    for (const [index, line] of textsOf(person["keys"])) {
      const key = parsePublicKey(line);
      if (isRefusedKey(key)) continue;
      const owner = owners.get(key.blob);
      const path = ["people", id, "keys", index];
      if (owner === undefined) owners.set(key.blob, id);
      else if (owner === id) faults.push({ path, on: "value", what: "is there twice", hint: "keep one of them" });
      else
        faults.push({
          path,
          on: "value",
          what: `is also a key of ${owner}`,
          hint: "one key belongs to one person, or nobody knows who logged in",
        });
    }
  }
  return faults;
}

function checkThrowaways(file: Readonly<Record<string, unknown>>): readonly Fault[] {
  const people = settingsOf(file["people"]);
  return settingsOf(file["attempts"]).flatMap(([id, attempt]): readonly Fault[] => {
    const account = own(recordOf(attempt["throwaway"]), "account");
    if (typeof account !== "string") return [];
    const path = ["attempts", id, "throwaway", "account"];
    const hint = "make an account that exists only for the attempt and can do nothing";
    if (account === "root") return [{ path, on: "value", what: "is root", hint }];
    const owner = people.find(([name, person]) => (person["account"] ?? name) === account);
    return owner === undefined ? [] : [{ path, on: "value", what: `is the account of ${owner[0]}`, hint }];
  });
}
