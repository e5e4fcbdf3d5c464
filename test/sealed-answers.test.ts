import { breaches, controls, ways } from "@secondlock/catalogue";
import { hostKeys, leftInClear, noFiles, sealedFiles } from "@secondlock/catalogue/testing/sealed";
import { shop } from "@secondlock/catalogue/testing/shop";
import { answersOf, type HostSeen } from "@secondlock/engine/testing/answers";
import { type HostWanted, known, type ServiceWanted, unreadable } from "@secondlock/model";
import { describe, expect, it } from "vitest";

const asked = ["env-published", "api-key-stolen", "app-key-known"];
const rotate = [{ name: "STRIPE_KEY", every: 90 }];
const sealed: NonNullable<HostWanted["sealed"]> = [{ path: ".env.sealed", confirmers: ["confirmer-1"], rotate }];
const service: ServiceWanted = {
  ...shop(),
  secrets: ["STRIPE_KEY"],
  hosts: shop().hosts.map((host) => (host.id === "app-1" ? { ...host, sealed } : host)),
};

const own = known({ addresses: ["203.0.113.7"], ipv6: true });
const right: Omit<HostSeen, "wanted"> = {
  facts: {
    "environment-files": known(sealedFiles()),
    "sealed-keys": known(hostKeys()),
    "host-addresses": own,
    "opener-units": known([]),
  },
  outside: { "environment-files-sealed": "refused", "sealed-confirmer-elsewhere": "refused" },
};

type Story = Partial<Record<"files" | "keys", unknown>> & { readonly outside?: HostSeen["outside"] };

function answers({ files, keys, outside = {} }: Story) {
  const facts = {
    ...right.facts,
    ...(files === undefined ? {} : { "environment-files": files }),
    ...(keys === undefined ? {} : { "sealed-keys": keys }),
  } as HostSeen["facts"];
  const seen = service.hosts
    .slice(0, 1)
    .map((wanted) => ({ wanted, facts, outside: { ...right.outside, ...outside } }));
  const all = answersOf(service, { controls, breaches, ways }, seen);
  return asked.map((id) => all.find(({ breach }) => breach === id));
}

const here = {
  wraps: [{ host: "app-1", confirmers: [{ confirmer: "confirmer-1", origin: "https://127.0.0.1:8443" }] }],
};
const keysLock = "environment-files-sealed";
const confirmerLock = "sealed-confirmer-elsewhere";

describe("with everything right, two locks are left", () => {
  it.each(asked.map((id, n) => [id, n] as const))("%s", (_, n) => {
    const answer = answers({})[n];
    expect(answer?.answer, answer?.because).toBe("yes");
    expect(answer?.locks.map(({ control }) => control)).toEqual(expect.arrayContaining([keysLock, confirmerLock]));
  });
});

const stories: Readonly<Record<string, Story & { answer: string; missing: readonly string[] }>> = {
  "a plain .env and nothing else": {
    files: known(sealedFiles({ sealed: [], plain: [leftInClear] })),
    keys: known(noFiles),
    outside: { [keysLock]: "inconclusive", [confirmerLock]: "inconclusive" },
    answer: "no",
    missing: [keysLock, confirmerLock],
  },
  "a plain .env that was left beside the sealed one": {
    files: known(sealedFiles({ plain: [leftInClear] })),
    answer: "no",
    missing: [keysLock, confirmerLock],
  },
  "the keys are open to others": {
    keys: known(hostKeys({ mode: 0o444 })),
    answer: "one lock left",
    missing: [keysLock],
  },
  "an ordinary account reads the keys all the same": {
    outside: { [keysLock]: "succeeded" },
    answer: "one lock left",
    missing: [keysLock],
  },
  "the confirmer is on the same machine": {
    files: known(sealedFiles({}, here)),
    answer: "one lock left",
    missing: [confirmerLock],
  },
  "the confirmer confirms whoever asks": {
    outside: { [confirmerLock]: "succeeded" },
    answer: "one lock left",
    missing: [confirmerLock],
  },
  "a line of the file was changed": {
    files: known(
      sealedFiles({ sealed: [{ path: "/srv/shop/.env.sealed", structure: unreadable("a line was changed") }] }),
    ),
    // nothing of such a file is believed, so nobody knows whom an opening would ask
    answer: "no",
    missing: [keysLock],
  },
};

describe.each(Object.entries(stories))("%s", (_, { answer, missing, ...story }) => {
  it.each(asked.map((id, n) => [id, n] as const))("%s names it", (_id, n) => {
    const found = answers(story)[n];
    // what no part of the product sees yet may hold as well: the lower bound is what is known
    expect(found?.bounds.proven, found?.because).toBe(answer);
    expect(found?.weakest?.missing.map(({ control }) => control)).toEqual(expect.arrayContaining([...missing]));
  });
});

describe("what was not seen is never an answer", () => {
  it.each([
    ["the confirmer does not answer", { outside: { [confirmerLock]: "inconclusive" } }],
    ["the files could not be read", { files: unreadable("needs root") }],
    ["the keys are somewhere else", { keys: known(noFiles) }],
  ] as const)("%s", (_, story) => {
    expect(answers(story as Story).map((found) => found?.answer)).toEqual(asked.map(() => "not known"));
  });
});
