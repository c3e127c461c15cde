namespace Cellwright.Ledger;

/// <summary>
/// The tables of a record in a PostgreSQL database. Entries become durable in commits without a global index; afterwards one node at a time places
/// whole commits in the global order. A commit is placed with one row, whatever it holds, and no place is given to a commit that may still fail.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>"CWLR": keeps nodes apart while tables are made and commits are placed.</summary>
    private const string Lock = "1129794642";

    public const string Ensure = $$"""
        SELECT pg_advisory_xact_lock({{Lock}});
        CREATE SCHEMA IF NOT EXISTS ledger;
        CREATE SEQUENCE IF NOT EXISTS ledger.commit_id;
        CREATE TABLE IF NOT EXISTS ledger.commits(id bigint PRIMARY KEY, entries integer NOT NULL, first_index bigint UNIQUE);
        CREATE INDEX IF NOT EXISTS commits_to_place ON ledger.commits(id) WHERE first_index IS NULL;
        CREATE TABLE IF NOT EXISTS ledger.entry(
            commit_id bigint NOT NULL, place integer NOT NULL, stream text COLLATE "C" NOT NULL, version bigint NOT NULL,
            command uuid NOT NULL, part integer NOT NULL, hash bytea NOT NULL, bytes bytea NOT NULL,
            PRIMARY KEY (commit_id, place), UNIQUE (stream, version), UNIQUE (command, part));
        CREATE TABLE IF NOT EXISTS ledger.tile(level integer NOT NULL, number bigint NOT NULL, hashes bytea NOT NULL, PRIMARY KEY (level, number));
        CREATE TABLE IF NOT EXISTS ledger.checkpoint(size bigint PRIMARY KEY, text text NOT NULL, at text NOT NULL);

        CREATE OR REPLACE FUNCTION ledger.place_commits() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $f$
        DECLARE upto bigint;
        BEGIN
            IF EXISTS (SELECT FROM ledger.commits WHERE first_index IS NULL) THEN
                -- Each statement below sees what the holder before us committed: the isolation is read committed.
                PERFORM pg_advisory_xact_lock({{Lock}});
                SELECT coalesce(max(c.first_index + c.entries), 0) INTO upto
                    FROM (SELECT * FROM ledger.commits WHERE first_index IS NOT NULL ORDER BY first_index DESC LIMIT 1) c;
                UPDATE ledger.commits c SET first_index = upto + p.before
                    FROM (SELECT id, sum(entries) OVER (ORDER BY id) - entries AS before FROM ledger.commits WHERE first_index IS NULL) p
                    WHERE c.id = p.id;
            END IF;
            SELECT coalesce(max(c.first_index + c.entries), 0) INTO upto
                FROM (SELECT * FROM ledger.commits WHERE first_index IS NOT NULL ORDER BY first_index DESC LIMIT 1) c;
            RETURN upto;
        END $f$;

        CREATE OR REPLACE FUNCTION ledger.refuse() RETURNS trigger LANGUAGE plpgsql AS $f$
        BEGIN RAISE EXCEPTION 'entries are never changed or removed'; END $f$;
        CREATE OR REPLACE TRIGGER entry_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
        """;

    /// <summary>The first row that does not fit those around it. One statement sees one state, whatever is appended meanwhile.</summary>
    public const string OutOfPlace = """
        SELECT idx, stream, version, wrong FROM (
            SELECT coalesce(c.first_index + e.place, -1) AS idx, e.stream, e.version, CASE
                WHEN c.entries IS DISTINCT FROM count(*) OVER (PARTITION BY e.commit_id) THEN 'belongs to a commit that is not whole'
                WHEN e.version <> lag(e.version, 1, 0::bigint) OVER (PARTITION BY e.stream ORDER BY e.version) + 1 THEN 'does not follow the entry before it in its stream'
                WHEN e.part <> lag(e.part, 1, -1) OVER one + 1 OR e.part > 0
                    AND (e.commit_id <> lag(e.commit_id) OVER one OR e.place <> lag(e.place) OVER one + 1 OR e.hash <> lag(e.hash) OVER one)
                    THEN 'does not fit the other entries of its command' END AS wrong
            FROM ledger.entry e LEFT JOIN ledger.commits c ON c.id = e.commit_id
            WINDOW one AS (PARTITION BY e.command ORDER BY e.commit_id, e.place)) looked
        WHERE wrong IS NOT NULL ORDER BY idx LIMIT 1
        """;
}
