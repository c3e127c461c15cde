using System.Text.RegularExpressions;

namespace Cellwright.Browser.Guides;

/// <summary>What the committed guides are made of, seen without a browser.</summary>
public sealed partial class KeepingTheGuides
{
    private const long MostBytes = 5_000_000;

    [Fact]
    public void Has_every_how_to_of_every_day_in_its_guide_and_no_other() =>
        Assert.All(Guide.Days, day => Assert.Equal(Guide.HowTos(day.Value).Select(Guide.Title), Guide.Committed(day.Key).Keys));

    [Fact]
    public void Has_a_day_for_every_role_of_people() =>
        Assert.Equal(
            ["administrator", "engineer", "operator", "quality", "scientist", "supervisor", "verifier", "viewer"],
            Guide.Days.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Shows_every_picture_there_is_and_has_every_picture_that_it_shows()
    {
        var shown = Guide.Days.Keys.SelectMany(guide => Guide.Committed(guide).Values).SelectMany(section => Shown().Matches(section)).Select(match => match.Groups[1].Value);
        var there = Directory.GetFiles(Guide.Pictures).Select(path => Path.GetFileName(path)!).ToList();
        Assert.Equal(shown.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
        Assert.True(Directory.GetFiles(Guide.Folder, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length) < MostBytes, $"docs/use is larger than {MostBytes} bytes.");
    }

    [Fact]
    public void Finds_the_sections_of_a_guide()
    {
        var sections = Guide.Sections("""
            # For somebody

            <!-- The how-tos are told by tests/Browser/Guides, which do what they say: change them there. -->

            ### One

            1. First.

            ### Two

            1. Second.

            <!-- End of the how-tos. -->

            ### By hand

            """.ReplaceLineEndings("\n"));
        Assert.Equal(["One", "Two"], sections.Keys);
        Assert.Equal("### One\n\n1. First.\n", sections["One"]);
        Assert.Equal("### Two\n\n1. Second.\n", sections["Two"]);
    }

    [Fact]
    public void Makes_a_picture_small_without_changing_what_it_shows()
    {
        var (width, height, pixels) = SmallPng.Read(Large());
        Assert.Equal((2, 2), (width, height));
        Assert.Equal([0xFF0000, 0x00FF00, 0x0000FF, 0x123456], pixels);
        var small = SmallPng.Of(Large());
        Assert.Equal(3, small[25]); // a palette
        Assert.Throws<InvalidDataException>(() => SmallPng.Read(small)); // and so not what Chromium makes
    }

    // Red and green; blue and another: RGB, eight bits, the second row filtered by Sub (1).
    private static byte[] Large()
    {
        using var packed = new MemoryStream();
        using (var zip = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            zip.Write([0, 0xFF, 0, 0, 0, 0xFF, 0, 1, 0, 0, 0xFF, 0x12, 0x34, 0x57]);
        byte[] data = packed.ToArray();
        return
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
            0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, (byte)data.Length, .. "IDAT"u8, .. data, 0, 0, 0, 0,
            0, 0, 0, 0, .. "IEND"u8, 0, 0, 0, 0,
        ];
    }

    [GeneratedRegex(@"\]\(pictures/([^)]+)\)")]
    private static partial Regex Shown();
}
