import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRefusal, parseLogin } from "./login.ts";

describe("a login is read", () => {
  test.each([
    ["name", "deploy@app-1.example", { user: "deploy", address: "app-1.example", port: 22 }],
    ["name and port", "deploy@app-1.example:2222", { user: "deploy", address: "app-1.example", port: 2222 }],
    ["IPv4", "deploy@203.0.113.7", { user: "deploy", address: "203.0.113.7", port: 22 }],
    ["IPv6", "deploy@[2001:DB8:0::7]", { user: "deploy", address: "2001:db8::7", port: 22 }],
    ["IPv6 and port", "deploy@[2001:db8::7]:2222", { user: "deploy", address: "2001:db8::7", port: 2222 }],
    ["IPv4 inside IPv6", "deploy@[::ffff:203.0.113.7]", { user: "deploy", address: "203.0.113.7", port: 22 }],
    ["an alias of ssh_config", "deploy@shop_app", { user: "deploy", address: "shop_app", port: 22 }],
  ])("%s", (_story, text, login) => {
    expect(parseLogin(text)).toEqual(login);
  });
});

describe("a login is refused", () => {
  test.each([
    ["no user", "app-1.example", "names no user"],
    ["an option as the whole (CVE-2017-1000117)", "-oProxyCommand=touch${IFS}x", "dash"],
    ["an option as the user", "-l@app-1", "dash"],
    ["an option as the host", "deploy@-oProxyCommand=x", "dash"],
    ["an option in brackets", "deploy@[-x]", "dash"],
    ["a shell command as the host (CVE-2023-51385)", "deploy@`id`.example", "neither a name nor an address"],
    ["a shell command as the user", "$(id)@app-1", "user name"],
    ["a space", "deploy@app-1 -oX=y", "space"],
    ["a newline", "deploy@app-1\nroot@app-1", "space"],
    ["a control character", "deploy@app-1\u001b[2J", "space"],
    ["IPv6 without brackets", "deploy@2001:db8::7", "without brackets"],
    ["port 0", "deploy@app-1:0", "port"],
    ["port 65536", "deploy@app-1:65536", "port"],
    ["an octal address", "deploy@0127.0.0.1", "neither"],
    ["a number too large", "deploy@203.0.113.300", "neither"],
    ["a short address", "deploy@127.1", "neither"],
    ["a URL", "ssh://deploy@app-1", "URL"],
    ["two users", "a@b@c", "neither"],
    ["nothing", "", "empty"],
    ["no host", "deploy@", "neither"],
  ])("%s", (_story, text, what) => {
    const login = parseLogin(text);

    expect(isRefusal(login) && login.what).toContain(what);
  });
});

test("whatever is accepted can stand on a command line", () => {
  const piece = fc.constantFrom(
    "-",
    "@",
    ":",
    "[",
    "]",
    "a",
    "1",
    ".",
    " ",
    "$(x)",
    "\n",
    "%",
    "::1",
    "/",
    "'",
    ";",
    "o=",
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
      (text) => {
        const login = parseLogin(text);
        if (isRefusal(login)) return;
        expect(login.user).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/);
        expect(login.address).toMatch(/^[A-Za-z0-9_:][A-Za-z0-9_.:%-]*$/);
      },
    ),
    { numRuns: 2000 },
  );
});
