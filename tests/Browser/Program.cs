using Cellwright.Browser;
using Cellwright.Browser.Guides;
using Xunit.MicrosoftTestingPlatform;

// `dotnet run --project tests/Browser -- guides` performs every how-to and writes docs/use and its pictures anew; everything else runs tests.
if (args is not ["guides", .. var options]) return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
Guide.Writing = true;
var code = await TestPlatformTestFramework.RunAsync(["--filter-namespace", "Cellwright.Browser.Guides", "--filter-not-class", "Cellwright.Browser.Guides.KeepingTheGuides", .. options], SelfRegisteredExtensions.AddSelfRegisteredExtensions);
return code == 0 ? Guide.WriteAll() : code;
