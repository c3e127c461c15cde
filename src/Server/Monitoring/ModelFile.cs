using System.Text.Json;
using System.Text.Json.Serialization;
using Cellwright.Server.Monitoring.LotResults;
using Cellwright.Statistics.Monitoring;
using Cellwright.Statistics.Monitoring.Continuous;
using Cellwright.Statistics.Monitoring.Results;

namespace Cellwright.Server.Monitoring;

/// <summary>A fitted model as a file: JSON with every digit, the same bytes for the same model.</summary>
/// <param name="Format">What the file is.</param>
/// <param name="Batch">The model of a process in batches, or null.</param>
/// <param name="Continuous">The model of a process without batches, or null.</param>
/// <param name="Results">What upstream says of the results of lots, or null where the campaign has none.</param>
internal sealed record ModelFile(string Format, BatchMonitor? Batch, ContinuousModel? Continuous, ResultMonitor? Results = null)
{
    private const string Current = "cellwright-monitor/1";

    /// <summary>The form of models in files.</summary>
    internal static JsonSerializerOptions Form { get; } = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>A model of batches.</summary>
    public static ModelFile Of(BatchMonitor monitor, ResultMonitor? results = null) => new(Current, monitor, null, results);

    /// <summary>A model of long runs.</summary>
    public static ModelFile Of(ContinuousModel model) => new(Current, null, model);

    /// <summary>Names of the tags that it was fitted to, in order.</summary>
    [JsonIgnore]
    public IEnumerable<string> Tags => Continuous?.Tags ?? Batch!.Tags.Select(tag => tag.Name);

    /// <summary>What must be known of it, in sentences.</summary>
    public IEnumerable<string> Card() => Continuous is { } course ? ModelCard.Lines(course) : ModelCard.Lines(Batch!).Concat(Results is null ? [] : ResultWords.Card(Results));

    /// <summary>The bytes of the file.</summary>
    public byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(this, Form);

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It is no model, or one of another format.</exception>
    public static ModelFile Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (JsonSerializer.Deserialize<ModelFile>(file, Form) is { Format: Current } model && model.Batch is null != model.Continuous is null) return model;
        }
        catch (JsonException fault)
        {
            throw new FormatException($"{path} is no model: {fault.Message} Make one with cellwright monitor fit.", fault);
        }

        throw new FormatException($"{path} is no model of this version. Make one with cellwright monitor fit.");
    }
}
