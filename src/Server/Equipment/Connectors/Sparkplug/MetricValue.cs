using System.Globalization;
using Cellwright.Domain.Equipment;
using Cellwright.Sparkplug;

namespace Cellwright.Server.Equipment.Connectors.Sparkplug;

/// <summary>Numbers and properties of Sparkplug metrics (Eclipse Sparkplug 3.0, section 6.4.16: data types).</summary>
internal static class MetricValue
{
    private const uint Int8 = 1, Int16 = 2, Int32 = 3, Int64 = 4, UInt64 = 8, Float = 9, Double = 10, Boolean = 11, Text = 12;
    private const long ExactInDouble = 1L << 53;

    /// <summary>The value as a double, exactly; null when it is no number or a double cannot hold it.</summary>
    public static double? Number(Metric metric, uint declared)
    {
        switch (metric.ValueCase)
        {
            case Metric.ValueOneofCase.DoubleValue: return metric.DoubleValue;
            case Metric.ValueOneofCase.FloatValue: return metric.FloatValue;
            case Metric.ValueOneofCase.BooleanValue: return metric.BooleanValue ? 1 : 0;
            case Metric.ValueOneofCase.IntValue:
                return declared switch
                {
                    Int8 => (sbyte)metric.IntValue,
                    Int16 => (short)metric.IntValue,
                    Int32 => (int)metric.IntValue,
                    _ => metric.IntValue,
                };
            case Metric.ValueOneofCase.LongValue when declared == UInt64:
                return metric.LongValue <= ExactInDouble ? metric.LongValue : null;
            case Metric.ValueOneofCase.LongValue:
                return Math.Abs((decimal)(long)metric.LongValue) <= ExactInDouble ? (long)metric.LongValue : null;
            default: return null;
        }
    }

    /// <summary>A metric that carries a value of ours to a device.</summary>
    public static Metric Command(string name, object value, ulong timestamp)
    {
        var metric = new Metric { Name = name, Timestamp = timestamp };
        switch (value)
        {
            case bool flag: (metric.Datatype, metric.BooleanValue) = (Boolean, flag); break;
            case string text: (metric.Datatype, metric.StringValue) = (Text, text); break;
            case int number: (metric.Datatype, metric.IntValue) = (Int32, (uint)number); break;
            case long number: (metric.Datatype, metric.LongValue) = (Int64, (ulong)number); break;
            case float number: (metric.Datatype, metric.FloatValue) = (Float, number); break;
            case double or decimal: (metric.Datatype, metric.DoubleValue) = (Double, Convert.ToDouble(value, CultureInfo.InvariantCulture)); break;
            default: throw new ArgumentException($"{name} is a {value.GetType().Name}, which Sparkplug cannot carry; give a number, a text or a truth value.", nameof(value));
        }

        return metric;
    }

    /// <summary>A declared text, e.g. <c>engUnit</c>.</summary>
    public static string? TextOf(Metric metric, string key) =>
        Property(metric, key) is { ValueCase: PropertyValue.ValueOneofCase.StringValue } value ? value.StringValue : null;

    /// <summary>A declared time in seconds.</summary>
    public static TimeSpan? SecondsOf(Metric metric, string key) => Property(metric, key) switch
    {
        { ValueCase: PropertyValue.ValueOneofCase.DoubleValue, DoubleValue: > 0 and < 1e9 } value => TimeSpan.FromSeconds(value.DoubleValue),
        { ValueCase: PropertyValue.ValueOneofCase.FloatValue, FloatValue: > 0 and < 1e9f } value => TimeSpan.FromSeconds(value.FloatValue),
        { ValueCase: PropertyValue.ValueOneofCase.IntValue, IntValue: > 0 } value => TimeSpan.FromSeconds(value.IntValue),
        { ValueCase: PropertyValue.ValueOneofCase.LongValue, LongValue: > 0 and < 1_000_000_000 } value => TimeSpan.FromSeconds(value.LongValue),
        _ => null,
    };

    /// <summary>A declared truth value; false when absent.</summary>
    public static bool FlagOf(Metric metric, string key) =>
        Property(metric, key) is { ValueCase: PropertyValue.ValueOneofCase.BooleanValue, BooleanValue: true };

    /// <summary>The device's own judgement: the <c>Quality</c> property, 192 good, 500 stale, 0 bad (section 6.4.15).</summary>
    public static Quality QualityOf(Metric metric) => Property(metric, "Quality") switch
    {
        null => Quality.Good,
        { IntValue: 192 } => Quality.Good,
        { IntValue: 500 } => Quality.Uncertain,
        _ => Quality.Bad,
    };

    /// <summary>For which work the device says that this value was measured: its properties <c>batch</c> and <c>step</c>, or null.</summary>
    public static MeasuredFor? PurposeOf(Metric metric) =>
        TextOf(metric, "batch") is { } batch ? new MeasuredFor(batch, TextOf(metric, "step") ?? "") : null;

    private static PropertyValue? Property(Metric metric, string key)
    {
        if (metric.Properties is not { } set) return null;
        var index = set.Keys.IndexOf(key);
        return index >= 0 && index < set.Values.Count ? set.Values[index] : null;
    }
}
