using System.Globalization;
using System.Text;
using System.Text.Json;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record;

/// <summary>Every entry, field by field: nothing that the record holds about the batch is left out of the copy for people.</summary>
internal static class AuditTrail
{
    public static Html Of(ExecutedRecord record) => Section("trail", "Audit trail", Html.Of($"""
        <p>Every entry of every stream in this copy, in the order of the site's record. Entries are written by the system as things happen; none can be changed or removed without the check at the end of this record failing.</p>
        <table class="trail"><caption>{record.Trail.Count} entries</caption><thead><tr><th scope="col">Index</th><th scope="col">Stream and version</th><th scope="col">Date and time</th><th scope="col">By</th><th scope="col">What</th></tr></thead><tbody>
        {record.Trail.Select(entry => Line(record, entry))}</tbody></table>
        """));

    private static Html Line(ExecutedRecord record, TrailEntry line)
    {
        var entry = line.Entry;
        using var data = JsonDocument.Parse(entry.Data);
        var fields = new List<Html>();
        Fields(record, "", data.RootElement, fields);
        return Html.Of($"""
            <tr data-entry="{entry.Index}"><td>{entry.Index}</td><td>{entry.Stream}<br><small>version {entry.Version}</small></td><td>{Wording.Time(entry.At)}</td><td>{Wording.Person(record, entry.Actor)}</td><td><strong>{Words(entry.Type)}</strong> {Html.Join("; ", fields)} <small class="command">command {entry.CommandId.ToString()}</small></td></tr>

            """);
    }

    private static void Fields(ExecutedRecord record, string name, JsonElement value, List<Html> fields)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) Fields(record, name.Length == 0 ? Words(member.Name) : $"{name}, {Words(member.Name)}", member.Value, fields);
                break;
            case JsonValueKind.Array:
                var number = 0;
                foreach (var item in value.EnumerateArray()) Fields(record, $"{name} {(++number).ToString(CultureInfo.InvariantCulture)}", item, fields);
                break;
            case JsonValueKind.String when value.GetString() == record.Batch.Recipe?.Text:
                fields.Add(Html.Of($"{name}: <a href=\"#master\">the master record, word for word at the end</a>"));
                break;
            case JsonValueKind.Null:
                fields.Add(Html.Of($"{name}: none"));
                break;
            default:
                fields.Add(Html.Of($"{name}: <data>{value.ToString()}</data>"));
                break;
        }
    }

    // ValueRecorded becomes "value recorded".
    private static string Words(string name)
    {
        var words = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0) words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
