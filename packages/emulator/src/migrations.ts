/**
 * The database's tables. Entry n takes a database from `user_version` n to n + 1: append, never edit what was released.
 *
 * A domain is whatever signs tokens: an app, the administrators, the service accounts. The latter two are one each.
 */
export const migrations: ReadonlyArray<string> = [
  `
  CREATE TABLE domains (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('app', 'administrators', 'serviceAccounts')),
    signingSecret TEXT NOT NULL
  ) STRICT;

  INSERT INTO domains VALUES
    (lower(hex(randomblob(12))), 'administrators', lower(hex(randomblob(32)))),
    (lower(hex(randomblob(12))), 'serviceAccounts', lower(hex(randomblob(32))));

  -- emailPassword: the settings of the local-userpass provider. authFunctionName: what custom-function logins call.
  -- disabledProviders, absentProviders: JSON arrays of provider types. allowedOrigins: one of origins.
  -- redirectUris: a JSON object of arrays of URIs, by the types of the providers. domainRestrictions: a JSON array of
  -- domains, for Google. refreshTokenLife: in seconds.
  CREATE TABLE apps (
    id TEXT PRIMARY KEY,
    clientAppId TEXT NOT NULL UNIQUE,
    groupId TEXT NOT NULL,
    domainId TEXT NOT NULL UNIQUE REFERENCES domains ON DELETE CASCADE,
    name TEXT NOT NULL,
    customToken TEXT NOT NULL,
    emailPassword TEXT NOT NULL DEFAULT '{"autoConfirm":true}',
    authFunctionName TEXT,
    disabledProviders TEXT NOT NULL DEFAULT '[]',
    absentProviders TEXT NOT NULL DEFAULT '[]',
    allowedOrigins TEXT NOT NULL DEFAULT '[]',
    refreshTokenLife INTEGER NOT NULL DEFAULT 5184000,
    customUserData TEXT NOT NULL DEFAULT '{"enabled":false}',
    redirectUris TEXT NOT NULL DEFAULT '{}',
    domainRestrictions TEXT NOT NULL DEFAULT '[]'
  ) STRICT;

  -- createdAt, lastAuthenticatedAt: in seconds since 1970, 0 for never.
  CREATE TABLE users (
    id TEXT PRIMARY KEY,
    domainId TEXT NOT NULL REFERENCES domains ON DELETE CASCADE,
    type TEXT NOT NULL CHECK (type IN ('normal', 'server')),
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    data TEXT NOT NULL,
    createdAt INTEGER NOT NULL DEFAULT 0,
    lastAuthenticatedAt INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX usersOfDomain ON users (domainId, id);
  CREATE INDEX usersByAge ON users (domainId, createdAt);

  -- secret: a password's PHC string, or the SHA-256 of an administrator's private key.
  CREATE TABLE identities (
    domainId TEXT NOT NULL,
    providerType TEXT NOT NULL,
    externalId TEXT NOT NULL,
    id TEXT NOT NULL,
    providerId TEXT NOT NULL,
    providerData TEXT NOT NULL,
    userId TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    secret TEXT,
    confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
    PRIMARY KEY (domainId, providerType, externalId)
  ) STRICT;
  CREATE INDEX identitiesOfUser ON identities (userId);

  CREATE TABLE pushRegistrations (
    userId TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    deviceId TEXT NOT NULL,
    service TEXT NOT NULL,
    token TEXT NOT NULL,
    PRIMARY KEY (userId, deviceId, service)
  ) STRICT;

  -- Tokens of e-mails that confirm an address or reset a password.
  CREATE TABLE userpassTokens (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('confirm', 'reset')),
    domainId TEXT NOT NULL,
    userId TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    expiresAt INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX userpassTokensOfUser ON userpassTokens (userId);
  CREATE INDEX userpassTokensByExpiry ON userpassTokens (expiresAt);

  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    domainId TEXT NOT NULL,
    userId TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    deviceId TEXT NOT NULL,
    refreshTokenHash TEXT NOT NULL UNIQUE,
    expiresAt INTEGER NOT NULL,
    revokedAt INTEGER
  ) STRICT;
  CREATE INDEX sessionsOfUser ON sessions (userId);

  -- A key without a user is a server API key.
  CREATE TABLE apiKeys (
    hash TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    appId TEXT NOT NULL REFERENCES apps ON DELETE CASCADE,
    name TEXT NOT NULL,
    userId TEXT REFERENCES users ON DELETE CASCADE,
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1))
  ) STRICT;
  CREATE UNIQUE INDEX apiKeysOfUser ON apiKeys (userId, name) WHERE userId IS NOT NULL;

  CREATE TABLE serviceAccounts (
    clientId TEXT PRIMARY KEY
  ) STRICT;

  -- A secret without expiresAt does not expire. masked: what may be shown of it. Times are in milliseconds since 1970.
  CREATE TABLE serviceAccountSecrets (
    id TEXT PRIMARY KEY,
    clientId TEXT NOT NULL REFERENCES serviceAccounts ON DELETE CASCADE,
    hash TEXT NOT NULL,
    masked TEXT NOT NULL,
    createdAt INTEGER NOT NULL,
    expiresAt INTEGER,
    lastUsedAt INTEGER
  ) STRICT;
  CREATE INDEX secretsOfServiceAccount ON serviceAccountSecrets (clientId);

  -- One tree that grows at its end: to keep a token in an index of hashes took a tenth of what it takes to give one out.
  CREATE TABLE serviceAccountTokens (
    clientId TEXT NOT NULL REFERENCES serviceAccounts ON DELETE CASCADE,
    expiresAt INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (clientId, expiresAt, hash)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE collections (
    appId TEXT NOT NULL REFERENCES apps ON DELETE CASCADE,
    collection TEXT NOT NULL,
    jsonSchema TEXT NOT NULL,
    relationships TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (appId, collection)
  ) STRICT;

  CREATE TABLE documents (
    position INTEGER PRIMARY KEY,
    appId TEXT NOT NULL,
    collection TEXT NOT NULL,
    document TEXT NOT NULL,
    FOREIGN KEY (appId, collection) REFERENCES collections ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX documentsOfCollection ON documents (appId, collection);
  `
]
