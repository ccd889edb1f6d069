namespace Shared.Hosting.Persistence;

/// <summary>
/// Two processes may start on one SQLite file at the same moment; one prepares it, the other waits. A lock of the operating
/// system, because a row in the database would outlive a process that is killed while it holds it.
/// </summary>
internal static class StartLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<IDisposable?> Take(DatabaseOptions options, TimeProvider clock, CancellationToken ct)
    {
        if (!options.IsSqlite) return null;   // the database server has locks of its own

        var path = options.File + ".starting";
        var since = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException)
            {
                throw new SettingException($"Database:File: this account may not write in the folder of '{options.File}'.");
            }
            catch (IOException) when (clock.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
            }
        }
    }
}
