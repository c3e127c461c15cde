using Cellwright.Tests;
using Cellwright.Tests.Ledger;
using Xunit.MicrosoftTestingPlatform;

// Some tests need a process that they can kill: this program is that process, too.
return args switch
{
    ["crash-writer", var database, var folder] => await CrashWriter.RunAsync(database, folder),
    _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
};
