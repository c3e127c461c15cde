namespace Cellwright.Server.Readings;

/// <summary>The readings could not be made durable (disk full or failing). Nothing of the batch is stored; it may be appended again.</summary>
public sealed class ReadingsNotStoredException : IOException
{
    /// <summary>With the folder concerned and the fault below.</summary>
    public ReadingsNotStoredException(string folder, Exception inner)
        : base($"Readings cannot be stored in {folder}: {inner?.Message} Free space there or repair the disk; the equipment's messages wait unacknowledged meanwhile.", inner)
    {
    }
}
