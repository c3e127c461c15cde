using System.Text.Json;
using System.Text.Json.Serialization;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Server.Monitoring;

/// <summary>A fitted model as a file: JSON with every digit, the same bytes for the same model.</summary>
/// <param name="Format">What the file is.</param>
/// <param name="Batch">The model of a process in batches.</param>
internal sealed record ModelFile(string Format, BatchMonitor? Batch)
{
    private const string Current = "cellwright-monitor/1";

    /// <summary>The form of models in files.</summary>
    internal static JsonSerializerOptions Form { get; } = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>A model of batches.</summary>
    public static ModelFile Of(BatchMonitor monitor) => new(Current, monitor);

    /// <summary>The bytes of the file.</summary>
    public byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(this, Form);

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It is no model, or one of another format.</exception>
    public static ModelFile Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (JsonSerializer.Deserialize<ModelFile>(file, Form) is { Format: Current } model) return model;
        }
        catch (JsonException fault)
        {
            throw new FormatException($"{path} is no model: {fault.Message} Make one with cellwright monitor fit.", fault);
        }

        throw new FormatException($"{path} is no model of this version. Make one with cellwright monitor fit.");
    }
}
