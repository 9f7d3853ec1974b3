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

  CREATE TABLE apps (
    id TEXT PRIMARY KEY,
    clientAppId TEXT NOT NULL UNIQUE,
    groupId TEXT NOT NULL,
    domainId TEXT NOT NULL UNIQUE REFERENCES domains ON DELETE CASCADE,
    name TEXT NOT NULL,
    customToken TEXT NOT NULL
  ) STRICT;

  CREATE TABLE users (
    id TEXT PRIMARY KEY,
    domainId TEXT NOT NULL REFERENCES domains ON DELETE CASCADE,
    type TEXT NOT NULL CHECK (type IN ('normal', 'server')),
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    data TEXT NOT NULL
  ) STRICT;

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

  CREATE TABLE apiKeys (
    hash TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    appId TEXT NOT NULL REFERENCES apps ON DELETE CASCADE,
    name TEXT NOT NULL
  ) STRICT;

  CREATE TABLE serviceAccounts (
    clientId TEXT PRIMARY KEY,
    secretHash TEXT NOT NULL
  ) STRICT;

  CREATE TABLE serviceAccountTokens (
    hash TEXT PRIMARY KEY,
    clientId TEXT NOT NULL REFERENCES serviceAccounts ON DELETE CASCADE,
    expiresAt INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX tokensOfServiceAccount ON serviceAccountTokens (clientId);
  CREATE INDEX tokensByExpiry ON serviceAccountTokens (expiresAt);

  CREATE TABLE collections (
    appId TEXT NOT NULL REFERENCES apps ON DELETE CASCADE,
    collection TEXT NOT NULL,
    jsonSchema TEXT NOT NULL,
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
  `,
  `
  -- emailPassword: the settings of the local-userpass provider. authFunctionName: what custom-function logins call.
  ALTER TABLE apps ADD COLUMN emailPassword TEXT NOT NULL DEFAULT '{"autoConfirm":true}';
  ALTER TABLE apps ADD COLUMN authFunctionName TEXT;

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

  -- A key without a user is a server API key.
  ALTER TABLE apiKeys ADD COLUMN userId TEXT REFERENCES users ON DELETE CASCADE;
  ALTER TABLE apiKeys ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1));
  CREATE UNIQUE INDEX apiKeysOfUser ON apiKeys (userId, name) WHERE userId IS NOT NULL;
  `,
  "ALTER TABLE collections ADD COLUMN relationships TEXT NOT NULL DEFAULT '{}'",
  `
  -- In seconds since 1970, 0 for never.
  ALTER TABLE users ADD COLUMN createdAt INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE users ADD COLUMN lastAuthenticatedAt INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX usersOfDomain ON users (domainId, id);

  -- disabledProviders, allowedOrigins: JSON arrays of provider types and origins. refreshTokenLife: in seconds.
  ALTER TABLE apps ADD COLUMN disabledProviders TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE apps ADD COLUMN allowedOrigins TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE apps ADD COLUMN refreshTokenLife INTEGER NOT NULL DEFAULT 5184000;
  ALTER TABLE apps ADD COLUMN customUserData TEXT NOT NULL DEFAULT '{"enabled":false}';

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
  INSERT INTO serviceAccountSecrets (id, clientId, hash, masked, createdAt)
    SELECT lower(hex(randomblob(12))), clientId, secretHash, '***************', unixepoch() * 1000 FROM serviceAccounts;
  ALTER TABLE serviceAccounts DROP COLUMN secretHash;
  `,
  "ALTER TABLE apps ADD COLUMN absentProviders TEXT NOT NULL DEFAULT '[]'",
  // A JSON object of arrays of URIs, by the types of the providers.
  "ALTER TABLE apps ADD COLUMN redirectUris TEXT NOT NULL DEFAULT '{}'",
  "CREATE INDEX usersByAge ON users (domainId, createdAt)"
]
