CREATE TABLE IF NOT EXISTS "accounts" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_accounts" PRIMARY KEY,
    "OneTimeUntil" TEXT NULL,
    "IssuedBy" TEXT NULL,
    "UserName" TEXT NULL,
    "NormalizedUserName" TEXT NULL,
    "Email" TEXT NULL,
    "NormalizedEmail" TEXT NULL,
    "EmailConfirmed" INTEGER NOT NULL,
    "PasswordHash" TEXT NULL,
    "SecurityStamp" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL,
    "PhoneNumber" TEXT NULL,
    "PhoneNumberConfirmed" INTEGER NOT NULL,
    "TwoFactorEnabled" INTEGER NOT NULL,
    "LockoutEnd" TEXT NULL,
    "LockoutEnabled" INTEGER NOT NULL,
    "AccessFailedCount" INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS "sessions" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_sessions" PRIMARY KEY,
    "PersonId" TEXT NOT NULL,
    "Terminal" TEXT NOT NULL,
    "OpenedAt" TEXT NOT NULL,
    "SeenAt" TEXT NOT NULL,
    "EndedAt" TEXT NULL
);
CREATE TABLE IF NOT EXISTS "account_claims" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_account_claims" PRIMARY KEY AUTOINCREMENT,
    "UserId" TEXT NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_account_claims_accounts_UserId" FOREIGN KEY ("UserId") REFERENCES "accounts" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "account_logins" (
    "LoginProvider" TEXT NOT NULL,
    "ProviderKey" TEXT NOT NULL,
    "ProviderDisplayName" TEXT NULL,
    "UserId" TEXT NOT NULL,
    CONSTRAINT "PK_account_logins" PRIMARY KEY ("LoginProvider", "ProviderKey"),
    CONSTRAINT "FK_account_logins_accounts_UserId" FOREIGN KEY ("UserId") REFERENCES "accounts" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "account_tokens" (
    "UserId" TEXT NOT NULL,
    "LoginProvider" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Value" TEXT NULL,
    CONSTRAINT "PK_account_tokens" PRIMARY KEY ("UserId", "LoginProvider", "Name"),
    CONSTRAINT "FK_account_tokens_accounts_UserId" FOREIGN KEY ("UserId") REFERENCES "accounts" ("Id") ON DELETE CASCADE
);
CREATE INDEX "IX_account_claims_UserId" ON "account_claims" ("UserId");
CREATE INDEX "IX_account_logins_UserId" ON "account_logins" ("UserId");
CREATE INDEX "EmailIndex" ON "accounts" ("NormalizedEmail");
CREATE UNIQUE INDEX "UserNameIndex" ON "accounts" ("NormalizedUserName");
CREATE INDEX "IX_sessions_PersonId" ON "sessions" ("PersonId");
