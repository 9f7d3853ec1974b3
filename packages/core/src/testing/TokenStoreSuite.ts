/** The conformance suite of token stores: what a store must do to be one. Each case takes the store as `TokenStore`. */
import { leaseCases } from "./TokenLeaseCases.ts"
import { recordCases } from "./TokenRecordCases.ts"
import type { TokenStoreCase } from "./TokenStoreCase.ts"

/** All cases. Give each to a test of your runner, with a store of its own. */
export const suite: ReadonlyArray<TokenStoreCase> = [...recordCases, ...leaseCases]
