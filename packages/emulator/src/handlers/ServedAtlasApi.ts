/** The part of the Atlas Administration API that is served. */
import { AtlasApi } from "../AtlasApi.ts"
import { UndecodableAtlasRequest } from "../middleware/UndecodableAtlasRequest.ts"

export const ServedAtlasApi = AtlasApi.middleware(UndecodableAtlasRequest)
