export { acceptSignature, type AskedSignature, parseAcceptSignature, signAsAsked } from "./accept-signature.ts";
export { type Algorithm, algorithms } from "./algorithm.ts";
export { type Answer, answerTo, type RefusalLine } from "./answer.ts";
export type { BodySource } from "./body.ts";
export type { Component } from "./component.ts";
export { type DescribedRequest, signDescribed, type SignedDescription } from "./described-request.ts";
export { type DigestAlgorithm, digestField, type Digests, matchesDigests, parseDigestField } from "./digest.ts";
export { type HttpText, parseHttpText } from "./http-text.ts";
export {
  type KeyLookup,
  keyring,
  readSecret,
  readSigningKey,
  readVerifyingKey,
  secretKey,
  type SigningKey,
  signingKey,
  type VerifyingKey,
  verifyingKey,
} from "./key.ts";
export {
  type Field,
  type Fields,
  isResponse,
  type Message,
  type RequestMessage,
  type ResponseMessage,
} from "./message.ts";
export { memoryNonces } from "./nonces/memory.ts";
export type { Burnt, Lifetime, NonceStore } from "./nonces/nonce-store.ts";
export { type PostgresClient, postgresNonces } from "./nonces/postgres.ts";
export { type ValkeyClient, valkeyNonces } from "./nonces/valkey.ts";
export { defaultComponents, definePolicy, type Policy } from "./policy.ts";
export type { PolicyOptions } from "./policy-options.ts";
export { type Outcome, type Reason, reasons, type Refusal } from "./refusal.ts";
export { type Signed, sign } from "./sign.ts";
export type { SignOptions } from "./sign-options.ts";
export type { ParameterName, SignatureParameters } from "./signature-parameters.ts";
export type { FieldType } from "./structured-field.ts";
export { type Verified, type VerifiedSignature, verify } from "./verify.ts";
export { wantDigestField, wantedDigest } from "./want-digest.ts";
