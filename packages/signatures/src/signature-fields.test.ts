import { describe, expect, test } from "vitest";
import { body, changed, noon, order, shopPolicy, signedBy } from "./testing/shop.ts";
import { verify } from "./verify.ts";

type Message = Awaited<ReturnType<typeof signedBy>>;

/** What is made of the order when Signature-Input is changed, or replaced. */
async function refusal(change: (value: string) => string | undefined, header = "signature-input"): Promise<unknown> {
  const message = changed(await signedBy(order, { body }), header, change);
  const verified = await verify(message, shopPolicy(), body);
  return verified.ok ? "accepted" : verified.reason;
}

const parameters = `;created=${noon};expires=${noon + 60};nonce="n";keyid="ada";tag="shop"`;
const components = `"@method" "@authority" "@path" "@query" "content-digest"`;

describe("Signature-Input is refused", () => {
  test.each([
    ["not there", undefined, "unpaired-label"],
    ["empty", "", "unpaired-label"],
    ["no dictionary", "(((", "malformed-signature-input"],
    ["an item, no list", `sig1="@method";tag="shop"`, "malformed-signature-input"],
    ["a trailing comma", `sig1=(${components})${parameters},`, "malformed-signature-input"],
    ["a label twice", `sig1=()${parameters}, sig1=(${components})${parameters}`, "duplicate-label"],
    ["a label of JavaScript", `__proto__=(${components})${parameters}`, "malformed-signature-input"],
    ["a label that is not in Signature", `sig1=(${components})${parameters}, sig2=()`, "unpaired-label"],
    ["an upper-case label", `Sig1=(${components})${parameters}`, "malformed-signature-input"],
    ["a parameter twice", `sig1=(${components});keyid="eve"${parameters}`, "duplicate-parameter"],
    [
      "a parameter twice, the first a display string with a backslash",
      `sig1=(${components});nonce=%"\\"${parameters}`,
      "duplicate-parameter",
    ],
    ["a component's parameter twice", `sig1=(${components} "date";bs;bs)${parameters}`, "duplicate-parameter"],
    ["an unknown parameter", `sig1=(${components})${parameters};secure`, "unknown-parameter"],
    ["__proto__ as a parameter", `sig1=(${components})${parameters};__proto__=1`, "malformed-signature-input"],
    ["constructor as a parameter", `sig1=(${components})${parameters};constructor="x"`, "unknown-parameter"],
    [
      "created as a string",
      `sig1=(${components})${parameters.replace(/created=\d+/, `created="${noon}"`)}`,
      "malformed-parameter",
    ],
    [
      "created with a fraction",
      `sig1=(${components})${parameters.replace(/created=\d+/, `created=${noon}.5`)}`,
      "malformed-parameter",
    ],
    [
      "created as a whole decimal",
      `sig1=(${components})${parameters.replace(/created=\d+/, `created=${noon}.0`)}`,
      "malformed-parameter",
    ],
    [
      "created as a date",
      `sig1=(${components})${parameters.replace(/created=\d+/, `created=@${noon}`)}`,
      "malformed-signature-input",
    ],
    [
      "created negative",
      `sig1=(${components})${parameters.replace(/created=\d+/, "created=-1")}`,
      "malformed-parameter",
    ],
    [
      "created with sixteen digits",
      `sig1=(${components})${parameters.replace(/created=\d+/, "created=1000000000000000")}`,
      "malformed-signature-input",
    ],
    ["keyid as a token", `sig1=(${components})${parameters.replace('"ada"', "ada")}`, "malformed-parameter"],
    ["keyid as a number", `sig1=(${components})${parameters.replace('"ada"', "7")}`, "malformed-parameter"],
    ["keyid as bytes", `sig1=(${components})${parameters.replace('"ada"', ":YWRh:")}`, "malformed-parameter"],
    ["an empty nonce", `sig1=(${components})${parameters.replace('"n"', '""')}`, "malformed-parameter"],
    [
      "a nonce of 513 characters",
      `sig1=(${components})${parameters.replace('"n"', `"${"n".repeat(513)}"`)}`,
      "malformed-parameter",
    ],
    [
      "a keyid beyond ASCII",
      `sig1=(${components})${parameters.replace('"ada"', '"\u00e4"')}`,
      "malformed-signature-input",
    ],
    ["a lone surrogate", `sig1=(${components})${parameters.replace('"ada"', '"\ud800"')}`, "malformed-signature-input"],
    ["a line break", `sig1=(${components})\n${parameters}`, "malformed-signature-input"],
    ["a component that is a token", `sig1=(date)${parameters}`, "malformed-component"],
    ["a component that is a number", `sig1=(1)${parameters}`, "malformed-component"],
    ["an upper-case header", `sig1=("Date")${parameters}`, "malformed-component"],
    ["an unknown derived component", `sig1=("@body")${parameters}`, "unknown-component"],
    ["its own parameters as a component", `sig1=(${components} "@signature-params")${parameters}`, "unknown-component"],
    ["a component twice", `sig1=(${components} "@path")${parameters}`, "duplicate-component"],
    ["req in a request", `sig1=(${components} "date";req)${parameters}`, "incompatible-component"],
    [
      "65 components",
      `sig1=(${Array.from({ length: 65 }, (_, at) => `"x-${at}"`).join(" ")})${parameters}`,
      "oversize",
    ],
    [
      "10,000 components",
      `sig1=(${Array.from({ length: 10_000 }, (_, at) => `"x-${at}"`).join(" ")})${parameters}`,
      "oversize",
    ],
    ["a megabyte of parentheses", "(".repeat(1_048_576), "oversize"],
    ["a megabyte of one string", `sig1=("${"a".repeat(1_048_576)}")`, "oversize"],
    ["17 labels", Array.from({ length: 17 }, (_, at) => `sig${at}=()`).join(", "), "oversize"],
  ])("%s", async (_story, value, reason) => {
    expect(await refusal(() => value)).toBe(reason);
  });
});

describe("Signature is refused", () => {
  test.each([
    ["not there", undefined, "unpaired-label"],
    ["a string", `sig1="abc"`, "malformed-signature"],
    ["a flag", "sig1", "malformed-signature"],
    ["no base64", "sig1=:*:", "malformed-signature"],
    ["with a parameter", "sig1=:AAAA:;a=1", "malformed-signature"],
    ["a label twice", "sig1=:AAAA:, sig1=:AAAA:", "duplicate-label"],
    ["a label too many", "sig1=:AAAA:, sig2=:AAAA:", "unpaired-label"],
    ["a megabyte", `sig1=:${"A".repeat(1_048_576)}:`, "oversize"],
  ])("%s", async (_story, value, reason) => {
    expect(await refusal(() => value, "signature")).toBe(reason);
  });
});

test("a second line cannot bring a label again", async () => {
  const signed = await signedBy(order, { body });
  const again = signed.headers.filter(([name]) => name.startsWith("Signature"));

  expect(await verify({ ...signed, headers: [...signed.headers, ...again] }, shopPolicy(), body)).toMatchObject({
    reason: "duplicate-label",
  });
});

test("no signature at all", async () => {
  expect(await verify(order, shopPolicy(), body)).toMatchObject({ reason: "no-signature" });
});

describe("headers that nobody can read in one way", () => {
  test.each<[string, (message: Message) => Message, string]>([
    [
      "513 lines",
      (message) => ({
        ...message,
        headers: [...message.headers, ...Array.from({ length: 513 }, () => ["x", "y"] as const)],
      }),
      "oversize",
    ],
    [
      "a megabyte in one",
      (message) => ({ ...message, headers: [...message.headers, ["x", "y".repeat(1_048_576)]] }),
      "oversize",
    ],
    [
      "Content-Digest twice",
      (message) => ({ ...message, headers: [...message.headers, ["Content-Digest", `sha-512=:${"A".repeat(86)}==:`]] }),
      "bad-signature",
    ],
  ])("%s", async (_story, change, reason) => {
    const message = change(await signedBy(order, { body }));

    expect(await verify(message, shopPolicy(), body)).toMatchObject({ reason });
  });

  test("spaces around, and a label between tabs, change nothing", async () => {
    expect(await refusal((value) => `  ${value}\t`)).toBe("accepted");
  });
});
