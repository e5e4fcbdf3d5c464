import type { AnyControl, Attempt, Instance, Probe, ServiceWanted, Vantage } from "@secondlock/model";
import { theHost } from "@secondlock/model";
import type { AllowedAddress } from "./address.ts";
import type { AttemptHost } from "./attempt-host.ts";
import { goesThroughJump, needsOperator, ofAdministrator, overLogin } from "./probe-kinds.ts";
import { rightfulVantages, vantagesOf } from "./vantage.ts";

/** One probe of a host, at one address, from one vantage. Equal ones are made once. */
export interface PlannedProbe {
  readonly key: string;
  readonly host: string;
  readonly vantage: Vantage;
  readonly address: string;
  readonly probe: Probe;
}

/** One attempt on one instance, with the probes that answer it. */
export interface PlannedAttempt {
  readonly host: string;
  readonly control: string;
  readonly attempt: Attempt;
  readonly instance: Instance;
  readonly from: readonly { readonly vantage: Vantage; readonly probes: readonly PlannedProbe[] }[];
  readonly positive: readonly PlannedProbe[];
  /** Private addresses where the positive check of another host could not be made, for nothing shows that they are ours from there. */
  readonly untried: readonly string[];
  /** Why there is nothing to try, when `from` is empty. */
  readonly none: string;
}

/** Addresses of a host that may be touched from a vantage. */
export type Allowed = (host: string, vantage: Vantage) => readonly AllowedAddress[];

/** Pure: every attempt on a host, for each control, instance, vantage and allowed address. */
export function planAttempts(
  host: AttemptHost,
  controls: readonly AnyControl[],
  service: ServiceWanted,
  allowed: Allowed,
): readonly PlannedAttempt[] {
  const { wanted } = host;
  return controls.flatMap((control) => {
    const { attempt } = control;
    if ("none" in attempt || !control.applies(wanted).applies) return [];
    const instances = control.each?.(wanted) ?? [theHost];
    return instances.map((instance): PlannedAttempt => {
      const common = { host: wanted.id, control: control.id, attempt, instance };
      const from = vantagesOf(attempt, wanted, service)
        .map((vantage) => ({
          vantage,
          probes: place(host, vantage, attempt.probes(wanted, instance, vantage), allowed),
        }))
        .filter(({ probes }) => probes.length > 0);
      const rightful = attempt.positive?.probes(wanted, instance) ?? [];
      const positive = rightful.flatMap((probe) =>
        rightfulVantages(probe, wanted).flatMap((vantage) => place(host, vantage, [probe], allowed)),
      );
      const wantsProbes = vantagesOf(attempt, wanted, service).some(
        (vantage) => attempt.probes(wanted, instance, vantage).length > 0,
      );
      const none = wantsProbes
        ? `no address of ${wanted.id} is proven ours from a vantage that could try`
        : attempt.unless;
      const planned = { ...common, from, positive, untried: untriedAt(host, rightful, positive), none };
      return host.asAuditor ? withinAuditor(planned) : planned;
    });
  });
}

/** A private address may be where a service waits for another host of ours, and only that host's view of it counts. */
function untriedAt(
  { addresses, wanted }: AttemptHost,
  probes: readonly Probe[],
  planned: readonly PlannedProbe[],
): readonly string[] {
  const tried = new Set(planned.map(({ address }) => address));
  const fromHosts = probes.filter((probe) => rightfulVantages(probe, wanted).some((one) => one !== "operator"));
  const families = new Set(fromHosts.flatMap((probe) => ("family" in probe ? [probe.family] : [])));
  return addresses.flatMap(({ address, family, local }) =>
    local && families.has(family) && !tried.has(address) ? [address] : [],
  );
}

/**
 * What is left of an attempt without an administrator's login: the auditor's keys open nothing else, and that they are
 * refused proves nothing.
 */
function withinAuditor(attempt: PlannedAttempt): PlannedAttempt {
  const able = ({ probe, vantage }: PlannedProbe): boolean => !ofAdministrator(probe) && !vantage.startsWith("host:");
  const from = attempt.from.filter(({ probes }) => probes.every(able));
  if (from.length > 0 && attempt.positive.every(able)) return { ...attempt, from };
  return attempt.from.length === 0
    ? attempt
    : {
        ...attempt,
        from: [],
        positive: [],
        none: "the auditor only reads: an audit over an administrator's login tries it",
      };
}

function place(
  host: AttemptHost,
  vantage: Vantage,
  probes: readonly Probe[],
  allowed: Allowed,
): readonly PlannedProbe[] {
  return probes.flatMap((probe) => {
    if (overLogin(probe)) return vantage === "operator" ? [planned(host.wanted.id, vantage, "login", probe)] : [];
    if (needsOperator(probe) && vantage !== "operator") return [];
    const family = "family" in probe ? probe.family : undefined;
    const addresses = throughJump(host, probe, vantage) ?? allowed(host.wanted.id, vantage);
    return addresses
      .filter((one) => family === undefined || one.family === family)
      .filter(({ onlyGreeting }) => onlyGreeting !== true || probe.kind === "ssh-greeting")
      .map(({ address }) => planned(host.wanted.id, vantage, address, probe));
  });
}

/** The operator's own login to a host behind another one goes the way it always goes. */
function throughJump(host: AttemptHost, probe: Probe, vantage: Vantage): readonly AllowedAddress[] | undefined {
  if (!goesThroughJump(probe) || vantage !== "operator" || host.wanted.via === undefined) return undefined;
  return [{ address: host.loginAddress, family: host.loginAddress.includes(":") ? 6 : 4 }];
}

function planned(host: string, vantage: Vantage, address: string, probe: Probe): PlannedProbe {
  return { key: JSON.stringify([host, vantage, address, probe]), host, vantage, address, probe };
}
