using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spoke.Api.Domain;

namespace Spoke.Api.Data;

internal sealed class ReceivedListsConfiguration : IEntityTypeConfiguration<ReceivedLists>
{
    public void Configure(EntityTypeBuilder<ReceivedLists> lists)
    {
        lists.ToTable("ReceivedLists");
        lists.HasIndex(l => l.Number).IsUnique();   // the same issue from two hubs is one
    }
}
