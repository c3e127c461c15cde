namespace Cellwright.Server.Access;

/// <summary>A text to begin with; the site's own quality unit decides on its own.</summary>
public static class AccountabilityExample
{
    /// <summary>After 21 CFR 11.10(j) and 11.100(c).</summary>
    public const string Text = """
        My electronic signature in this system is mine alone and is, for me, the legally binding equivalent of my handwritten signature.
        I am accountable and responsible for what is done under my electronic signature.
        I tell nobody my password and lend nobody my second factor; I leave no screen open that I signed in at.
        I sign only what I have read and know to be so.
        I report at once when somebody else may know my password or have my second factor.
        """;
}
