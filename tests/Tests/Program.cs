using Cellwright.Tests;
using Xunit.MicrosoftTestingPlatform;

// Some tests need a process that they can kill: this program is that process, too.
return args switch
{
    _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
};
