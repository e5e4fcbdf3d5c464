import { expect, it } from "vitest";
import { asksForMore, beginsWithKey, onlySecurityKeys, waysIn } from "./login-methods.ts";

const keys = {
  pubkeyauthentication: "yes",
  passwordauthentication: "no",
  kbdinteractiveauthentication: "no",
  hostbasedauthentication: "no",
};

it("takes each method that is on as a way of its own", () => {
  expect(waysIn({ ...keys, passwordauthentication: "yes" })).toEqual([["publickey"], ["password"]]);
  expect(waysIn({ ...keys, gssapiauthentication: "yes" })).toEqual([["publickey"], ["gssapi-with-mic"]]);
});

it("takes a keyword that is missing as on", () => {
  expect(waysIn({})).toEqual([["publickey"], ["password"], ["keyboard-interactive"], ["hostbased"]]);
});

it("follows what sshd demands, as sshd -T prints it", () => {
  const demanded = { ...keys, authenticationmethods: "publickey,keyboard-interactive:pam publickey,publickey" };
  expect(waysIn(demanded)).toEqual([
    ["publickey", "keyboard-interactive"],
    ["publickey", "publickey"],
  ]);
  expect([beginsWithKey(demanded), asksForMore(demanded), onlySecurityKeys(demanded)]).toEqual([true, true, false]);
});

it("never takes nothing as good", () => {
  expect([beginsWithKey({}), asksForMore({}), onlySecurityKeys({})]).toEqual([false, false, false]);
  expect(asksForMore({ ...keys, authenticationmethods: "" })).toBe(false);
});
