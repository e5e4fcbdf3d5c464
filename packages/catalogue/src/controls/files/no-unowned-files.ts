import { byHand, defineControl, everyHost } from "@secondlock/model";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { oddFiles, unowned } from "../../facts/odd-files.ts";

export const noUnownedFiles = defineControl({
  id: "no-unowned-files",
  title: "Every file belongs to an account that exists",
  why: "The next account that is made can get the free number, and with it the files of the one that left.",
  severity: "low",
  area: "files",
  covers: ["R030", "R231"],
  applies: everyHost,
  facts: { odd: oddFiles },
  verdict: ({ odd }) => noneOf(odd, unowned, { good: "every file has an owner and a group", bad: "nobody's" }),
  attempt: { none: "an account with the free number would have to be made" },
  fix: () => [byHand("Give each of them to an account that exists (chown), or remove it.")],
  references: ["CIS Debian 12 7.1.12"],
});
