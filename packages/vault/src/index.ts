export * from "./file/index.ts";
export { type HostKeys } from "./opener/ask.ts";
export { openFile, type Opener, type OpenReason } from "./opener/open-file.ts";
export { createHostKeys } from "./keys/host-folder.ts";
export { fingerprintOf, parseEnrolmentCode } from "./confirmer/enrolment.ts";
export { type ToldKey } from "./confirmer/key-told.ts";
export { type Owners, ownersText, readOwners, type SignedText } from "./confirmer/owners.ts";
export { purposes } from "./confirmer/purpose.ts";
export { type Policy, policyDigest, widens } from "./confirmer/policy.ts";
export { isRange } from "./confirmer/source.ts";
export { isHour, isZone, type Window } from "./confirmer/window.ts";
export { putHeader, putRecovery, putWraps } from "./hosts/add-wraps.ts";
export { cardFingerprint, type HostCard, readCard } from "./hosts/card.ts";
export { acceptInvitation, type HostDesk, type HostReason, makeCard, passOn } from "./hosts/host-desk.ts";
export { type Invitation, writeInvitation } from "./hosts/invitation.ts";
export { type WaitingForYou } from "./owner/answers.ts";
export { type ExchangeReason, keyThere, type Send } from "./owner/exchange.ts";
export { type InvitedReason, rememberInvitation, takesAnothersPlace, takeWraps } from "./owner/invited.ts";
export { inviteHost } from "./owner/invite.ts";
export { type NamedKey, namedKeys, readNamedKeys } from "./owner/named-key.ts";
export { changedPolicy, newPolicy, type PolicyTerms } from "./owner/new-policy.ts";
export {
  addSignature,
  approveThere,
  beginEpochThere,
  enrolThere,
  finishEpochThere,
  lookThere,
  type Owning,
  setOwnersThere,
  setPeersThere,
  setPolicyThere,
  shredThere,
  signOwners,
  signPeers,
  signPolicy,
  waitingThere,
} from "./owner/orders.ts";
export { hostKeysOf, policiesThere, type PolicyThere } from "./owner/policies-there.ts";
export { replaceKept } from "./owner/replace-kept.ts";
export { revokeEverywhere } from "./owner/revoke-everywhere.ts";
export { sealNewFile, type SealReason } from "./owner/seal-file.ts";
