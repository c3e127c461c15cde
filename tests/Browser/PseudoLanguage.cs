using System.Collections;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Resources;
using Cellwright.Server.Pages;

namespace Cellwright.Browser;

/// <summary>A language that nobody speaks, built in beside the server as a real one would be: English in brackets, and 40 % longer.</summary>
public sealed class PseudoLanguage : IDisposable
{
    /// <summary>Its name: a code that ISO 639 leaves to local use.</summary>
    public const string Name = "qps";

    /// <summary>What every text of it begins with.</summary>
    public const string Begins = "⟦";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, Name);

    /// <summary>Builds it in; a server that is started then offers it.</summary>
    public PseudoLanguage()
    {
        var server = typeof(Languages).Assembly;
        var (metadata, texts, image) = (new MetadataBuilder(), new BlobBuilder(), new BlobBuilder());
        metadata.AddModule(0, metadata.GetOrAddString("texts"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString($"{server.GetName().Name}.resources"), server.GetName().Version!, metadata.GetOrAddString(Name), default, default, default);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        foreach (var file in server.GetManifestResourceNames().Where(name => name.EndsWith(".resources", StringComparison.Ordinal)))
        {
            var text = Translated(server.GetManifestResourceStream(file)!);
            metadata.AddManifestResource(System.Reflection.ManifestResourceAttributes.Public, metadata.GetOrAddString($"{Path.GetFileNameWithoutExtension(file)}.{Name}.resources"), default, (uint)texts.Count);
            texts.WriteInt32(text.Length);
            texts.WriteBytes(text);
            texts.Align(8);
        }

        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder(), managedResources: texts).Serialize(image);
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(Path.Combine(Folder, $"{server.GetName().Name}.resources.dll"), image.ToArray());
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static byte[] Translated(Stream english)
    {
        using var written = new MemoryStream();
        using (var reader = new ResourceReader(english))
        using (var writer = new ResourceWriter(written))
        {
            foreach (DictionaryEntry text in reader) writer.AddResource((string)text.Key, Longer((string)text.Value!));
            writer.Generate();
        }

        return written.ToArray();
    }

    // Words of five letters: other languages are longer by more words and by longer ones.
    private static string Longer(string text) =>
        Begins + text + string.Concat(Enumerable.Range(1, (int)Math.Ceiling(text.Length * 0.4)).Select(place => place % 6 == 0 ? ' ' : 'ö')) + "⟧";
}
