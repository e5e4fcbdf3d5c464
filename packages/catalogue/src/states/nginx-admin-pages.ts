import { defineState, type State } from "@secondlock/model";
import { type AdminPage, webSettings, type WebSettings } from "../facts/web-settings.ts";

/** Who may see such a page nobody but a person knows; they are told which line goes where. */
export function adminPagesLimited(): State<WebSettings> {
  return defineState({
    resource: "pages:administration",
    text: "pages of administration answer named addresses only",
    settings: {},
    fact: webSettings,
    settle: (web) => web,
    bring: () => [],
    notes: ({ adminPages }) => adminPages.filter(({ open }) => open).map(handWork),
  });
}

function handWork({ title, at }: AdminPage): string {
  const end = "Or remove the page; or, where it is open on purpose behind single sign-on, declare allow: [web-admin].";
  return title.startsWith("nginx ")
    ? `${title}: write below ${at ?? "its location"}: allow 127.0.0.1; allow ::1; deny all; run nginx -t && systemctl reload nginx, and reach the page through an SSH tunnel. ${end}`
    : `${title}: write in its Location or Directory: Require ip 127.0.0.1 ::1, and reach it through an SSH tunnel. ${end}`;
}
