using Cellwright.Domain.Basics;
using Cellwright.Server.Desk;
using Cellwright.Server.Readings;

namespace Cellwright.Tests.Golden;

/// <summary>One stored form of each type of entry, kept for ever: an entry that was written once can be read by every later version.</summary>
public sealed class GoldenEvents
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "Tests", "Golden", "Events");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    /// <summary>Events of the domain, and what the server itself records.</summary>
    private static IReadOnlyDictionary<string, Type> Types { get; } =
        EventCatalogue.Types.Append(KeyValuePair.Create(nameof(ActRefused), typeof(ActRefused))).Append(KeyValuePair.Create(nameof(SegmentSealed), typeof(SegmentSealed)))
            .ToDictionary(pair => pair.Key, pair => pair.Value);

    [Fact, Requirement("P11-10e4", "P211-68b2")]
    public void Are_there_for_every_type_and_for_no_other() =>
        Assert.Equal(Types.Keys.Order(StringComparer.Ordinal), Files.Select(row => TypeOf(row.Data)).Distinct().Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Files)), Requirement("P11-10c", "P11-10e4", "P211-68b2")]
    public void Are_read_and_written_again_byte_for_byte(string name)
    {
        var stored = File.ReadAllBytes(Path.Combine(Folder, name + ".json"));
        Assert.Equal(stored, EventCatalogue.Write(Read(TypeOf(name), stored)));
    }

    [Theory]
    [InlineData("BatchStarted", """{"By":"olga"}""")]
    [InlineData("BatchPaused", """{"reason":"Alarm"}""")]
    [InlineData("BatchPaused", """{"Reason":"Alarm","Reason":"Another"}""")]
    [InlineData("NobodyKnows", "{}")]
    public void Are_read_wholly_or_not_at_all(string name, string json) =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => EventCatalogue.Read(name, System.Text.Encoding.UTF8.GetBytes(json)));

    // An optional member that a type gained brings a second form: BatchStarted.at-terminal.
    private static string TypeOf(string file) => file.Split('.')[0];

    /// <summary>Writes a representative entry of each type that has none; those that are there stay as they are.</summary>
    public static int WriteMissing()
    {
        foreach (var (name, type) in Types)
        {
            var path = Path.Combine(Folder, name + ".json");
            if (!File.Exists(path)) File.WriteAllBytes(path, EventCatalogue.Write(Representative.Of(type, name)));
        }

        return 0;
    }

    private static object Read(string name, byte[] stored) => EventCatalogue.Types.ContainsKey(name)
        ? EventCatalogue.Read(name, stored)
        : System.Text.Json.JsonSerializer.Deserialize(stored, Types[name], EventCatalogue.Options)!;
}
