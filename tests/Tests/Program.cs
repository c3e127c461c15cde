using Cellwright.Tests;
using Cellwright.Tests.Golden;
using Cellwright.Tests.Ledger;
using Cellwright.Tests.Trace;
using Xunit.MicrosoftTestingPlatform;

// Some tests need a process that they can kill: this program is that process, too. And it writes what the tests compare with:
// `dotnet run --project tests/Tests -- trace` the trace matrix, `-- golden` the stored form of event types that have none yet.
// Last, `-- oq RESULTS ARTIFACTS [OPTION…]` makes the OQ report of a run of `./test`.
return args switch
{
    ["crash-writer", var database, var folder] => await CrashWriter.RunAsync(database, folder),
    ["trace"] => TraceMatrix.Write(),
    ["oq", var results, var artifacts, .. var options] => QualificationFiles.Write(results, artifacts, options),
    ["golden"] => GoldenEvents.WriteMissing(),
    _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
};
