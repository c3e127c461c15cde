using Cellwright.VirtualPlant;

return await CommandLine.RunAsync(args);
