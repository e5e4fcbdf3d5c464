export { type ByHand, byHand } from "./by-hand.ts";
export { runCommandLine } from "./command.ts";
export { type PostgresRoles, postgresRoles, type RunSql } from "./postgres-roles.ts";
export { type KeyPair, type Looked, type Prepared, type Provider, type ProviderReason } from "./provider.ts";
export { psql } from "./psql.ts";
export { forgetRotation, rotate, takeBack } from "./rotate.ts";
export { type Prove, type RotationOrder, type RotationReason, type Told, waits } from "./rotation-order.ts";
