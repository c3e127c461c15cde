using Cellwright.Ledger;

const string Help = """
    cellwright-verify PATH [--key FILE] [--json]

    Checks an exported record (.cellwright) with nothing but the file and the site's public key.

      PATH         the export
      --key FILE   the site's public key (PEM), got by another way than the export; without it only
                   consistency is proven, not where the export comes from
      --json       print one JSON object

    Exit code: 0 intact, 2 damaged (the first bad entry is named), 1 could not be read.
    """;

string? path = null, key = null;
var json = false;
for (var i = 0; i < args.Length; i++)
{
    if (args[i] is "--help" or "-h")
    {
        Console.WriteLine(Help);
        return 0;
    }

    if (args[i] == "--json") json = true;
    else if (args[i] == "--key" && i + 1 < args.Length) key = args[++i];
    else if (path is null && !args[i].StartsWith("--", StringComparison.Ordinal)) path = args[i];
    else return Refuse($"'{args[i]}' is not understood here: see cellwright-verify --help.");
}

return path is null ? Refuse("Say which export to check: cellwright-verify PATH [--key FILE] [--json].") : VerifyCommand.Run(path, key, json, Console.Out, Console.Error);

static int Refuse(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 1;
}
