namespace Cellwright.VirtualPlant.Sparkplug;

/// <summary>The topics of one edge node (Sparkplug 3.0, section 4), and the two of the rehearsal.</summary>
public static class Topics
{
    /// <summary>Sparkplug group.</summary>
    public const string Group = "cellwright";

    /// <summary>The plant's edge node.</summary>
    public const string Node = "PLANT";

    /// <summary>The server's clock: <c>{"to":"2026-01-05T08:00:00Z"}</c>.</summary>
    public const string Clock = "cellwright/clock";

    /// <summary>Faults on demand, as JSON.</summary>
    public const string Fault = "cellwright/plant/fault";

    /// <summary>Commands to the node.</summary>
    public const string NodeCommand = $"spBv1.0/{Group}/NCMD/{Node}";

    /// <summary>Commands to a device start so.</summary>
    public const string DeviceCommand = $"spBv1.0/{Group}/DCMD/{Node}/";

    /// <summary>A message of the node: NBIRTH, NDEATH or NDATA.</summary>
    public static string OfNode(string type) => $"spBv1.0/{Group}/{type}/{Node}";

    /// <summary>A message of a device: DBIRTH, DDEATH or DDATA.</summary>
    public static string OfDevice(string type, string device) => $"spBv1.0/{Group}/{type}/{Node}/{device}";
}
