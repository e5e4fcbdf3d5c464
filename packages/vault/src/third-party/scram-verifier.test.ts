import { createHmac, hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { scramVerifier } from "./scram-verifier.ts";

/** The exchange of RFC 7677 section 3: the password is `pencil`. */
const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
const nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
const said = `n=user,r=rOprNGfwEbeRWgbNEkqO,r=${nonce},s=${salt.toString("base64")},i=4096,c=biws,r=${nonce}`;
const proof = Buffer.from("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "base64");

describe("the verifier of a password", () => {
  const [, storedKey = "", serverKey = ""] =
    /^SCRAM-SHA-256\$4096:W22ZaJ0SNY7soEsUEjb6gQ==\$(.{44}):(.{44})$/.exec(scramVerifier("pencil", salt)) ?? [];

  it("takes the client's proof of RFC 7677", () => {
    const signature = createHmac("sha256", Buffer.from(storedKey, "base64")).update(said).digest();
    const clientKey = Buffer.from(proof.map((byte, at) => byte ^ (signature[at] ?? 0)));
    expect(hash("sha256", clientKey, "base64")).toBe(storedKey);
  });

  it("gives the server's signature of RFC 7677", () => {
    const signature = createHmac("sha256", Buffer.from(serverKey, "base64")).update(said).digest("base64");
    expect(signature).toBe("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  });

  it("has another salt each time", () => expect(scramVerifier("pencil")).not.toBe(scramVerifier("pencil")));

  it.each(["", "pen cil", "pencil\n", "pëncil", "pencil\0"])(
    "is not made of %j, which servers read in two ways",
    (password) => expect(() => scramVerifier(password)).toThrow(TypeError),
  );
});
