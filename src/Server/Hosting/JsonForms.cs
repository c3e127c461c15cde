using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cellwright.Server.Hosting;

/// <summary>How answers look to clients.</summary>
public static class JsonForms
{
    /// <summary>Web conventions, enumerations by name.</summary>
    public static void Set(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter());
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }

    /// <summary>The same for code that reads them.</summary>
    public static JsonSerializerOptions Web { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Set(options);
        return options;
    }
}
