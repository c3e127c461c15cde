alter table access.accounts add column "OwnSince" timestamp with time zone null;
alter table access.accounts add column "PasswordChosenAt" timestamp with time zone null;
alter table access.accounts add column "CodeUsed" text null;
alter table access.accounts add column "CodesFailed" integer not null default 0;
alter table access.accounts alter column "PhoneNumber" type character varying(256);
alter table access.account_logins alter column "LoginProvider" type character varying(128);
alter table access.account_logins alter column "ProviderKey" type character varying(128);
alter table access.account_tokens alter column "LoginProvider" type character varying(128);
alter table access.account_tokens alter column "Name" type character varying(128);
alter table access.sessions add column "LockedAt" timestamp with time zone null;
-- Nobody knows when they were chosen: their age counts from the upgrade.
update access.accounts set "OwnSince" = now(), "PasswordChosenAt" = now() where "OneTimeUntil" is null;
create table access.account_passkeys (
    "CredentialId" bytea not null constraint "PK_account_passkeys" primary key,
    "UserId" text not null,
    "Data" jsonb not null,
    constraint "FK_account_passkeys_accounts_UserId" foreign key ("UserId") references access.accounts ("Id") on delete cascade
);
create index "IX_account_passkeys_UserId" on access.account_passkeys ("UserId");
