using System.Runtime.CompilerServices;

// Tests put a failing disk in the place of a real one.
[assembly: InternalsVisibleTo("Cellwright.Tests")]
[assembly: InternalsVisibleTo("Cellwright.Browser")]
