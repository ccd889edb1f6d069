using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Shared.Hosting.Messaging;

internal static class ChangeTracking
{
    /// <summary>Forgets what a receiver did before it found that its message cannot be applied.</summary>
    public static void DiscardUnsaved(this ChangeTracker tracker)
    {
        foreach (var entry in tracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList())
            entry.State = EntityState.Detached;
    }
}
