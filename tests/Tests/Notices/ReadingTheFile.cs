using Cellwright.Server.Notices;

namespace Cellwright.Tests.Notices;

/// <summary>The file that <c>serve --notices</c> names: what is wrong with it is said before anything starts.</summary>
public sealed class ReadingTheFile
{
    [Theory]
    [InlineData("""{"site": "https://x.org"}""", "neither a webhook nor mail")]
    [InlineData("""{"site": "x", "webhook": {"url": "https://x.org", "secretFile": "secret"}}""", "'site' is the address")]
    [InlineData("""{"webhook": {"url": "https://x.org", "secretFile": "secret"}}""", "site")]
    [InlineData("""{"site": "https://x.org", "webhook": {"url": "http://x.org", "secretFile": "secret"}}""", "https address")]
    [InlineData("""{"site": "https://x.org", "webhook": {"url": "https://x.org", "secretFile": "short"}}""", "shorter than 24")]
    [InlineData("""{"site": "https://x.org", "webhook": {"url": "https://x.org", "secretFile": "none"}}""", "cannot be read")]
    [InlineData("""{"site": "https://x.org", "webhook": {"url": "https://x.org", "secretFile": "secret", "secret": "in the open"}}""", "secret")]
    [InlineData("""{"site": "https://x.org", "mail": {"host": "mail.x.org", "port": 25, "from": "a@x.org", "security": "none", "addresses": {}}}""", "without TLS")]
    [InlineData("""{"site": "https://x.org", "mail": {"host": "mail.x.org", "port": 0, "from": "a@x.org", "addresses": {}}}""", "'port'")]
    [InlineData("""{"site": "https://x.org", "mail": {"host": "mail.x.org", "port": 25, "from": "a@x.org", "addresses": {"quality": "not an address"}}}""", "no mail address")]
    [InlineData("""{"site": "https://x.org", "mail": {"host": "mail.x.org", "port": 25, "from": "a@x.org", "addresses": {}, "user": "me"}}""", "belong together")]
    [InlineData("not json", "cannot be used")]
    public void Says_what_is_wrong_with_it(string text, string words)
    {
        using var folder = new Readings.TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "secret"), "a secret of at least twenty-four characters");
        File.WriteAllText(Path.Combine(folder.Path, "short"), "too short");
        var file = Path.Combine(folder.Path, "notices.json");
        File.WriteAllText(file, text);
        var wrong = Assert.Throws<InvalidOperationException>(() => NoticeOptions.Read(file));
        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_when_there_is_none() => Assert.Contains("cannot be read", Assert.Throws<InvalidOperationException>(() => NoticeOptions.Read("/nowhere/notices.json")).Message, StringComparison.Ordinal);
}
