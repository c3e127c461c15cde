alter table accounts add column "OwnSince" TEXT null;
alter table accounts add column "PasswordChosenAt" TEXT null;
alter table accounts add column "CodeUsed" TEXT null;
alter table accounts add column "CodesFailed" INTEGER not null default 0;
alter table sessions add column "LockedAt" TEXT null;
-- Nobody knows when they were chosen: their age counts from the upgrade.
update accounts set "OwnSince" = strftime('%Y-%m-%d %H:%M:%S+00:00', 'now'), "PasswordChosenAt" = strftime('%Y-%m-%d %H:%M:%S+00:00', 'now') where "OneTimeUntil" is null;
create table "account_passkeys" (
    "CredentialId" BLOB not null constraint "PK_account_passkeys" primary key,
    "UserId" TEXT not null,
    "Data" TEXT not null,
    constraint "FK_account_passkeys_accounts_UserId" foreign key ("UserId") references "accounts" ("Id") on delete cascade
);
create index "IX_account_passkeys_UserId" on "account_passkeys" ("UserId");
