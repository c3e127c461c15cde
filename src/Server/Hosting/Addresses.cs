using System.CommandLine.Parsing;
using Npgsql;

namespace Cellwright.Server.Hosting;

/// <summary>Addresses on the command line.</summary>
internal static class Addresses
{
    /// <summary>Refuses what nobody could listen on, before anything is opened.</summary>
    public static void Check(OptionResult option)
    {
        foreach (var address in option.GetValueOrDefault<string>().Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (!Uri.TryCreate(address.Replace("*", "0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                option.AddError($"'{address}' is no address to listen on. Give one like http://127.0.0.1:5080, or several separated by semicolons.");
    }

    /// <summary>Refuses what is no connection string. It is not repeated: there may be a password in it.</summary>
    public static void CheckPostgres(OptionResult option)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(option.GetValueOrDefault<string?>());
        }
        catch (ArgumentException wrong)
        {
            option.AddError($"This is no connection to PostgreSQL: {wrong.Message} Give one like Host=127.0.0.1;Database=cellwright;Username=cellwright.");
        }
    }
}
