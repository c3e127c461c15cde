using System.Data.Common;
using System.Net.Sockets;
using Cellwright.Ledger;

namespace Cellwright.Server.Desk;

/// <summary>Tells a database that is away, or a disk that is full, from a fault of the program.</summary>
public static class Unavailable
{
    /// <summary>True when the same act may simply be tried again later: nothing was recorded, or the record knows it by its id.</summary>
    public static bool Is(Exception? fault)
    {
        // The accounts are kept through another library, which wraps what the database says.
        for (; fault is not null; fault = fault.InnerException)
            if (fault is RecordUnavailableException or DbException or SocketException or TimeoutException) return true;
        return false;
    }
}
