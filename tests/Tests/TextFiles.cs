using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cellwright.Tests;

/// <summary>The server's own text files, for what asks for words outside a server.</summary>
internal static class TextFiles
{
    private static readonly ResourceManagerStringLocalizerFactory Factory = new(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance);

    /// <summary>The words of a component.</summary>
    public static IStringLocalizer<T> Of<T>() => new StringLocalizer<T>(Factory);
}
