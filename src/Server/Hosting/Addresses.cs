using System.CommandLine.Parsing;

namespace Cellwright.Server.Hosting;

/// <summary>The addresses of <c>--urls</c>.</summary>
internal static class Addresses
{
    /// <summary>Refuses what nobody could listen on, before anything is opened.</summary>
    public static void Check(OptionResult option)
    {
        foreach (var address in option.GetValueOrDefault<string>().Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (!Uri.TryCreate(address.Replace("*", "0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                option.AddError($"'{address}' is no address to listen on. Give one like http://127.0.0.1:5080, or several separated by semicolons.");
    }
}
