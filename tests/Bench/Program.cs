using Cellwright.Bench;

// One file a bench; the first argument names it.
return args switch
{
    ["readings", .. var rest] => await ReadingsBench.RunAsync(rest),
    ["soak", .. var rest] => await SoakBench.RunAsync(rest),
    ["readings-child", .. var rest] => await ReadingsChild.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Name a bench: readings | soak [--minutes N]");
    return 2;
}
