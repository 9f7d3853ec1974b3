/** Who takes part. */
import { atlasBearer, withoutJournal } from "./servers/atlasBearer.ts"
import { bareHttp } from "./servers/bareHttp.ts"
import { oauth2MockServer } from "./servers/oauth2MockServer.ts"
import type { TokenServer } from "./TokenServer.ts"

export const bare = bareHttp

export const servers: ReadonlyArray<TokenServer> = [bare, atlasBearer, withoutJournal, oauth2MockServer]
