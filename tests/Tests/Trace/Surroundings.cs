using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Cellwright.Domain.Basics;
using Microsoft.Data.Sqlite;

namespace Cellwright.Tests.Trace;

/// <summary>One thing that a run depended on.</summary>
/// <param name="What">E.g. <c>PostgreSQL</c>.</param>
/// <param name="Value">As it says of itself.</param>
public sealed record Surrounding(string What, string Value);

/// <summary>What a run stood on: asked of the programs themselves.</summary>
public static class Surroundings
{
    private const string Missing = "not on this machine";

    /// <summary>Everything that the report names.</summary>
    public static IReadOnlyList<Surrounding> Read()
    {
        var commit = Ask("git", "-C", Checkout.Root, "rev-parse", "HEAD");
        var changed = commit is null ? null : Ask("git", "-C", Checkout.Root, "status", "--porcelain");
        return
        [
            new("Product", $"Cellwright {typeof(Refusal).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}"),
            new("Commit", commit ?? "unknown: this is no git checkout"),
            new("Source tree", Tree(commit, changed)),
            new("Operating system", $"{Distribution()} ({Environment.OSVersion.VersionString}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors)"),
            new(".NET", $"runtime {Environment.Version}, SDK {Ask("dotnet", "--version") ?? "unknown"}"),
            new("SQLite", Sqlite()),
            new("PostgreSQL", Program("/usr/lib/postgresql/*/bin/postgres", "--version")),
            new("MQTT broker beside the one inside", Program("/usr/sbin/mosquitto", "-h")),
            new("Browser", HeadlessChromium.Program is { } browser ? Program(browser, "--version") : Missing),
            new("Time zone", $"UTC{DateTimeOffset.Now:zzz}"),
        ];
    }

    /// <summary>Whether what was tested is what the commit names.</summary>
    public static string Tree(string? commit, string? changed) =>
        commit is null || changed is null ? "unknown"
        : changed.Length == 0 ? "as committed"
        : $"changed in {changed.Split('\n').Length} places since the commit: what was tested is not what the commit names";

    private static string Distribution() =>
        File.Exists("/etc/os-release") && File.ReadLines("/etc/os-release").FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)) is { } line
            ? line["PRETTY_NAME=".Length..].Trim('"')
            : RuntimeInformation.RuntimeIdentifier;

    private static string Sqlite()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }

    private static string Program(string pattern, string argument)
    {
        var (folder, tail) = pattern.Split('*') is [var before, var after] ? (before, after) : ("", pattern);
        var path = folder.Length == 0 ? tail : Directory.Exists(folder) ? Directory.GetDirectories(folder).Select(version => version + tail).Where(File.Exists).Order(StringComparer.Ordinal).LastOrDefault() : null;
        return path is not null && File.Exists(path) ? Ask(path, argument)?.Split('\n')[0] ?? "does not say" : Missing;
    }

    // What a program prints, or null when it cannot be asked. Mosquitto prints its version with its help and ends with another code than 0.
    private static string? Ask(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _ = process.StandardError.ReadToEndAsync();
            var said = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return said.Length == 0 && process.ExitCode != 0 ? null : said;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
