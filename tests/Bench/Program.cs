using Cellwright.Bench;

// One file a bench; the first argument names it. Ratios are measured in one run, never bare times to compare between machines.
return args switch
{
    ["ledger-append", .. var rest] => await LedgerAppend.RunAsync(rest),
    ["verify", .. var rest] => await VerifyMillion.RunAsync(rest),
    ["readings", .. var rest] => await ReadingsBench.RunAsync(rest),
    ["soak", .. var rest] => await SoakBench.RunAsync(rest),
    ["desk", .. var rest] => await DeskBench.RunAsync(rest),
    ["paper", .. var rest] => await PaperBench.RunAsync(rest),
    ["alarm", .. var rest] => await AlarmBench.RunAsync(rest),
    ["advice", .. var rest] => await AdviceBench.RunAsync(rest),
    ["monitoring", .. var rest] => MonitoringBench.Run(rest),
    ["pages", .. var rest] => await PagesBench.RunAsync(rest),
    ["pages-record", .. var rest] => await PagesBench.RecordAsync(rest),
    ["statistics"] => await StatisticsBench.RunAsync(),
    ["readings-child", .. var rest] => await ReadingsChild.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Name a bench: ledger-append [--postgres [CONNECTION]] | verify [ENTRIES] | readings | soak [--minutes N] | desk [ROUNDS] [--sqlite | --postgres] | paper [ROUNDS] | advice [SECONDS] | alarm [SECONDS] [--sqlite | --postgres] | monitoring calibration [CAMPAIGNS] | monitoring etch FOLDER | monitoring live | statistics | pages [BATCHES] [--postgres] [--keep FOLDER] [--open]");
    return 2;
}
