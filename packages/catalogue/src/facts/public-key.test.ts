import * as fc from "fast-check";
import { expect, it } from "vitest";
import { rsaBlob } from "../../testing/authorized-keys.ts";
import { keyBits } from "./public-key.ts";

it("counts the bits of RSA keys", () => {
  for (const bits of [1024, 2048, 3072, 4096, 16_384]) expect(keyBits("ssh-rsa", rsaBlob(bits))).toBe(bits);
});

it("counts those of ssh-keygen -t rsa -b 2048", () => {
  const real =
    "AAAAB3NzaC1yc2EAAAADAQABAAABAQCpRJuERtEgmW49Ey7JRVNEyF8Cw+kZWM7jmkgX4SlWCGrVGeIbVzLptQYvA+ZWmiGAUROAL2TEjXDF6sA9eGQ0xD1nuyufHNhBwGf/K5lI31Oyb1pm8a1MAVYhbL49ahxcqr+L5vWCtG6VXHegcsyFQ7eMTjlgXOZYFJx/odDr7e6csdc7HeWDU/5QmML4DgIDqv59wZN8lKsARRSkJD/VSnnmuQ2l6aiVVnuKLyvyNZ0MleT3N/FFwcNSg/yvwAsYEOluk2J1phYS2IgFs2BhQ+Uvzn8UUWVyWWxDJHiiACudSmgkahEr+UdoEh764KUl28P40q+fTIAJOkJ6tkZv";
  expect(keyBits("ssh-rsa", real)).toBe(2048);
});

it("knows the other kinds by their names", () => {
  expect(keyBits("ssh-ed25519", "")).toBe(256);
  expect(keyBits("ecdsa-sha2-nistp384", "")).toBe(384);
  expect(keyBits("sk-ecdsa-sha2-nistp256@openssh.com", "")).toBe(256);
  expect(keyBits("ssh-dss", "AAAA")).toBeUndefined();
});

it("never throws, and never makes a garbled key strong", () => {
  fc.assert(fc.property(fc.string(), (text) => (keyBits("ssh-rsa", text) ?? 0) < 3072));
  fc.assert(fc.property(fc.nat(300), (length) => keyBits("ssh-rsa", rsaBlob(2048).slice(0, length)) === undefined));
});
