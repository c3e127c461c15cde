using Cellwright.Server.Hosting;

return await CommandLine.RunAsync(args);
