namespace Cellwright.Server.Equipment.Connectors.Sparkplug;

/// <summary>A topic of the Sparkplug B name space: <c>spBv1.0/group/type/node[/device]</c> (Eclipse Sparkplug 3.0, section 4.1).</summary>
/// <param name="Type">Message type, e.g. <c>DDATA</c>.</param>
/// <param name="Node">Edge node id.</param>
/// <param name="Device">Device id; null for a message of the node itself.</param>
internal readonly record struct SparkplugTopic(string Type, string Node, string? Device)
{
    public const string Root = "spBv1.0";

    /// <summary>Parses a topic; null when it is not of this name space and group.</summary>
    public static SparkplugTopic? Parse(string topic, string group)
    {
        var parts = topic.Split('/');
        return parts.Length is 4 or 5 && parts[0] == Root && parts[1] == group
            ? new SparkplugTopic(parts[2], parts[3], parts.Length == 5 ? parts[4] : null)
            : null;
    }

    /// <summary>The topics that a host application subscribes.</summary>
    public static IEnumerable<string> Filters(string group) =>
    [
        $"{Root}/{group}/NBIRTH/+", $"{Root}/{group}/NDEATH/+", $"{Root}/{group}/NDATA/+",
        $"{Root}/{group}/DBIRTH/+/+", $"{Root}/{group}/DDEATH/+/+", $"{Root}/{group}/DDATA/+/+",
    ];
}
