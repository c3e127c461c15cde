using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cellwright.Domain.Basics;

namespace Cellwright.Server.Desk;

/// <summary>What tells a command that is sent again from another under the same id: SHA-256 over its name, a zero and its JSON.</summary>
internal static class CommandHash
{
    private const int MostKept = 64 * 1024; // a recipe is larger, and seldom (ours)

    // Every command is hashed, and its bytes are needed for nothing else: each thread keeps what it writes them into.
    [ThreadStatic]
    private static Hasher? hasher;

    /// <summary>32 bytes.</summary>
    public static byte[] Of<TState>(Command<TState> command)
        where TState : IStream<TState>
    {
        var mine = hasher ??= new Hasher();
        var hash = mine.Hash(command, command.GetType());
        if (mine.Length > MostKept) hasher = null;
        return hash;
    }

    private sealed class Hasher
    {
        private readonly ArrayBufferWriter<byte> bytes = new(512);
        private readonly Utf8JsonWriter json;
        private readonly IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256); // used again, it costs half of a new one

        public Hasher() => json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = EventCatalogue.Options.Encoder, SkipValidation = true });

        public int Length => bytes.WrittenCount;

        public byte[] Hash(object command, Type type)
        {
            bytes.ResetWrittenCount();
            json.Reset();
            Encoding.UTF8.GetBytes(type.Name, bytes);
            bytes.Write<byte>([0]);
            JsonSerializer.Serialize(json, command, type, EventCatalogue.Options);
            sha.AppendData(bytes.WrittenSpan);
            return sha.GetHashAndReset();
        }
    }
}
