using Parquet.Schema;

namespace Cellwright.Server.Readings;

/// <summary>The columns of a sealed segment, plain enough for any Parquet tool.</summary>
internal static class SegmentColumns
{
    /// <summary>Rows of a row group: a query decodes whole groups, so small enough for one tag, large enough to compress.</summary>
    public const int GroupSize = 32_768;

    /// <summary>Metadata key of the table of contents (<see cref="SegmentIndex"/>).</summary>
    public const string IndexKey = "cellwright.series";

    public static readonly DataField<string> Equipment = new("equipment", nullable: false);
    public static readonly DataField<string> Tag = new("tag", nullable: false);
    public static readonly DataField<double> Value = new("value", nullable: false);
    public static readonly DataField<string> Unit = new("unit", nullable: false);
    public static readonly DataField<string> Quality = new("quality", nullable: false);
    public static readonly DateTimeDataField At = new("at", DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: false);
    public static readonly DateTimeDataField Received = new("received", DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: false);
    public static readonly DataField<bool> Historical = new("historical", nullable: false);
    public static readonly DataField<string> Address = new("address", nullable: false);

    /// <summary>Batch for which the device says that it measured; empty where it does not say. Files of earlier versions lack it.</summary>
    public static readonly DataField<string> Batch = new("batch", nullable: false);

    /// <summary>Step for which the device says that it measured, likewise.</summary>
    public static readonly DataField<string> Step = new("step", nullable: false);

    public static readonly ParquetSchema Schema = new(Equipment, Tag, Value, Unit, Quality, At, Received, Historical, Address, Batch, Step);
}
