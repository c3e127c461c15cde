using Microsoft.Data.Sqlite;

namespace Cellwright.Ledger;

/// <summary>Turns what SQLite reports into a sentence that says what to do. Codes: https://www.sqlite.org/rescode.html.</summary>
internal static class SqliteErrors
{
    public static RecordUnavailableException Unavailable(string path, SqliteException e) => new(
        e.SqliteErrorCode switch
        {
            13 => $"The disk that holds {path} is full: free space on it and send the command again; nothing was half written.",
            5 or 6 => $"Another program keeps {path} locked: close it and send the command again.",
            8 => $"{path} cannot be written: give the server's account the right to write there.",
            11 or 26 => $"{path} is not a sound record any more: stop the server, keep the file for examination and restore the last backup.",
            10 => $"The disk that holds {path} can neither be read nor written ({e.Message}): it is full to the last byte, or it fails; free space on it, or mend it, and send the command again.",
            14 => $"{path} cannot be opened: check that the folder exists, is mounted and belongs to the server's account.",
            _ => $"The record {path} cannot be used now (SQLite: {e.Message}): check the disk and send the command again.",
        },
        e);
}
