import { describe, expect, test } from "vitest";
import { isRefusedKey, parsePublicKey } from "./public-key.ts";

const ada = "AAAAC3NzaC1lZDI1NTE5AAAAICe5o3oHCewoRMJ6KIX1T8TujFAaPeYdFaZmjdi3NwJ2";
const rsa =
  "AAAAB3NzaC1yc2EAAAADAQABAAABgQCcroDOgSBz2ijiyUmB0j1uGTjpANtsKs90tnowrDG7Mkua0ifebxkotB04FgBW//xJfhe+WJ3AiDERwnE497v18UlBLmNrHuqvZEDd/+fZdZBthypPAJ3gBevJJjgzDkCok+qFYT46GBcuN+neW8WcFNwkgbLjZjPhkYk1RH+su3o2RV9cAIY/ndPVynwQje/1wkS8y3tly+2o3kDQdP5oFg8xK9MQrSDtUPncoUqW+h/qa1y1qNk+QyNu/m5Hzuwj1ATum99MHqrJPLdfLS6WnId0d3OZB+JUHhlbuZSQPX7SiaDEUuqpii9jqojkhDyIpi/iNWOpWALNpQ63xqkWf5A88/iJUQypnbCfnjt562CLq8tUYePZUhJyJkkLZMw0Wdj2jSWo8aHj01+K5FU2bhsAxi2kz5VHLMUyF5yv4ewvUX9n5Scil/R2hDP9tzQ2UrQYGFI2S9WstPIf7cqJ9QcG+BFlYafyKhHi5mwW7QVSCajwxLS0YIkXwxLvIcU=";
const ecdsa =
  "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEf4Z6GCpF71nBVuPum8dd8xP9hkrn0XprZSZ1m6VNXRSlhVQ5cIVTpK+g3RNhjBuvfeIqIiyOV2TEyNReKNUMQ=";

describe("a public key is taken", () => {
  const good: readonly (readonly [string, string])[] = [
    ["Ed25519 with a comment", `ssh-ed25519 ${ada} ada@laptop`],
    ["Ed25519 without a comment", `ssh-ed25519 ${ada}`],
    ["RSA", `ssh-rsa ${rsa} r`],
    ["ECDSA", `ecdsa-sha2-nistp256 ${ecdsa} e`],
  ];
  test.each(good)("%s", (_story, line) => {
    expect(isRefusedKey(parsePublicKey(line))).toBe(false);
  });
});

describe("a public key is refused", () => {
  const bad: readonly (readonly [string, string, string])[] = [
    ["a type that the inside contradicts", `ssh-rsa ${ada}`, "says ssh-rsa outside and ssh-ed25519 inside"],
    ["a key cut off at the end", `ssh-ed25519 ${ada.slice(0, -8)}`, "cut off"],
    ["a key that is too long by a part", `ssh-ed25519 ${ada}AAAAAQ==`, "cut off"],
    ["the place holder of the documentation", "ssh-ed25519 AAAA... ada@laptop", "place holder"],
    ["options in front", `from="10.0.0.1" ssh-ed25519 ${ada}`, "begins with options"],
    ["DSA", "ssh-dss AAAAB3NzaC1kc3MAAACB", "DSA"],
    ["a certificate", "ssh-ed25519-cert-v01@openssh.com AAAA", "certificate"],
    ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----", "private key"],
    ["nothing", "", "does not begin with a key type"],
    ["a word that objects inherit", "constructor AAAA", "does not begin with a key type"],
  ];
  test.each(bad)("%s", (_story, line, what) => {
    const key = parsePublicKey(line);

    expect(isRefusedKey(key) && key.what).toContain(what);
  });
});
