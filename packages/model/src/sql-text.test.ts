import { describe, expect, it } from "vitest";
import { sqlAccount, sqlGrantedSchema, sqlName, sqlRowsOf, sqlText } from "./sql-text.ts";

describe("what is put into statements", () => {
  it.each([
    ["mysql", "shop", "`shop`"],
    ["mysql", "a`; DROP USER root; `", "`a``; DROP USER root; ```"],
    ["mysql", "o'neill\\", "`o'neill\\`"],
    ["postgresql", 'a"; DROP ROLE x; "', '"a""; DROP ROLE x; """'],
    ["postgresql", "shop`", '"shop`"'],
  ] as const)("%s: the name %s", (engine, name, text) => {
    expect(sqlName(engine, name)).toBe(text);
  });

  it.each([
    ["mysql", "it's", "'it''s'"],
    ["mysql", "\\' OR 1=1 -- ", "'\\\\'' OR 1=1 -- '"],
    ["postgresql", "\\'", "'\\'''"],
  ] as const)("%s: the literal %s", (engine, text, quoted) => {
    expect(sqlText(engine, text)).toBe(quoted);
  });

  it.each(["a\0b", "a\nDELIMITER x", "a\tb", "a\u007F"])("refuses control characters: %j", (name) => {
    expect(() => sqlName("mysql", name)).toThrow(/control characters/);
    expect(() => sqlText("postgresql", name)).toThrow(/control characters/);
  });

  it("names an account, a schema in a GRANT, and the rows of accounts", () => {
    expect(sqlAccount({ name: "", host: "%" })).toBe("``@`%`");
    expect(sqlGrantedSchema("my_shop%")).toBe("`my\\_shop\\%`");
    const accounts = [
      { name: "a'b", host: "%" },
      { name: "", host: "localhost" },
    ];
    expect(sqlRowsOf(accounts)).toBe("(User,Host) IN (('a''b','%'),('','localhost'))");
  });
});
