using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cellwright.Server.Record;

namespace Cellwright.Tests.Record;

/// <summary>The copy for people and the copy for machines say the same.</summary>
[Requirement("P11-10b1", "P11-10b2")]
public sealed class TwoCopies
{
    [Fact]
    public async Task Every_recorded_value_of_one_is_in_the_other()
    {
        var batch = SampleBatch.Complete().CorrectedAfterSigning();
        var page = await PrintedPage.Of(batch);
        using var json = JsonDocument.Parse(RecordJson.Write(batch.Record));
        var machine = json.RootElement.GetProperty("steps").EnumerateArray()
            .SelectMany(step => step.GetProperty("values").EnumerateArray().Select(value => (Key: $"{Text(step, "key")}/{Text(value, "parameter")}/{Text(value, "ordinal")}", Value: value)))
            .ToDictionary(value => value.Key, value => value.Value);
        var people = page.Values.ToDictionary(value => value.Key, value => value.Row);

        Assert.Equal(machine.Keys.Order(), people.Keys.Order());
        foreach (var (key, value) in machine)
        {
            var row = people[key];
            var text = PrintedPage.Plain(row);
            Assert.Equal(value.GetProperty("value").GetDouble(), double.Parse(Regex.Match(row, "<data value=\"([^\"]+)\"").Groups[1].Value, CultureInfo.InvariantCulture));
            Assert.Contains(value.GetProperty("limits").GetProperty("proven") .GetProperty("isOpen").GetBoolean() ? "no limit set" : Wording[Text(value, "assessment")], text);
            Assert.Contains(Wording[Text(value, "source")], text);
            Assert.Contains($"({Text(value, "by")})", text);
            foreach (var name in new[] { "equipment", "computation", "reason" })
                if (value.GetProperty(name).ValueKind != JsonValueKind.Null) Assert.Contains(PrintedPage.Plain(Text(value, name)), text);
            foreach (var reading in value.GetProperty("readings").EnumerateArray()) Assert.Contains(reading.GetString()!, text);
            Assert.Contains(value.GetProperty("at").GetDateTimeOffset(), Times(row));
            Assert.Equal(value.GetProperty("superseded").GetBoolean(), row.Contains("<del>", StringComparison.Ordinal));
            if (value.GetProperty("verified").ValueKind != JsonValueKind.Null) Assert.Contains(Text(value.GetProperty("verified"), "name"), text);
        }
    }

    [Fact]
    public async Task Every_field_of_every_entry_stands_in_the_audit_trail()
    {
        var batch = SampleBatch.Complete().CorrectedAfterSigning();
        var page = await PrintedPage.Of(batch);
        foreach (var entry in batch.Entries)
        {
            var row = Regex.Match(page.Html, $"<tr data-entry=\"{entry.Index}\">.*?</tr>", RegexOptions.Singleline).Value;
            var text = PrintedPage.Plain(row);
            Assert.StartsWith($"{entry.Index} {entry.Stream} version {entry.Version}", text);
            Assert.Contains(entry.CommandId.ToString(), text);
            Assert.Contains(entry.At, Times(row));
            using var data = JsonDocument.Parse(entry.Data);
            foreach (var leaf in Leaves(data.RootElement).Where(leaf => leaf.ToString() != SampleRecipe.Text)) Assert.Contains(PrintedPage.Plain(System.Net.WebUtility.HtmlEncode(leaf.ToString())), text);
        }
    }

    [Fact]
    public async Task Every_figure_and_time_for_people_is_known_to_the_machine_copy()
    {
        var batch = SampleBatch.Complete().CorrectedAfterSigning();
        var page = await PrintedPage.Of(batch);
        using var json = JsonDocument.Parse(RecordJson.Write(batch.Record));
        var leaves = Leaves(json.RootElement).ToList();
        var numbers = leaves.Where(leaf => leaf.ValueKind == JsonValueKind.Number).Select(leaf => leaf.GetDouble()).ToHashSet();
        var times = leaves.Where(leaf => leaf.ValueKind == JsonValueKind.String && leaf.TryGetDateTimeOffset(out _)).Select(leaf => leaf.GetDateTimeOffset().UtcTicks).ToHashSet();

        var figures = Regex.Matches(page.Body, "<data value=\"([^\"]+)\"").Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.NotEmpty(figures);
        Assert.All(figures, figure => Assert.Contains(figure, numbers));
        Assert.All(Times(page.Body), time => Assert.Contains(time.UtcTicks, times));
    }

    [Fact]
    public async Task Signatures_superseded_values_and_the_trail_are_in_both()
    {
        var batch = SampleBatch.Complete().CorrectedAfterSigning();
        var page = await PrintedPage.Of(batch);
        using var json = JsonDocument.Parse(RecordJson.Write(batch.Record));
        var signatures = json.RootElement.GetProperty("steps").EnumerateArray().SelectMany(step => step.GetProperty("signatures").EnumerateArray()).ToList();
        Assert.Equal(signatures.Count, Regex.Count(page.Html, "data-signature="));
        Assert.Contains(signatures, signature => signature.GetProperty("lapsed").GetBoolean());
        Assert.Equal(batch.Entries.Count, json.RootElement.GetProperty("entries").GetArrayLength());
        Assert.Equal(batch.Entries.Count, Regex.Count(page.Html, "data-entry="));
    }

    private static readonly Dictionary<string, string> Wording = new()
    {
        ["normal"] = "in the normal operating range",
        ["alert"] = "outside the normal operating range",
        ["outside"] = "outside the proven acceptable range",
        ["equipment"] = "from equipment",
        ["hand"] = "by hand",
        ["fallback"] = "declared fallback",
        ["computed"] = "computed",
    };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).ToString();

    private static List<DateTimeOffset> Times(string markup) =>
        [.. Regex.Matches(markup, "datetime=\"([^\"]+)\"").Select(match => DateTimeOffset.Parse(System.Net.WebUtility.HtmlDecode(match.Groups[1].Value), CultureInfo.InvariantCulture))];

    private static IEnumerable<JsonElement> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Leaves(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.Null => [],
        _ => [element],
    };
}
